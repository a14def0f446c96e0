import type { EnvironmentConfig, PortConfig } from '../config/config.ts'
import type { FirewallRule } from './machine.ts'
import type { Twin } from './twins.ts'

/** All that may come in to a machine: what it offers, SSH from where the environment says, and the ping of networks. */
export function firewallOf({ machine, environment }: Twin): FirewallRule[] {
  return [
    ...environment.ssh_from.map((source): FirewallRule => ({ protocol: 'tcp', ports: '22', source, comment: 'ssh' })),
    ...machine.open.flatMap(({ port, from, because }) =>
      rules(port, from.length === 0 ? [undefined] : from, because ?? 'open'),
    ),
    ...pings(environment),
  ]
}

function rules(port: PortConfig, sources: readonly (string | undefined)[], comment: string): FirewallRule[] {
  const ports = port.first === port.last ? `${port.first}` : `${port.first}:${port.last}`
  return sources.map((source) => ({ protocol: port.protocol, ports, source, comment }))
}

/** IPv6 does not work without its control messages; those of IPv4 are let in from within. */
function pings({ network }: EnvironmentConfig): FirewallRule[] {
  return [
    { protocol: 'icmp', ports: undefined, source: network, comment: 'ping' },
    { protocol: 'icmpv6', ports: undefined, source: undefined, comment: 'ping' },
  ]
}
