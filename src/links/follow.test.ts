import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readLinks } from './csv.ts'
import { explainStop, findWay, readAsked } from './follow.ts'
import { buildTable } from './table.ts'

const { rows } = readLinks(
  'keyword,destination_url\ngit,https://git.example/coop\ndoc,https://docs.example/d?a=1#b\nréunion,https://r.example/\nold,\nround,round\n',
  { source: 'a', visibility: 'public' },
)
const table = buildTable([{ source: 'a', rows }], { known: [] })
const way = (raw: string) => findWay(table, readAsked(raw))

test.each([
  ['git', 'https://git.example/coop'],
  ['GIT/', 'https://git.example/coop'],
  ['%67it', 'https://git.example/coop'],
  ['git/a/b?c=d', 'https://git.example/coop/a/b?c=d'],
  ['git?x=é\x7f ', 'https://git.example/coop?x=%E9%7F%20'],
  ['doc?z=1', 'https://docs.example/d?a=1&z=1#b'],
  ['R%C3%89UNION', 'https://r.example/'],
  ['re%CC%81union', 'https://r.example/'],
  ['git+', undefined],
  ['git+.svg', undefined],
  ['doc/x', undefined],
  ['%', undefined],
  ['', undefined],
])('%j leads to %s', (raw, location) => {
  expect(way(raw)).toBe(location)
})

test.each([
  ['none', 'unknown'],
  ['a b', 'unknown'],
  ['old', 'gone'],
  ['round', 'astray'],
  ['doc/x', 'tooDeep'],
])('%j is stopped: %s', (raw, kind) => {
  expect(explainStop(table, readAsked(raw)).kind).toBe(kind)
})

test('whatever is asked for, a Location is one that a header takes, at the host of the link', () => {
  const raw = fc.string({
    unit: fc.constantFrom(
      'git',
      'doc',
      '/',
      '?',
      '%',
      '2e',
      '.',
      '+',
      '\x7f',
      '\xff',
      '\t',
      ' ',
      '#',
      '\\',
      '@',
      ':',
      '&a=2',
    ),
  })
  fc.assert(
    fc.property(raw, (text) => {
      const location = way(text)
      if (location === undefined) return
      expect(location).toMatch(/^[\x21-\x7e]+$/)
      expect(location).toMatch(/^https:\/\/(git|docs)\.example\//)
    }),
    { numRuns: Number(process.env['MYCEL_RUNS'] ?? 300) },
  )
})
