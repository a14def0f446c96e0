import fc from 'fast-check'
import { expect, test } from 'vitest'
import { brandStyle, contrast } from './colours.ts'

/** The variables of a part of the style sheet. */
function variables(part: string): Record<string, string> {
  return Object.fromEntries(
    [...part.matchAll(/--(\w+):(#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [name, value]),
  )
}

function parts(colour: string) {
  const [day = '', night = ''] = brandStyle(colour).split('@media')
  return { day: variables(day), night: variables(night) }
}

const colour = fc.integer({ min: 0, max: 0xffffff }).map((number) => `#${number.toString(16).padStart(6, '0')}`)

test('whatever colour an organisation has, links and buttons in it can be read, in the light and in the dark', () => {
  fc.assert(
    fc.property(colour, (own) => {
      const { day, night } = parts(own)
      for (const paper of ['#faf8f3', '#ffffff']) expect(contrast(day['main'] ?? '', paper)).toBeGreaterThanOrEqual(4.5)
      for (const paper of ['#171a18', '#1f2320'])
        expect(contrast(night['main'] ?? '', paper)).toBeGreaterThanOrEqual(4.5)
      for (const { main = '', maindeep = '', onmain = '' } of [day, night]) {
        expect(contrast(main, onmain)).toBeGreaterThanOrEqual(4.5)
        expect(contrast(maindeep, onmain)).toBeGreaterThanOrEqual(4.5)
      }
    }),
    { numRuns: Number(process.env['MYCEL_RUNS'] ?? 200) },
  )
})

test('a colour that can be read stays as it is', () => {
  expect(parts('#2f6f4f').day['main']).toBe('#2f6f4f')
  expect(parts('#a8c7fa').night['main']).toBe('#a8c7fa')
  expect(parts('#ffee00').day['main']).not.toBe('#ffee00')
})

test('contrast is what WCAG says it is', () => {
  expect(contrast('#000000', '#ffffff')).toBe(21)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})
