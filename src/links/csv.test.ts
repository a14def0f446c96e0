import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readLinks, writeLinks } from './csv.ts'
import { isKeyword } from './keyword.ts'
import type { Row } from './link.ts'

const read = (text: string) => readLinks(text, { source: 'links.csv', visibility: 'unlisted' })
const ruled = (text: string) => read(text).findings.map(({ rule, line }) => `${line} ${rule}`)
const pairs = (text: string) => read(text).rows.map(({ keyword, destination }) => [keyword, destination])

test('a heading is no link, whichever of its usual names it has', () => {
  for (const heading of [
    'keyword,destination_url',
    'keyword,resource_url',
    'Key,URL',
    '\ufeffkeyword,destination_url',
  ]) {
    expect(pairs(`${heading}\ndrive,https://drive.example.coop\n`)).toEqual([['drive', 'https://drive.example.coop']])
  }
})

test('columns may stand in any order, and more of them say more', () => {
  const text = 'note,destination_url,keyword,owner,visibility\nOurs,https://a.example,drive,Ada,public\n'
  expect(read(text)).toEqual({
    rows: [
      { keyword: 'drive', destination: 'https://a.example', visibility: 'public', note: 'Ours', owner: 'Ada', line: 2 },
    ],
    findings: [],
  })
})

test('without a heading every line is a link, and that is said', () => {
  expect(pairs('drive,https://a.example\n')).toEqual([['drive', 'https://a.example']])
  expect(ruled('drive,https://a.example\n')).toEqual(['1 heading'])
})

const heading = 'keyword,destination_url\n'

test.each([
  ['a colon instead of a comma', 'Finance-report: https://a.example\n', '2 colon'],
  ['a row with one cell', 'finance\n', '2 fields'],
  ['two rows glued together', 'one,https://a.exampletwo,https://b.example\n', '2 glued'],
  ['a keyword that cannot be one', 'one two,https://a.example\n', '2 badKeyword'],
  ['a keyword with a slash', 'one/two,https://a.example\n', '2 badKeyword'],
])('%s is no link, is reported, and hides no other', (_, line, finding) => {
  const text = `${heading}${line}drive,https://drive.example\n`
  expect(pairs(text)).toEqual([['drive', 'https://drive.example']])
  expect(ruled(text)).toEqual([finding])
})

test.each([
  ['blanks around an address', 'zoom, https://a.example/j/1 \n', 'https://a.example/j/1', '2 blankDestination'],
  ['blanks around a keyword', ' zoom ,https://a.example\n', 'https://a.example', '2 blankKeyword'],
  ['capitals in a keyword', 'Zoom,https://a.example\n', 'https://a.example', '2 capitals'],
  ['commas in an address without quotes', 'zoom,https://a.example/@1,2,3z\n', 'https://a.example/@1,2,3z', '2 commas'],
])('%s are mended and reported', (_, line, destination, finding) => {
  expect(pairs(heading + line)).toEqual([['zoom', destination]])
  expect(ruled(heading + line)).toEqual([finding])
})

test('an empty address keeps the keyword', () => {
  expect(pairs(`${heading}agm-2020,\n`)).toEqual([['agm-2020', '']])
})

test('a last line that does not end is a link, and is reported: the next one would be glued to it', () => {
  expect(pairs(`${heading}drive,https://a.example`)).toEqual([['drive', 'https://a.example']])
  expect(ruled(`${heading}drive,https://a.example`)).toEqual(['2 unfinished'])
})

test('quotes hold commas, quotes and lines, and line numbers stay right', () => {
  const text =
    'keyword,destination_url,note\nmap,"https://a.example/@1,2","Say ""hi""\nto all"\ndrive,https://b.example,\n'
  expect(read(text).rows).toMatchObject([
    { keyword: 'map', destination: 'https://a.example/@1,2', note: 'Say "hi"\nto all', line: 2 },
    { keyword: 'drive', line: 4 },
  ])
})

test('a quote that is not closed costs no link', () => {
  const text = `${heading}"map,https://a.example\ndrive,https://b.example\n`
  expect(pairs(text)).toEqual([
    ['map', 'https://a.example'],
    ['drive', 'https://b.example'],
  ])
  expect(ruled(text)).toContain('2 quotes')
})

test('Windows line ends and empty lines are nothing', () => {
  expect(pairs('keyword,destination_url\r\n\r\ndrive,https://a.example\r\n')).toEqual([['drive', 'https://a.example']])
})

const runs = { numRuns: Number(process.env['MYCEL_RUNS'] ?? 200) }

const rowOf = fc.record<Row>({
  keyword: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/),
  destination: fc.oneof(fc.constant(''), fc.webUrl({ withFragments: true, withQueryParameters: true })),
  visibility: fc.constantFrom('public', 'unlisted'),
  note: fc.string({ maxLength: 20 }).map((text) => text.replaceAll(/[\r\p{Cc}]/gu, '').trim()),
  owner: fc.option(fc.stringMatching(/^[a-z]{1,5}$/), { nil: undefined }),
  line: fc.constant(undefined),
})

test('what is written is read as it was', () => {
  fc.assert(
    fc.property(fc.array(rowOf), (rows) => {
      const back = read(writeLinks(rows))
      expect(back.rows.map((row) => ({ ...row, line: undefined }))).toEqual(rows)
      expect(back.findings).toEqual([])
    }),
    runs,
  )
})

test('no text whatever makes the reader fail, or gives a keyword that cannot be one', () => {
  const pieces = fc.constantFrom(
    '"',
    ',',
    '\n',
    'keyword,destination_url\n',
    'a',
    ' ',
    'https://a.example',
    ':',
    'é',
    '\0',
  )
  fc.assert(
    fc.property(
      fc.array(pieces).map((some) => some.join('')),
      (text) => {
        for (const { keyword } of read(text).rows) expect(isKeyword(keyword)).toBe(true)
      },
    ),
    runs,
  )
})
