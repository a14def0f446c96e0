import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeTarget, usualTarget } from './target.ts'

test.each(['/portal/', '/portal/rooms/a?b=c#d', '/r/weekly', '/?x=/y'])('goes to %s', (path) => {
  expect(safeTarget(path)).toBe(path)
})

test.each([
  '',
  'portal',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  '/\tevil',
  '/\n/evil.example',
  ' //evil.example',
  '/a b',
  '/sign-out',
  `/${'a'.repeat(3000)}`,
])('does not go to %j', (path) => {
  expect(safeTarget(path)).toBe(usualTarget)
})

test('whatever is asked for, a browser stays with us', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '%2f',
    '%5c',
    ':',
    '@',
    '?',
    '#',
    '\t',
    '\n',
    'evil.example',
    'a',
    'http:',
  )
  const text = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join('')}`),
  )
  fc.assert(
    fc.property(text, (asked) => {
      expect(new URL(safeTarget(asked), 'https://ours.example').host).toBe('ours.example')
      expect(safeTarget(asked)).toMatch(/^\/(?![/\\])/)
    }),
    { numRuns: 2000 },
  )
})
