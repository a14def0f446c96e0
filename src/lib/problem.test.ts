import { expect, test } from 'vitest'
import { asProblem, httpStatus, Problem, Problems } from './problem.ts'

test('several problems are told as one, with each hint once, and the code of the first', () => {
  const hint = 'mycel secret set NAME'
  const one = asProblem(
    new Problems([new Problem('not-found', 'no secret a', { hint }), new Problem('invalid', 'no secret b', { hint })]),
  )
  expect(one).toMatchObject({ code: 'not-found', message: 'no secret a; no secret b', hint })
  expect(httpStatus(one)).toBe(404)
})

test('a problem is itself, and a bug is none', () => {
  const problem = new Problem('refused', 'no')
  expect(asProblem(problem)).toBe(problem)
  expect(asProblem(new Error('no'))).toBeUndefined()
})
