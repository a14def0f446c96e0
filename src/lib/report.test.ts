import { expect, test } from 'vitest'
import { Problem } from './problem.ts'
import { renderProblem, renderProblems } from './report.ts'

const at = (line: number, column: number) => ({ file: 'coop.yaml', line, column })

test('a problem reads place, path, what, and below it what to do', () => {
  const problem = new Problem('invalid', '"lots" is not a number', {
    at: at(14, 11),
    path: 'meetings.servers[0].capacity',
    hint: 'write a number, such as 150',
  })
  expect(renderProblem(problem)).toBe(
    [
      'coop.yaml:14:11  meetings.servers[0].capacity: "lots" is not a number',
      '                 write a number, such as 150',
    ].join('\n'),
  )
})

test('a problem without a place begins at the margin', () => {
  expect(renderProblem(new Problem('not-found', 'there is no secret "a"', { hint: 'store it' }))).toBe(
    'there is no secret "a"\n  store it',
  )
})

test('places are aligned and the last line says what state the world is in', () => {
  const problems = [
    new Problem('invalid', 'one', { at: at(1, 1) }),
    new Problem('invalid', 'two', { at: at(10, 20), hint: 'mend it' }),
  ]
  expect(renderProblems(problems, 'Nothing was changed.')).toBe(
    [
      'coop.yaml:1:1    one',
      'coop.yaml:10:20  two',
      '                 mend it',
      '2 problems. Nothing was changed.',
    ].join('\n'),
  )
})
