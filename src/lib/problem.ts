/** What went wrong, in words a program can act on. `docs/admin/exit-codes.md` lists what each becomes. */
export type Code =
  | 'usage'
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'locked'
  | 'refused'
  | 'upstream'
  | 'unavailable'

/** A place in a file the reader wrote. Line and column count from 1. */
export interface Position {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** What else a Problem can say: what to do about it, where it is, and the cause (for the log only). */
export interface More {
  readonly hint?: string | undefined
  readonly at?: Position | undefined
  /** Where in the document, such as `meetings.servers[0].url`. */
  readonly path?: string | undefined
  readonly cause?: unknown
}

/** Something the reader can mend. Its message may be shown to anyone; the cause goes only to the log. */
export class Problem extends Error {
  override name = 'Problem'
  readonly code: Code
  readonly hint: string | undefined
  readonly at: Position | undefined
  readonly path: string | undefined

  constructor(code: Code, message: string, more: More = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.code = code
    this.hint = more.hint
    this.at = more.at
    this.path = more.path
  }
}

/** Many at once: a file is checked whole, not one mistake per run. */
export class Problems extends AggregateError {
  override name = 'Problems'
  declare errors: Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems, problems.length === 1 ? '1 problem' : `${problems.length} problems`)
  }
}

/** What can be told in one sentence: a Problem itself, or several as one, each hint once. Undefined for a bug. */
export function asProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error
  if (!(error instanceof Problems)) return undefined
  const { errors } = error
  const hints = new Set(errors.flatMap(({ hint }) => hint ?? []))
  const hint = hints.size === 0 ? undefined : [...hints].join('; ')
  const message = errors.map((one) => one.message).join('; ')
  return new Problem(errors[0]?.code ?? 'invalid', message, { hint, cause: error })
}

interface Rendering {
  readonly exit: number
  readonly http: number
}

const renderings: Record<Code, Rendering> = {
  usage: { exit: 64, http: 400 },
  invalid: { exit: 65, http: 422 },
  unauthenticated: { exit: 77, http: 401 },
  forbidden: { exit: 77, http: 403 },
  'not-found': { exit: 66, http: 404 },
  conflict: { exit: 73, http: 409 },
  locked: { exit: 75, http: 423 },
  refused: { exit: 1, http: 409 },
  upstream: { exit: 69, http: 502 },
  unavailable: { exit: 69, http: 503 },
}

/** The process exit code of a failure (BSD sysexits); anything that is not a Problem is a bug: 70. */
export function exitCode(error: unknown): number {
  if (error instanceof Problem) return renderings[error.code].exit
  if (error instanceof Problems) return renderings[error.errors[0]?.code ?? 'invalid'].exit
  return 70
}

/** The HTTP status of a failure; anything that is not a Problem is a bug: 500. */
export function httpStatus(error: unknown): number {
  if (error instanceof Problem) return renderings[error.code].http
  if (error instanceof Problems) return renderings[error.errors[0]?.code ?? 'invalid'].http
  return 500
}
