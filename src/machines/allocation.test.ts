import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inspectConfig, loadConfig } from '../config/load.ts'
import { findConflicts } from './conflicts.ts'
import { desiredMachines } from './desired.ts'
import { isIn } from './networks.ts'

const head = `coop: { name: Example Co-op, domain: example.coop }
environments:
  production: { ids: 1000-1999, network: 10.0.0.0/16, ipv6: "2001:db8:1::/64", reach: public, no_backup: no }
  staging: { ids: 8000-8999, network: 10.1.0.0/16, ipv6: "2001:db8:2::/64", no_backup: no }
hosts: { kvm1: { memory: 64 TiB, cores: 1024, storages: [{ id: local, size: 900 TB }], templates: { debian-13: 9000 } } }
addresses: { ovh: { ipv4: 198.51.100.0/24, ipv4_gateway: 198.51.100.1, ipv6: "2001:db8:3::/64" } }
`

function fileOf(numbers: readonly number[]): string {
  const machines = numbers.map((number) => {
    const open = number % 3 === 0 && number < 250 ? `, public: { production: { ipv4: 198.51.100.${number + 2} } }` : ''
    return `  m${number}: { number: ${number}, in: [production, staging], memory: 1 GiB${open} }`
  })
  return `${head}machines:\n${machines.join('\n')}\n`
}

test('different numbers give different ids, names and addresses, each where it belongs, whatever the order', () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(numbers, (chosen) => {
      const config = loadConfig('coop.yaml', fileOf(chosen))
      expect(findConflicts(config).filter(({ kind }) => kind !== 'warning')).toEqual([])
      const machines = desiredMachines(config)
      const networks = machines.flatMap((one) => one.networks)
      for (const all of [
        machines.map(({ vmid }) => vmid),
        machines.map(({ name }) => name),
        networks.map(({ mac }) => mac),
        networks.map(({ ipv4 }) => ipv4 ?? ''),
        networks.map(({ ipv6 }) => ipv6 ?? ''),
      ]) {
        expect(new Set<string | number>(all).size).toBe(all.length)
      }
      for (const { environment, vmid, networks: own } of machines) {
        const [first, last] = environment === 'production' ? [1000, 1999] : [8000, 8999]
        expect(vmid >= first && vmid <= last).toBe(true)
        const inner = own.at(-1)?.ipv4?.split('/')[0] ?? ''
        expect(isIn(inner, environment === 'production' ? '10.0.0.0/16' : '10.1.0.0/16')).toBe(true)
      }
      const again = desiredMachines(loadConfig('coop.yaml', fileOf(chosen.toReversed())))
      const byId = (list: typeof machines) => list.toSorted((a, b) => a.vmid - b.vmid)
      expect(byId(again)).toEqual(byId(machines))
    }),
    { numRuns: Number(process.env['MYCEL_RUNS'] ?? 20) },
  )
})

test.each(['::', '::fdff:ffff:ffff:ff80', '::200:5efe:a00:1'])('no machine gets the address %s', (ipv6) => {
  const text = fileOf([1]).replace('memory: 1 GiB', `memory: 1 GiB, public: { production: { ipv6: "${ipv6}" } }`)
  const { problems } = inspectConfig('coop.yaml', text, [findConflicts])
  expect(problems).toMatchObject([
    { path: 'machines.m1.public.production.ipv6', message: expect.stringContaining('no machine may have') },
  ])
})
