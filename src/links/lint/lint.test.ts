import { expect, test } from 'vitest'
import { readLinks } from '../csv.ts'
import { buildTable } from '../table.ts'
import { placeOf, sayFinding } from './finding.ts'
import { lintLinks } from './lint.ts'
import { isShortFor } from './swapped.ts'

function lint(...tables: (readonly string[])[]) {
  const sources = tables.map((lines, i) => {
    const source = `${'abc'[i]}.csv`
    const text = `keyword,destination_url\n${lines.join('\n')}\n`
    return { source, rows: readLinks(text, { source, visibility: 'unlisted' }).rows }
  })
  return lintLinks(sources, buildTable(sources, { known: ['link.example.coop'] }))
}

const said = (...tables: (readonly string[])[]) =>
  lint(...tables).map((one) => `${placeOf(one)} ${one.kind} ${one.rule}`)
const group = (name: string) => `https://loomio.example/g/Ab${name.length}cD/working-groups-${name}`

test.each<[string, string[], string[]]>([
  ['duplicates', ['x,https://a.example', 'X,https://b.example'], ['a.csv:3 error duplicate']],
  ['duplicates that say the same', ['x,https://a.example', 'x,https://a.example'], ['a.csv:3 warning duplicate']],
  ['chains', ['a,https://link.example.coop/b', 'b,c', 'c,https://c.example'], ['a.csv:2 warning chain']],
  ['loops', ['a,b', 'b,a'], ['a.csv:2 error loop', 'a.csv:3 error loop']],
  ['links to what is not there', ['a,none'], ['a.csv:2 error dangling']],
  ['links to what is retired', ['a,b', 'b,'], ['a.csv:2 warning toRetired']],
  ['plain http', ['a,http://a.example'], ['a.csv:2 warning plainHttp']],
  ['passwords', ['a,https://a.example/?pwd=1'], ['a.csv:2 warning password']],
  ['private places', ['a,https://git.example/x/notes-private'], ['a.csv:2 note privatePlace']],
  ['what is no address', ['a,a.example/x'], ['a.csv:2 error noAddress']],
  ['what no browser is sent to', ['a,javascript:x'], ['a.csv:2 error scheme']],
  ['blanks within', ['a,https://a.example/x y'], ['a.csv:2 error blank']],
  ['one address twice', ['fb,https://a.example/x', 'facebook,https://a.example/x'], ['a.csv:3 note same']],
  [
    'swapped ones',
    [`ops-wg,${group('infrastructure')}`, `inf-wg,${group('operations')}`],
    ['a.csv:2 warning swapped', 'a.csv:3 warning swapped'],
  ],
  ['right ones', [`ops-wg,${group('operations')}`, `inf-wg,${group('infrastructure')}`], []],
  ['aliases', ['drive,https://a.example/x', 'gdrive,drive'], []],
  ['retired ones', ['a,'], []],
])('%s', (_, lines, findings) => {
  expect(said(lines)).toEqual(findings)
})

test('sources that say different things of one keyword are reported, at the one that loses', () => {
  const found = lint(['x,https://a.example', 'y,https://y.example'], ['x,https://b.example', 'y,https://y.example'])
  expect(found).toEqual([{ rule: 'differs', kind: 'warning', source: 'b.csv', line: 2, keyword: 'x', other: 'a.csv' }])
  expect(found.map(sayFinding)).toEqual(['x: a.csv says something else of it, and wins'])
})

test('a slip of the pen is reported where the right word is elsewhere in the table', () => {
  const found = lint([
    'cosmos-calls,https://a.example/1',
    'comsos-notes,https://a.example/2',
    'infrastucture,https://docs.example/drive/x',
    'kvm,https://docs.example/infrastructure/kvm',
  ])
  expect(found.map(({ keyword, rule, other }) => [keyword, rule, other])).toEqual([
    ['comsos-notes', 'misspelt', 'cosmos'],
    ['infrastucture', 'misspelt', 'infrastructure'],
  ])
})

test('words that differ by their ending only are no slips', () => {
  expect(
    said([
      'project,https://a.example/1',
      'projects,https://a.example/2',
      'scheduled,https://a.example/3',
      'schedules,https://a.example/4',
    ]),
  ).toEqual([])
})

test.each([
  ['inf', 'infrastructure', true],
  ['infra', 'infrastructure', true],
  ['ops', 'operations', true],
  ['gov', 'governance', true],
  ['ops', 'infrastructure', false],
  ['fin', 'infrastructure', false],
])('%s stands for %s: %s', (short, word, wanted) => {
  expect(isShortFor(short, word)).toBe(wanted)
})

test('twenty thousand links are looked through in one go', () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `word-${i},https://docs.example/d/${i}`)
  expect(said(lines)).toEqual([])
})
