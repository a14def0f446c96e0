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

const withRecords = (...records: readonly string[]) =>
  file.replace(
    '      - { name: ns1, type: A, value: 198.50.215.0 }',
    ['{ name: ns1, type: A, value: 198.50.215.0 }', ...records].map((one) => `      - ${one}`).join('\n'),
  )

test.each([
  ['{ name: alias, type: CNAME, value: nowhere }', 'it leads to nowhere.hypha.coop, and the zone has no such name'],
  ['{ type: MX, value: 20 mx.example.org }', 'it leads to mx.example.org.hypha.coop, and the zone has no such name'],
  ['{ type: MX, value: mx.example.org. }', 'a record MX says a number and a host'],
  ['{ type: SRV, name: _sip._tcp, value: 5 web1 }', 'a record SRV says a priority, a weight, a port and a host'],
  ['{ type: TXT, value: v=spf1 a -all }', 'there are two records of SPF for one name, and receivers then heed none'],
  [
    `{ name: many, type: TXT, value: "v=spf1 a mx ${'include:_spf.example.net '.repeat(9)}-all" }`,
    'it needs 11 questions of receivers, who give up after 10',
  ],
])('that %s does not work is found', (record, message) => {
  const found = findConflicts(loadConfig('coop.yaml', withRecords(record))).filter(({ path }) => path[0] === 'dns')
  expect(found).toMatchObject([{ path: ['dns', 'main', 'records', 3, 'value'], message }])
})

test('mail may not lead to another name for a host, and may lead to a host', () => {
  const text = withRecords('{ name: alias, type: CNAME, value: web1 }', '{ type: MX, value: 20 alias }')
  const found = findConflicts(loadConfig('coop.yaml', text)).filter(({ path }) => path[0] === 'dns')
  expect(found).toMatchObject([{ message: 'a record MX must not lead to alias, which is a CNAME' }])
  const right = withRecords('{ type: MX, value: 20 web1.hypha.coop. }', '{ type: MX, value: 30 mx.example.org. }')
  expect(findConflicts(loadConfig('coop.yaml', right)).filter(({ path }) => path[0] === 'dns')).toEqual([])
})

test.each([
  ['1.0.10.in-addr.arpa', 'inside', '3 PTR web1.hypha.coop.'],
  ['215.50.198.in-addr.arpa', 'open', '3 PTR bbb1.hypha.coop.'],
  ['4.1.0.4.3.0.2.0.0.0.3.5.7.0.6.2.ip6.arpa', 'open', '2.4.5.4.7.5.1.6.8.6.0.7.9.7.8.4 PTR web1.hypha.coop.'],
] as const)('the zone %s says which machine has an address %s', (domain, view, line) => {
  const zone = `dns:\n  main:\n    domain: ${domain}`
  const { records } = zoneOf(file.replace(/dns:\n {2}main:\n {4}domain: hypha.coop/, zone), view)
  const said = lines(records)
  expect(said).toContain(line)
  expect(said.filter((one) => / (A|AAAA) /.test(one) && !one.startsWith('ns1'))).toEqual([])
})
