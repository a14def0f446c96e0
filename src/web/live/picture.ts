import { z } from 'zod'
import type { Context } from '../../meetings/context.ts'
import { type Server, whyClosed } from '../../meetings/pool.ts'
import type { Right } from '../../people/rights.ts'
import type { Caller } from '../caller.ts'
import { meetingView, toMeetingView } from '../rest/meeting-view.ts'
import { serverView } from '../rest/server-view.ts'

const liveServer = serverView
  .pick({
    id: true,
    state: true,
    condition: true,
    takesMeetings: true,
    whyNot: true,
    capacity: true,
    seats: true,
    meetings: true,
    foreignMeetings: true,
    lastError: true,
  })
  .extend({ people: z.int().describe('Everybody on the server, in meetings of others too.') })
  .meta({ id: 'LiveServer' })

const liveOrganisation = z
  .object({ id: z.string(), name: z.string(), meetings: z.int(), people: z.int() })
  .meta({ id: 'LiveOrganisation' })

const gone = z.array(z.string())

export const liveChange = z
  .object({
    at: z.string().describe('When, as ISO 8601 text.'),
    servers: z.object({ put: z.array(liveServer), gone: gone.describe('Ids.') }),
    meetings: z.object({ put: z.array(meetingView), gone: gone.describe('organisation/meetingId.') }),
    organisations: z.object({ put: z.array(liveOrganisation), gone: gone.describe('Ids.') }),
  })
  .meta({ id: 'LiveChange', description: 'What is new (or different) and what is no more.' })

/** What the events of the live stream carry: of a snapshot everything, of a change what differs. */
export type LiveChange = z.input<typeof liveChange>

interface Entry<Value> {
  readonly value: Value
  /** Two entries are the same when their texts are. */
  readonly text: string
  /** Who may see it: `right` is held there, or in the installation. */
  readonly organisation: string | undefined
}

type Layer<Value> = ReadonlyMap<string, Entry<Value>>
type Put<Kind extends keyof typeof needs> = LiveChange[Kind]['put'][number]

/** Everything that live pages show, at one moment. */
export interface Picture {
  readonly servers: Layer<Put<'servers'>>
  readonly meetings: Layer<Put<'meetings'>>
  readonly organisations: Layer<Put<'organisations'>>
}

/** What differs between two pictures, each thing with whom it concerns. */
export interface Difference {
  readonly servers: readonly Changed<Put<'servers'>>[]
  readonly meetings: readonly Changed<Put<'meetings'>>[]
  readonly organisations: readonly Changed<Put<'organisations'>>[]
}

interface Changed<Value> {
  readonly key: string
  readonly organisation: string | undefined
  /** Undefined when it is no more. */
  readonly value: Value | undefined
}

const needs = {
  servers: 'installation.see',
  meetings: 'meetings.see',
  organisations: 'organisation.see',
} as const satisfies Readonly<Record<string, Right>>

export const nothingYet: Picture = { servers: new Map(), meetings: new Map(), organisations: new Map() }

/** Draws the pool from memory: no database, no server is asked. */
export function drawPicture(context: Context): Picture {
  const now = context.clock.elapsed()
  const meetings = [...context.directory.all()].map((meeting) => toMeetingView(meeting, now))
  return {
    servers: layer(context.pool.list(), (server) => [server.access.id, undefined, drawServer(context, server, now)]),
    meetings: layer(meetings, (one) => [`${one.organisation}/${one.meetingId}`, one.organisation, one]),
    organisations: layer(context.organisations.list(), ({ id, name }) => {
      const own = [...context.directory.inOrganisation(id)]
      const people = own.reduce((sum, { facts }) => sum + (facts?.participants ?? 0), 0)
      return [id, id, { id, name, meetings: own.length, people }]
    }),
  }
}

export function differences(before: Picture, after: Picture): Difference {
  return {
    servers: compare(before.servers, after.servers),
    meetings: compare(before.meetings, after.meetings),
    organisations: compare(before.organisations, after.organisations),
  }
}

/** The part of a difference that the caller may see; undefined when that is nothing. */
export function shown(difference: Difference, caller: Pick<Caller, 'may'>, at: string): LiveChange | undefined {
  const change = {
    at,
    servers: cut(difference.servers, needs.servers, caller),
    meetings: cut(difference.meetings, needs.meetings, caller),
    organisations: cut(difference.organisations, needs.organisations, caller),
  }
  const { servers, meetings, organisations } = change
  const isEmpty = [servers, meetings, organisations].every(({ put, gone }) => put.length + gone.length === 0)
  return isEmpty ? undefined : change
}

function drawServer(context: Context, server: Server, now: number): Put<'servers'> {
  const isLookedAt = server.admin !== 'disabled'
  const own = [...context.directory.onServer(server.access.id)]
  const whyNot = whyClosed(server, now)
  return {
    id: server.access.id,
    state: server.admin,
    condition: isLookedAt ? server.health.condition : 'unknown',
    takesMeetings: whyNot === undefined,
    whyNot: whyNot ?? null,
    capacity: server.capacity,
    seats: context.pool.load(server, now),
    people: own.reduce((sum, { facts }) => sum + (facts?.participants ?? 0), isLookedAt ? server.foreignUsers : 0),
    meetings: own.length,
    foreignMeetings: isLookedAt ? server.foreignMeetings : 0,
    lastError: isLookedAt ? (server.health.lastError ?? null) : null,
  }
}

function layer<From, Value>(
  list: Iterable<From>,
  draw: (one: From) => readonly [key: string, organisation: string | undefined, value: Value],
): Layer<Value> {
  const entries = new Map<string, Entry<Value>>()
  for (const one of list) {
    const [key, organisation, value] = draw(one)
    entries.set(key, { value, organisation, text: JSON.stringify(value) })
  }
  return entries
}

function compare<Value>(before: Layer<Value>, after: Layer<Value>): Changed<Value>[] {
  const changed: Changed<Value>[] = []
  for (const [key, { value, text, organisation }] of after) {
    if (before.get(key)?.text !== text) changed.push({ key, organisation, value })
  }
  for (const [key, { organisation }] of before) {
    if (!after.has(key)) changed.push({ key, organisation, value: undefined })
  }
  return changed
}

function cut<Value>(changed: readonly Changed<Value>[], right: Right, caller: Pick<Caller, 'may'>) {
  const put: Value[] = []
  const gone: string[] = []
  for (const { key, organisation, value } of changed) {
    if (!caller.may(right, organisation)) continue
    if (value === undefined) gone.push(key)
    else put.push(value)
  }
  return { put, gone }
}
