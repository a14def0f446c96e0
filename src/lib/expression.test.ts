import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Expression, matches, parseExpression, renderExpression } from './expression.ts'
import { Problem } from './problem.ts'

const meets = (text: string, ...tags: string[]) => matches(parseExpression(text), new Set(tags))

test.each([
  ['', [], true],
  ['  ', ['old'], true],
  ['eu', ['eu'], true],
  ['eu', ['us'], false],
  ['eu', ['EU'], false],
  ['eu and not old', ['eu'], true],
  ['eu and not old', ['eu', 'old'], false],
  ['a or b and c', ['a'], true],
  ['(a or b) and c', ['a'], false],
  ['not a and b', ['b'], true],
  ['not (a and b)', ['a'], true],
  ['NOT a OR b', ['a', 'b'], true],
  ['not not a', ['a'], true],
  ['region:eu-1.x', ['region:eu-1.x'], true],
])('%j on %j gives %j', (text, tags, expected) => {
  expect(meets(text, ...tags)).toBe(expected)
})

test.each([
  '',
  'eu',
  'eu and not old',
  'a or b and c',
  '(a or b) and c',
  'not (a and b)',
  'not not a',
  'a and b and c',
])('written out, %j is what it was read from', (text) => {
  expect(renderExpression(parseExpression(text))).toBe(text)
})

test.each([
  ['eu and', 'column 7'],
  ['and eu', 'column 1'],
  ['gpu eu', 'column 5'],
  ['(eu', 'column 1'],
  ['eu)', 'column 3'],
  ['()', 'column 2'],
  ['eu & gpu', 'column 4'],
  ['not', 'column 4'],
])('%j is refused at %s', (text, column) => {
  expect(() => parseExpression(text)).toThrow(column)
})

test('a thousand parentheses are refused, not followed', () => {
  expect(() => parseExpression('('.repeat(900))).toThrow('nested deeper')
  expect(() => parseExpression('not '.repeat(400))).toThrow('nested deeper')
  expect(() => parseExpression('a'.repeat(5000))).toThrow('longer than')
})

describe('for any expression', () => {
  const tag = fc.constantFrom('eu', 'gpu', 'old', 'nota', 'band')
  const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 5 },
      fc.record({ kind: fc.constant('tag' as const), tag }),
      fc.record({ kind: fc.constant('not' as const), operand: tie('expression') }),
      fc.record({ kind: fc.constantFrom('and', 'or'), left: tie('expression'), right: tie('expression') }),
    ),
  }))

  test('what is spelt out is read back with the same meaning', () => {
    fc.assert(
      fc.property(expression, fc.uniqueArray(tag), (written, tags) => {
        const set = new Set(tags)
        expect(matches(parseExpression(spell(written)), set)).toBe(matches(written, set))
      }),
    )
  })

  test('any text is read or refused with a Problem', () => {
    const piece = fc.constantFrom('and', 'or', 'not', '(', ')', ' ', 'eu', '&', '\u{1F344}')
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((pieces) => pieces.join('')),
    )
    fc.assert(
      fc.property(text, (input) => {
        try {
          matches(parseExpression(input), new Set())
        } catch (error) {
          expect(error).toBeInstanceOf(Problem)
        }
      }),
    )
  })
})

function spell(expression: Expression): string {
  switch (expression.kind) {
    case 'all':
      return ''
    case 'tag':
      return expression.tag
    case 'not':
      return `not (${spell(expression.operand)})`
    default:
      return `(${spell(expression.left)}) ${expression.kind.toUpperCase()} (${spell(expression.right)})`
  }
}
