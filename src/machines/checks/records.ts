import type { Config, ZoneConfig } from '../../config/config.ts'
import type { Finding } from '../../config/finding.ts'
import { nameInZone, type ZoneRecord, zoneRecords } from '../zone.ts'

/** Records that name servers take and that do not work all the same: where they lead, and how much mail servers must ask. */
export function checkMeanings(config: Config, zone: ZoneConfig): Finding[] {
  const known = (['open', 'inside'] as const).flatMap((view) => zoneRecords(config, zone, view))
  return zone.records.flatMap((record, index) => {
    const path = ['dns', zone.id, 'records', index, 'value']
    const form = forms[record.type]
    if (form && !form.shape.test(record.value)) {
      return [{ path, message: `a record ${record.type} says ${form.says}`, hint: `such as ${form.example}` }]
    }
    return [...checkTarget(zone, record, known, path), ...checkSpf(zone, record, index, path)]
  })
}

type Written = ZoneConfig['records'][number]

const forms: Partial<Readonly<Record<Written['type'], { shape: RegExp; says: string; example: string }>>> = {
  MX: { shape: /^\d+ \S+$/, says: 'a number and a host', example: '10 mx.example.net.' },
  SRV: {
    shape: /^\d+ \d+ \d+ \S+$/,
    says: 'a priority, a weight, a port and a host',
    example: '0 5 443 web1.example.coop.',
  },
}

function checkTarget(
  zone: ZoneConfig,
  { type, value }: Written,
  known: readonly ZoneRecord[],
  path: Finding['path'],
): Finding[] {
  if (type !== 'MX' && type !== 'CNAME' && type !== 'NS' && type !== 'SRV') return []
  const written = value.split(' ').at(-1) ?? ''
  const isWhole = written.endsWith('.')
  const whole = isWhole ? written.slice(0, -1) : written === '@' ? zone.domain : `${written}.${zone.domain}`
  const name = nameInZone(whole, zone)
  if (name === undefined) return []
  const there = known.filter((one) => one.name === name)
  if (type !== 'CNAME' && there.some((one) => one.type === 'CNAME')) {
    const message = `a record ${type} must not lead to ${name}, which is a CNAME`
    return [{ path, message, hint: 'name the host itself' }]
  }
  if (there.length > 0 || name === '@') return []
  const message = `it leads to ${whole}, and the zone has no such name`
  const hint =
    !isWhole && written.includes('.')
      ? `if ${written} is meant, write a dot at its end: ${written}.`
      : 'is it written right? else give it an address'
  return [{ path, message, hint, kind: 'warning' }]
}

/** Receivers of mail give up after so many questions (RFC 7208). */
const mostLookups = 10

function checkSpf({ records }: ZoneConfig, record: Written, index: number, path: Finding['path']): Finding[] {
  if (!isSpf(record)) return []
  const first = records.findIndex((one) => isSpf(one) && one.name === record.name)
  if (first < index) {
    const message = 'there are two records of SPF for one name, and receivers then heed none'
    return [{ path, message, hint: 'put all into one', kind: 'conflict', first: [...path.slice(0, 3), first, 'value'] }]
  }
  const asked = record.value
    .split(/\s+/)
    .filter((word) => /^[+?~-]?(include:|exists:|redirect=|(a|mx|ptr)\b)/i.test(word))
  if (asked.length <= mostLookups) return []
  const message = `it needs ${asked.length} questions of receivers, who give up after ${mostLookups}`
  return [{ path, message, hint: 'write addresses (ip4:, ip6:) in place of names' }]
}

function isSpf({ type, value }: Written): boolean {
  return type === 'TXT' && /^v=spf1\b/i.test(value)
}
