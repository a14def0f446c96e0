/** Whether a server can be relied on. `unknown` until it was first asked. */
export type Condition = 'unknown' | 'online' | 'suspect' | 'offline'

/** What is known of a server's health. */
export interface Health {
  readonly condition: Condition
  readonly failures: number
  readonly successes: number
  /** Milliseconds since 1970. */
  readonly lastSeenAt: number | undefined
  readonly lastError: string | undefined
  /**
   * Until when, by the clock that nobody sets, no new meetings are given to it, although people may join those it has.
   */
  readonly noCreateUntil: number
  readonly createFailures: number
}

export const unknownHealth: Health = {
  condition: 'unknown',
  failures: 0,
  successes: 0,
  lastSeenAt: undefined,
  lastError: undefined,
  noCreateUntil: 0,
  createFailures: 0,
}

/** So many failures in a row take a server offline, so many successes bring it back. */
export const failuresToOffline = 3
export const successesToOnline = 2

/** After an answer: one is enough for a suspect, an offline server must prove itself. */
export function afterSuccess(health: Health, now: number): Health {
  const successes = health.successes + 1
  const isProven = health.condition !== 'offline' || successes >= successesToOnline
  return {
    ...health,
    condition: isProven ? 'online' : 'offline',
    failures: isProven ? 0 : health.failures,
    successes,
    lastSeenAt: now,
    lastError: isProven ? undefined : health.lastError,
  }
}

/** After a failure of any call, polled or made for a client: suspect at once, offline when it repeats. */
export function afterFailure(health: Health, error: string): Health {
  const failures = health.failures + 1
  const isGone = failures >= failuresToOffline || health.condition === 'offline'
  return { ...health, condition: isGone ? 'offline' : 'suspect', failures, successes: 0, lastError: error }
}

/** After a failed create: no new meetings for 10 s, doubled at each repetition up to 5 minutes. */
export function afterCreateFailure(health: Health, error: string, now: number): Health {
  const createFailures = health.createFailures + 1
  const pause = Math.min(10_000 * 2 ** (createFailures - 1), 300_000)
  return { ...health, createFailures, noCreateUntil: now + pause, lastError: error }
}

export function afterCreateSuccess(health: Health, now: number): Health {
  return { ...afterSuccess(health, now), createFailures: 0, noCreateUntil: 0 }
}

/** Whether joins may be sent there. */
export function canJoin(health: Health): boolean {
  return health.condition !== 'offline'
}
