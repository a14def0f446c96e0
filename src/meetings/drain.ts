import { sql } from 'kysely'
import { dayMs } from '../lib/days.ts'
import { Problem } from '../lib/problem.ts'
import type { Context } from './context.ts'
import { limitOf, type Meeting } from './meeting.ts'
import type { Server } from './pool.ts'

/** The length of a meeting of which nothing is known. */
export const usualLengthMs = 60 * 60_000
const lookBackMs = 30 * dayMs

/** How far a server is with getting empty. Times are milliseconds since 1970. */
export interface Draining {
  readonly meetings: number
  readonly people: number
  /** When it is expected to be empty; undefined while it has meetings that are not ours, of which nothing is known. */
  readonly emptyBy: number | undefined
}

/** How long an organisation's meetings usually last, in milliseconds; undefined when it has had none lately. */
export type TypicalLengths = ReadonlyMap<string, number>

/**
 * When a meeting is expected to end, in milliseconds since 1970: its creation plus its length, which is the limit it
 * was created with, else its organisation's typical length, else an hour. One that is past that is expected to last
 * half its present age longer: what has lasted long will last long.
 */
export function expectedEnd(createdAt: number, lengthMs: number, now: number): number {
  const age = Math.max(now - createdAt, 0)
  return age < lengthMs ? createdAt + lengthMs : now + age / 2
}

/** How far a server is with getting empty: the latest expected end of its meetings decides, none means now. */
export function drainOf(context: Context, server: Server, typical: TypicalLengths): Draining {
  const now = context.clock.now()
  const meetings = [...context.directory.onServer(server.access.id)]
  const ends = meetings.map((meeting) => expectedEnd(meeting.createdAt, lengthOf(meeting, typical), now))
  return {
    meetings: meetings.length + server.foreignMeetings,
    people: meetings.reduce((sum, { facts }) => sum + (facts?.participants ?? 0), server.foreignUsers),
    emptyBy: server.foreignMeetings > 0 ? undefined : Math.max(now, ...ends),
  }
}

/** The median length of the meetings that ended in the last 30 days, for each organisation. */
export async function typicalLengths(context: Context): Promise<TypicalLengths> {
  const rows = await context.database.read((db) =>
    db
      .selectFrom('meetings')
      .select([
        'organisation',
        sql<number>`percentile_cont(0.5) within group (order by ended_at - created_at)`.as('ms'),
      ])
      .where('ended_at', '>', context.clock.now() - lookBackMs)
      .groupBy('organisation')
      .execute(),
  )
  return new Map(rows.map(({ organisation, ms }) => [organisation, Number(ms)]))
}

function lengthOf(meeting: Meeting, typical: TypicalLengths): number {
  return limitOf(meeting) ?? typical.get(meeting.organisation) ?? usualLengthMs
}

/** Throws Problem 'refused' while people are in meetings on the server. */
export function refuseWithPeople(context: Context, id: string): void {
  const meetings = [...context.directory.onServer(id)]
  const people = meetings.reduce((sum, { facts }) => sum + (facts?.participants ?? 0), 0)
  if (people === 0) return
  throw new Problem(
    'refused',
    `${people === 1 ? '1 person is' : `${people} people are`} in meetings on the server ${id}`,
    {
      hint: `drain it first (mycel server drain ${id}), or cut them off with --force`,
    },
  )
}
