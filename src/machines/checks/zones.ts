import ipaddr from 'ipaddr.js'
import type { Config, ZoneConfig } from '../../config/config.ts'
import type { Finding } from '../../config/finding.ts'
import { zoneRecords } from '../zone.ts'
import { contradict } from './claims.ts'
import { checkMeanings } from './records.ts'

/** Zones that name servers would refuse, and records that lead nowhere. */
export function checkZones(config: Config): Finding[] {
  const { dns } = config
  return [
    ...contradict(
      dns.map(({ id, domain }) => ({ key: domain, path: ['dns', id, 'domain'], who: id })),
      ({ key }, first) => [`${key} is described by ${first.who} already`, 'write its records there'],
    ),
    ...dns.flatMap((zone) => [
      ...zone.records.flatMap((_, index) => checkRecord(config, zone, index)),
      ...checkMeanings(config, zone),
    ]),
  ]
}

function checkRecord(config: Config, zone: ZoneConfig, index: number): Finding[] {
  const record = zone.records[index]
  if (!record) return []
  const { name, type, value } = record
  const at = (key: string): Finding['path'] => ['dns', zone.id, 'records', index, key]
  const isAddress = { A: ipaddr.IPv4.isValidFourPartDecimal, AAAA: ipaddr.IPv6.isValid }
  if ((type === 'A' || type === 'AAAA') && !isAddress[type](value)) {
    const example = type === 'A' ? '198.51.100.2' : '"2001:db8:2::3"'
    return [{ path: at('value'), message: `an ${type} record says an address`, hint: `write one, such as ${example}` }]
  }
  if (type !== 'CNAME') return []
  if (name === '@') {
    const hint = 'write A and AAAA records, or give a service the name "@"'
    return [{ path: at('type'), message: `${zone.domain} itself cannot be a CNAME`, hint }]
  }
  const others = (['open', 'inside'] as const).flatMap((view) => zoneRecords(config, zone, view))
  const beside = others.find((one) => one.name === name && !(one.type === type && one.value === value))
  if (!beside) return []
  const message = `${name} is a ${beside.type} record too, and a CNAME stands alone`
  return [{ path: at('name'), message, hint: 'remove one of the two', kind: 'conflict' }]
}
