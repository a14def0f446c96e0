import type { Config, EnvironmentConfig, RecordType, ServiceConfig, ZoneConfig } from '../config/config.ts'
import { environmentsOf, siteNameIn } from './catalogue.ts'
import { desiredMachines } from './desired.ts'
import type { Machine, MachineNetwork } from './machine.ts'
import { isReverse, reverseName } from './reverse.ts'

/** One line of a zone. */
export interface ZoneRecord {
  /** Below the zone; `@` for the zone itself. */
  readonly name: string
  readonly type: RecordType | 'PTR'
  readonly value: string
  /** Seconds. */
  readonly ttl: number
}

/** Whom a zone answers: everybody, with the addresses in the open; or those inside, with the addresses there. */
export type View = 'open' | 'inside'

/**
 * The records of a zone: addresses of machines (their names, in a zone below `arpa`), names of services that are not
 * retired, then what the file adds. In the
 * open, environments that are not public are left out, and so is whoever has no address there. Pure.
 */
export function zoneRecords(config: Config, zone: ZoneConfig, view: View): ZoneRecord[] {
  const environments = config.environments.filter(({ reach }) => view === 'inside' || reach === 'public')
  const machines = desiredMachines(config).filter(({ environment }) =>
    environments.some(({ id }) => id === environment),
  )
  const derived = [
    ...machines.flatMap((machine) => ptrRecords(zone, machine, view)),
    ...machines.flatMap((machine) => addressRecords(zone, machine.name, machine, view)),
    ...config.services.flatMap((service) => siteRecords(config, zone, service, { machines, environments, view })),
  ]
  const written = zone.records.map(({ name, type, value, ttl }) => ({ name, type, value, ttl: ttl ?? zone.ttl }))
  return [...derived, ...written].filter((record, index, all) => all.findIndex((one) => isSame(one, record)) === index)
}

/** The zone as a file for a name server. `serial` is to grow with every change. */
export function printZone(zone: ZoneConfig, records: readonly ZoneRecord[], serial: number): string {
  const [primary = ''] = zone.nameservers
  const contact = zone.contact.replace(/^([^@]*)@/, (_, user: string) => `${user.replaceAll('.', '\\.')}.`)
  const lines = [
    ...zone.nameservers.map((name) => ({ name: '@', type: 'NS', value: `${name}.`, ttl: zone.ttl })),
    ...records.map((record) => ({ ...record, value: record.type === 'TXT' ? quoteText(record.value) : record.value })),
  ]
  const width = Math.max(...lines.map(({ name }) => name.length))
  return [
    `$ORIGIN ${zone.domain}.`,
    `$TTL ${zone.ttl}`,
    `@ IN SOA ${primary}. ${contact}. ${serial} 3600 600 1209600 300`,
    ...lines.map(({ name, type, value, ttl }) => {
      return `${name.padEnd(width)} ${ttl === zone.ttl ? '' : `${ttl} `}IN ${type} ${value}`
    }),
    '',
  ].join('\n')
}

/** A name below a zone; undefined when it is not in it. */
export function nameInZone(host: string, { domain }: ZoneConfig): string | undefined {
  if (host === domain) return '@'
  return host.endsWith(`.${domain}`) ? host.slice(0, -domain.length - 1) : undefined
}

interface Known {
  readonly machines: readonly Machine[]
  readonly environments: readonly EnvironmentConfig[]
  readonly view: View
}

function siteRecords(config: Config, zone: ZoneConfig, service: ServiceConfig, known: Known): ZoneRecord[] {
  const { machines, environments, view } = known
  if (service.status === 'retired' || (view === 'open' && (service.reach ?? 'public') !== 'public')) return []
  return environmentsOf(config, service)
    .filter(({ id }) => environments.some((one) => one.id === id))
    .flatMap((environment) => {
      const machine = machines.find((one) => one.machine === service.machine && one.environment === environment.id)
      if (!machine) return []
      return service.names.flatMap((name) => addressRecords(zone, siteNameIn(config, environment, name), machine, view))
    })
}

function addressRecords(zone: ZoneConfig, host: string, { networks }: Machine, view: View): ZoneRecord[] {
  const name = nameInZone(host, zone)
  const network = networkFor(networks, view)
  if (name === undefined || !network) return []
  const { ttl } = zone
  const [ipv4] = network.ipv4?.split('/') ?? []
  const [ipv6] = network.ipv6?.split('/') ?? []
  return [
    ...(ipv4 === undefined ? [] : [{ name, type: 'A' as const, value: ipv4, ttl }]),
    ...(ipv6 === undefined ? [] : [{ name, type: 'AAAA' as const, value: ipv6, ttl }]),
  ]
}

/** In a zone such as `1.0.10.in-addr.arpa`: which machine has an address. */
function ptrRecords(zone: ZoneConfig, { name: host, networks }: Machine, view: View): ZoneRecord[] {
  const network = networkFor(networks, view)
  if (!isReverse(zone.domain) || !network) return []
  return [network.ipv4, network.ipv6].flatMap((written): ZoneRecord[] => {
    const [address] = written?.split('/') ?? []
    const name = address === undefined ? undefined : nameInZone(reverseName(address), zone)
    return name === undefined ? [] : [{ name, type: 'PTR', value: `${host}.`, ttl: zone.ttl }]
  })
}

/** The first of two cards is the one in the open; the last is that in the network of the environment. */
function networkFor(networks: Machine['networks'], view: View): MachineNetwork | undefined {
  if (view === 'inside') return networks.at(-1)
  return networks.length > 1 ? networks[0] : undefined
}

function isSame(one: ZoneRecord, other: ZoneRecord): boolean {
  return one.name === other.name && one.type === other.type && one.value === other.value
}

/** Strings of a TXT record hold at most 255 bytes each. */
function quoteText(text: string): string {
  const parts = Buffer.from(text, 'utf8')
    .toString('latin1')
    .match(/[\s\S]{1,255}/g) ?? ['']
  return parts.map((part) => `"${part.replaceAll(/["\\]/g, '\\$&')}"`).join(' ')
}
