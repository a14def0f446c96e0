import { expect, test } from 'vitest'
import { readLinks } from './csv.ts'
import type { Visibility } from './link.ts'
import { createNear } from './near.ts'
import { buildTable } from './table.ts'

const hosts = { known: ['link.example.coop'], pathHosts: ['meet.example.coop'] }

function rowsOf(source: string, lines: readonly string[], visibility: Visibility = 'public') {
  return { source, rows: readLinks(`keyword,destination_url\n${lines.join('\n')}\n`, { source, visibility }).rows }
}

const tableOf = (...lines: string[]) => buildTable([rowsOf('a', lines)], hosts)
const ours = (keyword: string) => `https://link.example.coop/${keyword}`

test.each([
  ['an address at our host', ours('drive')],
  ['however it is written', 'HTTP://LINK.example.coop/Drive/'],
  ['with the path that links have elsewhere', 'https://link.example.coop/l/drive'],
  ['at the usual address', 'https://meet.example.coop/l/drive'],
  ['bare', 'drive'],
])('another keyword is followed on our side: %s', (_, destination) => {
  const link = tableOf('drive,https://docs.example/d', `gdrive,${destination}`).find('gdrive')
  expect(link).toMatchObject({ outcome: { kind: 'goes', location: 'https://docs.example/d' }, via: ['drive'] })
})

test('the same path at the usual address without /l/ is no link of ours', () => {
  const link = tableOf('drive,https://docs.example/d', 'x,https://meet.example.coop/drive').find('x')
  expect(link?.outcome).toEqual({ kind: 'goes', location: 'https://meet.example.coop/drive' })
})

test('a long chain is followed to its end', () => {
  const chain = Array.from({ length: 50 }, (_, i) => `k${i},${ours(`k${i + 1}`)}`)
  const link = tableOf(...chain, 'k50,https://end.example/').find('k0')
  expect(link?.outcome).toEqual({ kind: 'goes', location: 'https://end.example/' })
  expect(link?.via).toHaveLength(50)
})

test('what stands behind the keywords on the way comes along, the inner one first', () => {
  const table = tableOf(
    'doc,https://docs.example/d?a=1',
    `page,${ours('doc?b=2#two')}`,
    `again,${ours('page?c=3&b=9#three')}`,
  )
  expect(table.find('again')?.outcome).toEqual({ kind: 'goes', location: 'https://docs.example/d?a=1&b=2&c=3#two' })
})

test('a link that leads back to itself leads nowhere, and neither does one that leads to it', () => {
  const table = tableOf(`a,${ours('b')}`, `b,${ours('a')}`, `self,${ours('self')}`, `to,${ours('a')}`)
  for (const keyword of ['a', 'b', 'self', 'to']) expect(table.find(keyword)?.outcome.kind).toBe('loop')
})

test('a link to one that is not there, or is retired, says so', () => {
  const table = tableOf(`a,${ours('none')}`, 'old,', `b,${ours('old')}`)
  expect(table.find('a')?.outcome).toEqual({ kind: 'dangling', keyword: 'none' })
  expect(table.find('b')?.outcome).toEqual({ kind: 'gone', keyword: 'old' })
  expect(table.find('old')?.outcome).toEqual({ kind: 'gone', keyword: 'old' })
})

test('of several sources the first that has a keyword wins, and of several rows the first', () => {
  const table = buildTable(
    [
      rowsOf('a', ['x,https://one.example', 'x,https://two.example']),
      rowsOf('b', ['x,https://three.example', 'y,https://y.example']),
    ],
    hosts,
  )
  expect(table.find('x')).toMatchObject({ source: 'a', destination: 'https://one.example' })
  expect(table.find('y')).toMatchObject({ source: 'b' })
  expect(table.size).toBe(2)
})

test.each([
  ['it is unlisted', 'unlisted', ['x,https://a.example']],
  ['its address holds a password', 'public', ['x,https://a.example/?pwd=1']],
  ['another one that it leads through does', 'public', [`x,${ours('y')}`, 'y,https://a.example/?pwd=1']],
  ['it leads into a private place', 'public', ['x,https://git.example/coop/notes-private/issues']],
  ['its keyword says private', 'public', ['x,https://a.example', 'calls-private,https://b.example']],
  ['it leads nowhere', 'public', ['x,']],
] as const)('a link is not searched for when %s', (_, visibility, lines) => {
  const table = buildTable([rowsOf('a', lines, visibility)], hosts)
  const near = createNear(table)
  const hidden = lines.some((line) => line.startsWith('calls-private')) ? 'calls-private' : 'x'
  expect(near.search('', 10).map(({ keyword }) => keyword)).not.toContain(hidden)
  expect(near.suggest(`${hidden}y`)).not.toContain(hidden)
})

test('the search finds every word in keyword or note, and what begins so first', () => {
  const rows = readLinks(
    'keyword,destination_url,note\nold-calls,https://a.example,\ncalls,https://b.example,Monday meeting\nboard,https://c.example,Calls of the board\n',
    { source: 'a', visibility: 'public' },
  ).rows
  const near = createNear(buildTable([{ source: 'a', rows }], hosts))
  expect(near.search('calls', 10).map(({ keyword }) => keyword)).toEqual(['calls', 'board', 'old-calls'])
  expect(near.search('meeting monday', 10).map(({ keyword }) => keyword)).toEqual(['calls'])
  expect(near.search('calls', 1)).toHaveLength(1)
  expect(near.size).toBe(3)
})

test.each([
  ['drvie', ['drive']],
  ['dirve', ['drive']],
  ['drives', ['drive']],
  ['infrastructure', ['infrastucture']],
  ['comsos-calls', ['cosmos-calls']],
  ['zzz', []],
  ['', []],
])('%j suggests %j', (typed, wanted) => {
  const near = createNear(
    tableOf('drive,https://a.example', 'infrastucture,https://b.example', 'cosmos-calls,https://c.example'),
  )
  expect(near.suggest(typed)).toEqual(wanted)
})
