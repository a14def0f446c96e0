import { expect, it } from 'vitest'
import { kindOf, machine, never, openRig, withPools, work } from './testing/rig.ts'

it('makes a machine that is then as it should be', async () => {
  const { simulator, proxmox } = openRig()
  withPools(simulator, 'mycel-production')
  const want = machine()
  const kind = kindOf(proxmox, [want])
  expect(await kind.read(never)).toEqual({ ours: new Map(), others: [] })
  const doing = work()
  await kind.create('web1', want, doing)
  const { ours, others } = await kind.read(never)
  expect(others).toEqual([])
  const have = ours.get('web1')
  expect(have && kind.diff(want, have)).toEqual([])
  expect(doing.remarks).toEqual([])
})
