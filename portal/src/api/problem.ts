import type { Problem } from '../api.gen.ts'

/** A failure as the REST API told it; `status` 0 when there was no answer at all. */
export class Failure extends Error {
  override name = 'Failure'
  readonly status: number
  readonly problem: Problem

  constructor(status: number, problem: Problem) {
    super(problem.message)
    this.status = status
    this.problem = problem
  }
}

/** What was wrong with one field of a request, in words; undefined when it was right. */
export function fieldProblem(error: unknown, field: string): string | undefined {
  if (!(error instanceof Failure)) return undefined
  return error.problem.fields?.find((one) => one.field === field)?.message
}
