/** What somebody takes of a meeting: with a camera, else with a microphone, else neither. */
export const classes = ['listening', 'speaking', 'camera'] as const
export type Class = (typeof classes)[number]

/** Time spent in meetings, by class, in milliseconds. */
export type Spent = Readonly<Record<Class, number>>

export const nothing: Spent = { listening: 0, speaking: 0, camera: 0 }

/** A stay as attendance keeps it. Times are in milliseconds since 1970. */
export interface Stay {
  readonly joinedAt: number
  /** When they left; while they are there, until when that is certain. */
  readonly until: number
  /** From when on they were of which class, as the database holds it; empty where that was not known yet. */
  readonly classes: unknown
}

/** What of a stay lies between two moments. What came before the first known class is listening. */
export function spentBetween(stay: Stay, from: number, to: number): Spent {
  const begin = Math.max(stay.joinedAt, from)
  const end = Math.min(stay.until, to)
  const spent = { ...nothing }
  if (end <= begin) return spent
  let [since, now]: [number, Class] = [begin, 'listening']
  for (const [at, next] of readChanges(stay.classes)) {
    const moment = Math.min(Math.max(at, since), end)
    spent[now] += moment - since
    since = moment
    now = next
  }
  spent[now] += end - since
  return spent
}

export function plus(one: Spent, other: Spent): Spent {
  return {
    listening: one.listening + other.listening,
    speaking: one.speaking + other.speaking,
    camera: one.camera + other.camera,
  }
}

export function minus(one: Spent, other: Spent): Spent {
  return {
    listening: one.listening - other.listening,
    speaking: one.speaking - other.speaking,
    camera: one.camera - other.camera,
  }
}

export function sum(all: Iterable<Spent>): Spent {
  let total = nothing
  for (const one of all) total = plus(total, one)
  return total
}

export function total({ listening, speaking, camera }: Spent): number {
  return listening + speaking + camera
}

export function isNothing(spent: Spent): boolean {
  return classes.every((name) => spent[name] === 0)
}

/** Only the times by class, of something that has more. */
export function spentOf({ listening, speaking, camera }: Spent): Spent {
  return { listening, speaking, camera }
}

function readChanges(value: unknown): [at: number, now: Class][] {
  if (!Array.isArray(value)) return []
  return value.flatMap((entry: unknown) => {
    const [at, now] = Array.isArray(entry) ? (entry as unknown[]) : []
    const known = classes.find((name) => name === now)
    return typeof at === 'number' && known ? [[at, known] as [number, Class]] : []
  })
}
