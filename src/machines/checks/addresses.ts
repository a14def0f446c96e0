import type { Config } from '../../config/config.ts'
import type { Finding } from '../../config/finding.ts'
import { addressIn, blockOf, firstAddress, hostPartOf, networksOf, vmidOf } from '../allocation.ts'
import { isIn, sizeOf } from '../networks.ts'
import { type Twin, twinsOf } from '../twins.ts'
import { type Claim, contradict } from './claims.ts'
import { firstOfEachId } from './numbers.ts'

/** IPv4 and hardware addresses: each in its range, and each of one machine. */
export function checkAddresses(config: Config): Finding[] {
  const twins = firstOfEachId(twinsOf(config))
  return [
    ...twins.flatMap(outside),
    ...contradict(inner(twins), ({ key }, first) => [
      `the address ${key} is that of ${first.who} already`,
      'write another address: for one of them',
    ]),
    ...twins.flatMap((twin) => checkPublic(config, twin)),
    ...contradict(open(config, twins), ({ key }, first) => [
      `the address ${key} is that of ${first.who} already`,
      'each needs its own',
    ]),
    ...contradict(macs(config, twins), ({ key }, first) => [
      `the hardware address ${key} is that of ${first.who} already`,
      'remove the line of one of them: it then gets one of our own',
    ]),
    ...twins.flatMap(notHere),
  ]
}

/** Where the last part of an address comes from. */
function innerPath({ machine }: Twin): Finding['path'] {
  const from = machine.address !== undefined ? 'address' : machine.number !== undefined ? 'number' : 'label'
  return ['machines', machine.id, from]
}

function outside(twin: Twin): Finding[] {
  const part = hostPartOf(twin.machine)
  const { id, network } = twin.environment
  if (part === undefined || part < sizeOf(network) - 1) return []
  const message = `its address would end in ${part}, and ${network} of ${id} has no such address`
  return [{ path: innerPath(twin), message, hint: `write address: with at most ${sizeOf(network) - 2}` }]
}

function inner(twins: readonly Twin[]): Claim[] {
  const gateways = [...new Set(twins.map(({ environment }) => environment))].map(
    ({ id, network, gateway }): Claim => ({
      key: gateway ?? firstAddress(network),
      path: ['environments', id, gateway === undefined ? 'network' : 'gateway'],
      who: `the gateway of ${id}`,
    }),
  )
  const machines = twins.flatMap((twin) => {
    const part = hostPartOf(twin.machine)
    const { network, id } = twin.environment
    if (part === undefined || part >= sizeOf(network) - 1) return []
    return [{ key: addressIn(network, part), path: innerPath(twin), who: `${twin.machine.id} in ${id}` }]
  })
  return [...gateways, ...machines]
}

function checkPublic(config: Config, { machine, environment }: Twin): Finding[] {
  const wanted = machine.public[environment.id]
  if (wanted === undefined) return []
  const path = ['machines', machine.id, 'public', environment.id]
  const block = blockOf(config, wanted.block)
  if (!block) {
    // A block that is not declared is told where it is named.
    if (wanted.block !== undefined) return []
    const several = config.addresses.map(({ id }) => id).join(', ')
    const hint = several === '' ? 'declare one under addresses:' : `add block: with one of ${several}`
    return [{ path, message: 'nothing says from which block of addresses', hint, supposes: 'addresses' }]
  }
  const { ipv4 } = wanted
  if (ipv4 === undefined) return []
  if (block.ipv4 === undefined || !isIn(ipv4, block.ipv4)) {
    const hint = block.ipv4 === undefined ? 'the block has IPv6 alone' : `write an address of ${block.ipv4}`
    return [{ path: [...path, 'ipv4'], message: `${ipv4} is not in the block ${block.id}`, hint }]
  }
  return []
}

function open(config: Config, twins: readonly Twin[]): Claim[] {
  const used = config.addresses.flatMap(({ id, ipv4_gateway: gateway, reserved }): Claim[] => [
    ...(gateway === undefined ? [] : [{ key: gateway, path: ['addresses', id, 'ipv4_gateway'], who: 'the gateway' }]),
    ...reserved.map((key, index) => ({ key, path: ['addresses', id, 'reserved', index], who: 'somebody else' })),
  ])
  const machines = twins.flatMap(({ machine, environment: { id } }) => {
    const ipv4 = machine.public[id]?.ipv4
    if (ipv4 === undefined) return []
    return [{ key: ipv4, path: ['machines', machine.id, 'public', id, 'ipv4'], who: `${machine.id} in ${id}` }]
  })
  return [...used, ...machines]
}

function macs(config: Config, twins: readonly Twin[]): Claim[] {
  return twins.flatMap((twin) => {
    const { machine, environment } = twin
    const vmid = vmidOf(twin)
    if (vmid === undefined) return []
    return networksOf(config, twin, vmid).map(({ mac, slot }, index, all): Claim => {
      const isOpen = all.length === 2 && index === 0
      const written = isOpen ? ['public', environment.id, 'mac'] : ['mac', environment.id]
      return {
        key: mac,
        path: ['machines', machine.id, ...written],
        who: `${machine.id} in ${environment.id} (${slot})`,
      }
    })
  })
}

/** What is said for an environment that the machine is not in. */
function notHere({ machine, environment }: Twin): Finding[] {
  if (machine.in[0] !== environment.id) return []
  return (['spell', 'mac', 'public', 'overrides'] as const).flatMap((key) =>
    Object.keys(machine[key])
      .filter((id) => !machine.in.includes(id))
      .map((id): Finding => {
        const hint = `add ${id} to in:, or remove this`
        return { path: ['machines', machine.id, key, id], part: 'key', message: `it is not in ${id}`, hint }
      }),
  )
}
