import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { printItem, printRoadmap, readItem, readRoadmap, type WrittenRoadmap } from './notation.ts'

const minutes = `- Timeline
    - Set up a server (June)
        - VPN access
    - VM3: website + nginx + dns 💧 (June)
    - VM5: backup server 💧💾💾 (August)
    - No plans
        - VM8: email 💧💾💾💾
        - VM10: android vm 💧

### Process Checkout

- bl: LONG
`

test('the roadmap in minutes is found, and printed again letter by letter', () => {
  const found = readRoadmap(minutes)
  expect(found).toMatchObject({ firstLine: 4, lastLine: 8, unread: [] })
  expect(found?.roadmap.planned[1]).toEqual({
    label: 'VM5',
    parts: ['backup server'],
    weight: '💧💾💾',
    month: 'August',
  })
  expect(printRoadmap(found?.roadmap ?? { planned: [], others: [] }, '    ')).toBe(
    minutes.split('\n').slice(3, 8).join('\n'),
  )
})

test('what is written otherwise is named with its line, not lost in silence', () => {
  const found = readRoadmap(
    minutes.replace('- VM5: backup server 💧💾💾 (August)', '- VM5:  backup server (💧💾💾) (August)'),
  )
  expect(found?.roadmap.planned.map(({ label }) => label)).toEqual(['VM3'])
  expect(found?.unread).toEqual([{ line: 5, text: '- VM5:  backup server (💧💾💾) (August)' }])
})

test('a topic that follows is no part of it', () => {
  const found = readRoadmap('- VM1: bbb 💧 (July)\n- Other business\n- Next meeting\n')
  expect(found?.roadmap).toEqual({
    planned: [{ label: 'VM1', parts: ['bbb'], weight: '💧', month: 'July' }],
    others: [],
  })
  expect(found).toMatchObject({ lastLine: 1, text: '- VM1: bbb 💧 (July)' })
})

test('minutes without one have none', () => {
  expect(readRoadmap('- bl: LONG\n- VM: nothing\n')).toBeUndefined()
})

const word = fc.stringMatching(/^[a-z]{1,8}( [a-z]{1,8})?$/)
const item = fc.record({
  label: fc.stringMatching(/^VM[1-9][0-9]{0,2}$/),
  parts: fc.array(word, { minLength: 1, maxLength: 4 }),
  weight: fc.stringMatching(/^💧{1,3}💾{0,3}$/u),
  month: fc.option(fc.constantFrom('June', 'July 2021', 'December'), { nil: undefined }),
})
const roadmap: fc.Arbitrary<WrittenRoadmap> = fc.record({
  planned: fc.array(item, { minLength: 1, maxLength: 6 }),
  others: fc.array(
    fc.record({
      heading: fc.constantFrom('No plans', 'Retired'),
      items: fc.array(item, { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: 2 },
  ),
})

test('every roadmap that is printed is read again the same, at any depth', () => {
  fc.assert(
    fc.property(roadmap, fc.constantFrom('', '    ', '        '), (written, indent) => {
      const text = printRoadmap(written, indent)
      expect(readRoadmap(text)).toEqual({
        roadmap: written,
        text,
        firstLine: 1,
        lastLine: text.split('\n').length,
        unread: [],
      })
    }),
  )
})

test('any line is either printed again as it was or not taken for an item', () => {
  const piece = fc.constantFrom('VM1', ': ', ' + ', 'bbb', ' ', '💧', '💾', '(', ')', 'June', '-', ':', '+')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('')
      const read = readItem(text)
      if (read) expect(printItem(read)).toBe(text)
    }),
    { numRuns: Number(process.env['MYCEL_RUNS'] ?? 300) },
  )
})

// The minutes from which all this comes are not part of the repository.
const seed = process.env['MYCEL_SEED']

test.skipIf(!seed || !existsSync(seed ?? ''))(
  'the roadmap of the real minutes goes in and the same text comes out',
  () => {
    const text = Buffer.from(readFileSync(seed ?? '', 'utf8')).toString()
    const found = readRoadmap(text)
    expect(found?.unread).toEqual([])
    expect(printRoadmap(found?.roadmap ?? { planned: [], others: [] }, /^\s*/.exec(found?.text ?? '')?.[0])).toBe(
      found?.text,
    )
  },
)
