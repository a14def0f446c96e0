import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applyThrough, connectTo, fileWith, practiceProxmox } from '../../src/app/machines/testing/practice.ts'
import { openHistory } from '../../src/app/machines/watch.ts'
import { plan } from '../../src/reconcile/plan.ts'
import { toLook } from '../../src/reconcile/record.ts'

/** A data folder with a past: two applies, one of which failed in part, and a last look that saw all kinds of changes. */
export async function rememberMachines(): Promise<
  AsyncDisposable & { readonly dataDir: string; readonly apply: string }
> {
  const dataDir = await mkdtemp(join(tmpdir(), 'mycel-'))
  const history = openHistory(dataDir)
  const simulator = practiceProxmox()
  const before = fileWith(`
  web1: { number: 1, in: [production, staging], memory: 2 GiB, backup: nightly }
  bbb1: { number: 3, in: [production], memory: 8 GiB, cores: 4, backup: nightly }
  old1: { number: 7, in: [production], memory: 1 GiB, backup: nightly }`)
  const now = Date.now()
  await using first = await connectTo(simulator, before)
  const claim = { ...first.claim, who: 'elon', why: 'the first machines', since: now }
  await applyThrough(first, { history, claim, now: () => now - 86_400_000 })

  const after = fileWith(`
  web1: { number: 1, in: [production, staging], memory: 2 GiB, backup: nightly }
  bbb1: { number: 3, in: [production], memory: 16 GiB, cores: 4, backup: nightly }
  dns1: { number: 5, in: [production], memory: 1 GiB, backup: nightly }
  jitsi1: { number: 2, in: [production], memory: 4 GiB, backup: nightly }`)
  simulator.breakTask({ type: 'qmclone', effect: { error: 'no space left on device' } })
  await using second = await connectTo(simulator, after)
  const why = { ...second.claim, who: 'benedict', why: 'more memory for meetings, and our own names', since: now }
  const destroy = new Set(['machine/production/old1'])
  await applyThrough(second, { history, claim: why, destroy, restart: new Set(), now: () => now - 3_600_000 })

  const web = simulator.world.guests.get(1001)
  if (web) web.config['onboot'] = '0'
  const file = fileWith(`
  web1: { number: 1, in: [production], memory: 2 GiB, backup: nightly }
  bbb1: { number: 3, in: [production], memory: 16 GiB, cores: 6, backup: nightly }
  dns1: { number: 5, in: [production], memory: 1 GiB, backup: nightly }
  jitsi1: { number: 2, in: [production], memory: 4 GiB, backup: nightly }
  loomio1: { number: 8, in: [production], memory: 4 GiB, backup: nightly }`)
  const stranger = { firewall: { rules: [], options: {} }, node: 'kvm1', pool: 'mycel-production', pending: {} }
  const config = { name: 'loomio.example.coop', memory: '4096' }
  simulator.world.guests.set(1008, { ...stranger, vmid: 1008, isRunning: true, startedAt: 0, config })
  await using third = await connectTo(simulator, file)
  await history.keepLook(toLook(await plan(third.managed), { at: now - 600_000, who: 'elon', file: 'coop.yaml' }))
  const [last] = await history.list()
  return { dataDir, apply: last?.id ?? '', [Symbol.asyncDispose]: () => rm(dataDir, { recursive: true }) }
}
