import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linkLines, rewrite } from './links.ts'
import { parseNote } from './parse/parse.ts'

const repositories = {
  places: { organizing: 'example-coop/organizing', 'organizing-private': 'example-coop/organizing-private' },
  url: 'https://github.com',
}
const read = (text: string) => parseNote(text, { people: [], homeRepository: 'organizing' })
const link = (line: string) => linkLines(read(`# 2026-03-02 Board\n\n${line}\n`), repositories)[0]?.after

test('bare references become links, each into its own repository', () => {
  expect(link('- #246 tuning')).toBe('- [#246](https://github.com/example-coop/organizing/issues/246) tuning')
  expect(link('- private#48 hosting')).toBe(
    '- [private#48](https://github.com/example-coop/organizing-private/issues/48) hosting',
  )
  expect(link('- #1 #2')?.match(/\]\(/g)).toHaveLength(2)
})

test.each([
  '- [#246](https://github.com/example-coop/organizing/issues/246) tuning',
  '- see `#12` and `see #13 now`',
  '- the colour is #990000; see https://example.coop/#12/',
  '- [x](#5)',
  '- inventory-private#7 is elsewhere',
  '- #announce #2019-07-10',
])('what is no bare reference, or leads nobody knows where, stays: %s', (line) => {
  expect(link(line)).toBeUndefined()
})

test('linking twice changes nothing more', () => {
  const words = fc.constantFrom(
    '#12',
    'private#3',
    '`#4`',
    'and',
    '[#5](https://x.example/5)',
    '(#6)',
    'https://x.example/#7',
    '#8,',
  )
  fc.assert(
    fc.property(fc.array(words, { minLength: 1, maxLength: 8 }), (line) => {
      const text = `# 2026-03-02 Board\n\n- ${line.join(' ')}\n`
      const once = rewrite(
        text,
        new Map(linkLines(read(text), repositories).map((one) => [one.line, one.after])),
        new Map(),
      )
      expect(linkLines(read(once), repositories)).toEqual([])
    }),
    { numRuns: Number(process.env['MYCEL_RUNS'] ?? 100) },
  )
})

test('proofs stand at the end of their lines, and line ends stay as they are', () => {
  const text = 'one\r\ntwo  \r\nthree'
  const proofs = new Map([[2, '[task 1](x)']])
  expect(rewrite(text, new Map([[3, 'drei']]), proofs)).toBe('one\r\ntwo -> [task 1](x)  \r\ndrei')
})
