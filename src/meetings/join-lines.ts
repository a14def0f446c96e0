/** Somebody who asks to be let in to a server. */
export interface Newcomer {
  readonly id: string
  readonly isModerator: boolean
  /** How many people their organisation lets onto one server within a second. */
  readonly perSecond: number
}

/** `before` counts the people who are let in earlier; `again` is when to ask next, in seconds. */
export type Turn =
  | { readonly isAdmitted: true }
  | { readonly isAdmitted: false; readonly before: number; readonly again: number }

/** The lines in which people wait, one for each server: moderators first, then whoever came first. */
export interface JoinLines {
  /**
   * Lets somebody in, or gives them a place in line, or tells of the one they have. Within any one second a server gets
   * no more people than the lowest pace of those who wait for it. `now` in milliseconds.
   */
  come(server: string, newcomer: Newcomer, now: number): Turn
}

interface Place {
  readonly perSecond: number
  readonly seenAt: number
  /** When they were told to ask again. */
  readonly dueAt: number
}

interface Line {
  /** In the order in which they came: moderators, then everybody else. */
  readonly places: readonly [Map<string, Place>, Map<string, Place>]
  /** When people were let in within the last second. */
  admittedAt: number[]
}

/** Who did not ask for so long has lost their place. */
const keptMs = 15_000
/** Who is late by more than this holds up nobody. */
const graceMs = 2000
/** Nobody waits longer than this before asking again, in seconds. */
const longestWait = 5
/** So many places are kept for each server and role; who comes later waits without one. */
const mostPlaces = 5000

export function createJoinLines(): JoinLines {
  const lines = new Map<string, Line>()

  return {
    come(server, newcomer, now) {
      const line = lines.get(server) ?? newLine()
      lines.set(server, line)
      forgetPast(line, now)

      const { before, pace } = lookAhead(line, newcomer, now)
      const own = line.places[newcomer.isModerator ? 0 : 1]
      if (before < pace - line.admittedAt.length) {
        own.delete(newcomer.id)
        line.admittedAt.push(now)
        return { isAdmitted: true }
      }
      const again = Math.min(Math.max(Math.floor(before / pace), 1), longestWait)
      if (own.has(newcomer.id) || own.size < mostPlaces) {
        own.set(newcomer.id, { perSecond: newcomer.perSecond, seenAt: now, dueAt: now + again * 1000 })
      }
      return { isAdmitted: false, before, again }
    },
  }
}

function newLine(): Line {
  return { places: [new Map(), new Map()], admittedAt: [] }
}

function forgetPast(line: Line, now: number): void {
  line.admittedAt = line.admittedAt.filter((at) => now - at < 1000)
  for (const places of line.places) {
    for (const [id, { seenAt }] of places) if (now - seenAt >= keptMs) places.delete(id)
  }
}

/** How many people who are really there come before, and the pace of the whole line. */
function lookAhead(line: Line, newcomer: Newcomer, now: number): { before: number; pace: number } {
  const [moderators, others] = line.places
  let before = 0
  let pace = newcomer.perSecond
  let isAhead = true
  const pass = (places: ReadonlyMap<string, Place>) => {
    for (const [id, { dueAt, perSecond }] of places) {
      if (id === newcomer.id) isAhead = false
      if (now > dueAt + graceMs) continue
      pace = Math.min(pace, perSecond)
      if (isAhead) before += 1
    }
  }
  pass(moderators)
  if (newcomer.isModerator) isAhead = false
  pass(others)
  return { before, pace }
}
