import type { Config, EnvironmentConfig, PortConfig, Reach } from '../config/config.ts'
import { environmentsOf } from './catalogue.ts'
import type { FirewallRule } from './machine.ts'
import type { Twin } from './twins.ts'

/**
 * All that may come in to a machine: the ports of its services as far as they may be reached, what the file opens beside
 * them, SSH from where the environment says, and the ping of its network.
 */
export function firewallOf(config: Config, { machine, environment }: Twin): FirewallRule[] {
  const services = config.services.filter(
    (service) =>
      service.machine === machine.id &&
      service.status !== 'retired' &&
      environmentsOf(config, service).some(({ id }) => id === environment.id),
  )
  return [
    ...environment.ssh_from.map((source): FirewallRule => ({ protocol: 'tcp', ports: '22', source, comment: 'ssh' })),
    ...services.flatMap(({ id, ports, reach }) =>
      ports.flatMap((port) => rules(port, sourcesOf(environment, narrower(reach, environment.reach)), id)),
    ),
    ...machine.open.flatMap(({ port, from, because }) =>
      rules(port, from.length === 0 ? [undefined] : from, because ?? 'open'),
    ),
    ...pings(environment),
  ]
}

const order: readonly Reach[] = ['inside', 'vpn', 'public']

/** A service is never reached from further away than its environment. */
function narrower(wanted: Reach | undefined, environment: Reach): Reach {
  return order[Math.min(order.indexOf(wanted ?? environment), order.indexOf(environment))] ?? 'inside'
}

function sourcesOf({ network, ipv6, vpn_from: vpn }: EnvironmentConfig, reach: Reach): (string | undefined)[] {
  if (reach === 'public') return [undefined]
  const own = ipv6 === undefined ? [network] : [network, ipv6]
  return reach === 'vpn' ? [...own, ...vpn] : own
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
