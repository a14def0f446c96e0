import { CommanderError } from 'commander'
import { randomId } from '../lib/ids.ts'
import { exitCode, Problem, Problems } from '../lib/problem.ts'
import { renderProblems } from '../lib/report.ts'
import { Interrupted, type Terminal } from './terminal.ts'

/** The cause of a Problem after which nobody can say whether the change was made. */
export class Unanswered extends Error {
  override name = 'Unanswered'
}

/** A failure that the command has told already, as data; its cause has the exit code. */
export class Told extends Error {
  override name = 'Told'
}

/** The command has said all there is to say; this is its exit code. */
export class EndsWith extends Error {
  override name = 'EndsWith'
  readonly code: number

  constructor(code: number) {
    super(`ends with ${code}`)
    this.code = code
  }
}

/** Says on standard error what went wrong and `state`, that of the world now; gives the exit code. */
export function reportFailure(error: unknown, terminal: Terminal, state: string): number {
  if (error instanceof EndsWith) return error.code
  if (error instanceof Told) return exitCode(error.cause)
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 64
  if (error instanceof Interrupted || (isAbort(error) && terminal.signal.aborted)) return interrupted(terminal)
  const problems = problemsOf(error)
  if (!problems) return reportBug(error, terminal)
  terminal.err.write(`${renderProblems(problems, isUnanswered(problems) ? unknownState : state)}\n`)
  if (terminal.env['MYCEL_DEBUG'] === '1') {
    for (const { cause } of problems) if (cause instanceof Error) terminal.err.write(`caused by ${cause.stack}\n`)
  }
  return exitCode(error)
}

/** Says that the program itself is wrong. The stack is shown only with MYCEL_DEBUG=1; the exit code is 70. */
export function reportBug(error: unknown, { err, env }: Terminal): number {
  const incident = randomId(8)
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  err.write(`This is a mistake in Mycel, not yours: ${what}\nIncident ${incident}. `)
  if (env['MYCEL_DEBUG'] === '1') err.write(`\n${error instanceof Error ? error.stack : ''}\n`)
  else err.write('MYCEL_DEBUG=1 in front of the command shows where it happened; please report that.\n')
  return exitCode(error)
}

function problemsOf(error: unknown): readonly Problem[] | undefined {
  if (error instanceof Problem) return [error]
  return error instanceof Problems ? error.errors : undefined
}

const unknownState = 'Whether it was carried out is not known: look before you repeat it.'

function isUnanswered(problems: readonly Problem[]): boolean {
  return problems.some(({ cause }) => cause instanceof Unanswered)
}

function interrupted({ err, signal }: Terminal): number {
  err.write('Interrupted.\n')
  return signal.reason === 'SIGTERM' ? 143 : 130
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}
