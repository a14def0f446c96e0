import { z } from 'zod'
import type { Attendee } from '../../protocol/meeting.ts'

/** What somebody takes of a meeting: with a camera, else with a microphone, else neither, be it only listening. */
export type Class = 'listening' | 'speaking' | 'camera'

/** From when on somebody was of which class, in milliseconds since 1970; the first entry is when they came. */
export type Classes = readonly (readonly [since: number, now: Class])[]

export function classOf({ video, voice }: Pick<Attendee, 'video' | 'voice'>): Class {
  if (video) return 'camera'
  return voice ? 'speaking' : 'listening'
}

/** What is kept of one stay is bounded, whoever turns things on and off all day. */
const mostChanges = 500

/** The classes with that one from then on; the same ones when nothing changes, or when there are too many. */
export function withClass(classes: Classes, since: number, now: Class): Classes {
  const last = classes.at(-1)
  if (last?.[1] === now || classes.length >= mostChanges) return classes
  // Time may seem to stand still, never to go back: an older answer can come after a newer event.
  // Not by spreading, which sets aside room for more: this is kept for everybody who is in a meeting.
  return classes.concat([[Math.max(since, last?.[0] ?? since), now]])
}

const stored = z.array(z.tuple([z.number(), z.enum(['listening', 'speaking', 'camera'])])).catch([])

/** Classes as the database holds them; what was written before there were any is empty. */
export function readClasses(value: unknown): Classes {
  return stored.parse(value)
}
