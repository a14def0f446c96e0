import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../config/load.ts'
import { findConflicts } from './conflicts.ts'
import { printZone, zoneRecords } from './zone.ts'

const file = readFileSync(join(import.meta.dirname, '../../examples/hypha/coop.yaml'), 'utf8')

function zoneOf(text: string, view: 'open' | 'inside') {
  const config = loadConfig('coop.yaml', text)
  const [zone] = config.dns
  if (!zone) throw new Error('there is no zone')
  return { zone, records: zoneRecords(config, zone, view) }
}

const lines = (records: ReturnType<typeof zoneRecords>) =>
  records.map(({ name, type, value }) => `${name} ${type} ${value}`)

test('in the open are the addresses in the open, and nothing of staging', () => {
  const said = lines(zoneOf(file, 'open').records)
  expect(said).toContain('web1 A 198.50.215.0')
  expect(said).toContain('web1 AAAA 2607:5300:203:4014:4879:7068:6157:4542')
  expect(said).toContain('@ A 198.50.215.0')
  expect(said).toContain('link A 198.50.215.0')
  expect(said).toContain('@ TXT v=spf1 mx -all')
  expect(said.filter((line) => /staging| 10\./.test(line))).toEqual([])
  // Reached over the VPN alone, and on a machine without an address in the open.
  expect(said.filter((line) => line.startsWith('pass'))).toEqual([])
})

test('inside are the addresses inside, with staging', () => {
  const said = lines(zoneOf(file, 'inside').records)
  expect(said).toContain('link.staging A 10.0.2.3')
  expect(said).toContain('pass A 10.0.1.21')
  expect(said).toContain('web1 A 10.0.1.3')
})

test('a zone is printed for a name server', () => {
  const { zone } = zoneOf(file, 'open')
  const records = [
    { name: '@', type: 'TXT' as const, value: 'say "hi"', ttl: 300 },
    { name: 'www', type: 'A' as const, value: '198.51.100.2', ttl: 3600 },
  ]
  expect(printZone({ ...zone, contact: 'in.fra@hypha.coop' }, records, 2020062200)).toBe(`$ORIGIN hypha.coop.
$TTL 3600
@ IN SOA ns1.hypha.coop. in\\.fra.hypha.coop. 2020062200 3600 600 1209600 300
@   IN NS ns1.hypha.coop.
@   IN NS ns2.example.net.
@   300 IN TXT "say \\"hi\\""
www IN A 198.51.100.2
`)
})

test('what a name server would refuse is found before', () => {
  const broken = file.replace(
    '      - { name: ns1, type: A, value: 198.50.215.0 }',
    `      - { name: ns1, type: A, value: here }
      - { type: CNAME, value: example.net. }
      - { name: link, type: CNAME, value: example.net. }`,
  )
  expect(findConflicts(loadConfig('coop.yaml', broken)).filter(({ kind }) => kind !== 'warning')).toMatchObject([
    { path: ['dns', 'main', 'records', 2, 'value'] },
    { path: ['dns', 'main', 'records', 3, 'type'] },
    { path: ['dns', 'main', 'records', 4, 'name'], kind: 'conflict' },
  ])
})
