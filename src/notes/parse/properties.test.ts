import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Note } from '../model.ts'
import { repair } from './mojibake.ts'
import { parseNote } from './parse.ts'

const numRuns = Number(process.env['MYCEL_RUNS'] ?? 60)

const people = [
  { id: 'bl', name: 'Ben Lake', initials: 'bl', aliases: ['ben'] },
  { id: 'el', name: 'Elo', aliases: ['@elo'] },
]
const parse = (text: string) => parseNote(text, { people, homeRepository: 'home' })

/** Text as notes are made of: their marks in any order, between anything at all. */
const pieces = [
  '- ',
  '* ',
  '1. ',
  '- [ ] ',
  '- [x] ',
  '# ',
  '### ',
  '| ',
  ' | ',
  '> ',
  '---',
  '===',
  '```',
  '<!--',
  '-->',
  '    ',
  '\t',
  '  ',

  '#todo',
  '#TODO:',
  'todo:',
  '#todo:bl',
  '#action',
  '#decision',
  'decision:',
  'DECISION',
  '**decisions**',
  'consensed to ',
  'we decided to ',

  '+1',
  '-1',
  ':+1:',
  '+7 CONSENSUS',
  '4/5 in favour',
  '(bl, el: +1)',
  'bl: ',
  'ben ',
  'el+bl: ',
  '[name=elo]',
  'dc - ',
  'Person: bl',

  '#12',
  'home#3',
  'private #4',
  '[#5](https://github.com/us/home/issues/5)',
  'https://github.com/a/b/pull/6',
  '#2019-07-10',
  '`#7`',

  '#moved to DOING',
  'moved to backlog',
  'DONE',
  'closed',
  '_skipped_',
  '[in camera]',
  'Attending: ',
  'Notetaker: bl :raising_hand: el',
  'Time: 5pm',

  '~~',
  '**',
  '_',
  '`',
  '(',
  ')',
  '[',
  ']',
  '](',
  'â˜…',
  'ðŸ’§',
  '★',
  '🎉',
  'é',
  '\u00a0',
  '\0',
  '\u2028',
  ' ',
  ' and ',
  ', ',
  '. ',
  'word',
  '12',
  '?',
]
const line = fc.array(
  fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 6, unit: 'binary' })),
  { maxLength: 10 },
)
const lines = fc.array(
  line.map((parts) => parts.join('').replaceAll(/[\r\n]/g, ' ')),
  { maxLength: 14 },
)

/** What a note says, without where on the line it says so. */
function said({ items, header }: Note) {
  return { header, items: items.map(({ column: _, length: __, ...item }) => item) }
}

describe('whatever is in a note', () => {
  it('it is read without failing, and every line is there, in order', () => {
    fc.assert(
      fc.property(lines, (given) => {
        const note = parse(given.join('\n'))
        const expected = repair(given.join('\n'))
          .replace(/^\ufeff/, '')
          .replace(/\n$/, '')
        expect(note.lines.map(({ text }) => text).join('\n')).toBe(expected)
        expect(note.lines.map(({ line: number }) => number)).toEqual(note.lines.map((_, index) => index + 1))
      }),
      { numRuns },
    )
  })

  it('every line that says something has an item, is part of the header, or is no words', () => {
    fc.assert(
      fc.property(lines, (given) => {
        const note = parse(given.join('\n'))
        const understood = new Set(note.items.map((item) => item.line))
        const silent = note.lines.filter(({ line: number }) => !understood.has(number))
        const isHeader = (text: string) =>
          /^[\s*_]*(?::[\w+-]+:\s*)?[*_]*[\p{L}' -]+\??[*_]*:|^[\s*]*-|^\s*[-*+•\d]|Who's here/u.test(text)
        for (const { kind, text } of silent) {
          const isNoWords = ['blank', 'front-matter', 'comment', 'link-definition', 'rule'].includes(kind)
          expect(isNoWords || isHeader(text), JSON.stringify({ kind, text })).toBe(true)
        }
      }),
      { numRuns },
    )
  })

  it('every item stands where it says: on its line, within it, as sure as can be said', () => {
    fc.assert(
      fc.property(lines, (given) => {
        const note = parse(given.join('\n'))
        for (const item of note.items) {
          const text = note.lines[item.line - 1]?.text ?? ''
          expect(item.column).toBeGreaterThanOrEqual(1)
          expect(item.length).toBeGreaterThanOrEqual(0)
          expect(item.column - 1 + item.length).toBeLessThanOrEqual(text.length)
          expect(item.confidence).toBeGreaterThan(0)
          expect(item.confidence).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns },
    )
  })

  it('nothing is invented: numbers of issues and words of tasks stand on their line', () => {
    fc.assert(
      fc.property(lines, (given) => {
        const note = parse(given.join('\n'))
        for (const item of note.items) {
          const text = note.lines[item.line - 1]?.text ?? ''
          if (item.kind === 'reference') expect(text).toContain(`${item.number}`)
          if (item.kind === 'todo') expect(text.replaceAll('~~', '')).toContain(item.text.replaceAll('~~', ''))
          if (item.kind === 'vote') expect(text).toMatch(/[+-]|👍|👎/u)
        }
      }),
      { numRuns },
    )
  })

  it('it says the same with Windows line ends and with another indent that means the same', () => {
    fc.assert(
      fc.property(lines, (given) => {
        const text = given.join('\n')
        expect(said(parse(given.join('\r\n')))).toEqual(said(parse(text)))
        const tabbed = given
          .map((one) => one.replace(/^(?: {4})+/, (indent) => '\t'.repeat(indent.length / 4)))
          .join('\n')
        expect(said(parse(tabbed))).toEqual(said(parse(text)))
      }),
      { numRuns },
    )
  })

  it('damaged letters are set right, once and for all', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abc é è ü ß « » “ ” – … € × ½ ★ ☆ 💧 💾 🎉') })
    fc.assert(
      fc.property(letters, fc.string({ unit: 'binary' }), (text, any) => {
        expect(repair(text)).toBe(text)
        expect(repair(damage(text))).toBe(text)
        expect(repair(damage(damage(text)))).toBe(text)
        expect(repair(repair(any))).toBe(repair(any))
      }),
      { numRuns },
    )
    const sound = 'déjà «allé…», “quoted” – naïve ½ × Ærø, É : Ü, Łódź, Šimić ★☆ 💧💾 €'
    expect(repair(sound)).toBe(sound)
    expect(repair(damage(sound))).toBe(sound)
    expect(repair('«allé…» â˜…')).toBe('«allé…» ★')
  })
})

const unknown = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d])
const windows = new TextDecoder('windows-1252')

/** What becomes of UTF-8 that is read as Windows-1252. */
function damage(text: string): string {
  const bytes = Array.from(new TextEncoder().encode(text))
  return bytes
    .map((byte) => (unknown.has(byte) ? String.fromCharCode(byte) : windows.decode(Uint8Array.of(byte))))
    .join('')
}
