import { createHash } from 'node:crypto'
import type { Context } from '../../meetings/context.ts'
import type { Gateway } from '../../meetings/gateway.ts'
import { joinAnywhere } from '../../meetings/join.ts'
import type { Meeting } from '../../meetings/meeting.ts'
import type { Server } from '../../meetings/pool.ts'
import { Refusal } from '../../protocol/failures.ts'
import { parameter } from '../../protocol/query.ts'

/** Who wants to enter which room. */
export interface Entry {
  readonly name: string
  readonly room: string
  readonly role: 'MODERATOR' | 'VIEWER'
}

/** What is wrong with an entry, by field. */
export interface Faults {
  readonly name?: 'problem.noName' | 'problem.longName'
  readonly room?: 'problem.noRoom' | 'problem.longRoom'
}

/** A room that was opened on these pages. */
export interface Room {
  readonly name: string
  readonly server: string
  readonly people: number
  /** Milliseconds since it was opened. */
  readonly age: number
}

export const leastRoom = 2
export const mostCharacters = 100

const tag = 'practice'
const prefix = 'practice-'

/**
 * The practice servers, which anybody may use. None when a real server bears their tag: then a meeting of the public
 * could land on it.
 */
export function practiceServers({ pool }: Context): readonly Server[] {
  const tagged = pool.list().filter(({ tags }) => tags.has(tag))
  return tagged.every(({ origin }) => origin === 'practice') ? tagged : []
}

/** The rooms that run on practice servers, newest first, and how many meetings besides. */
export function listRooms(context: Context): { readonly rooms: readonly Room[]; readonly others: number } {
  const meetings = practiceServers(context).flatMap(({ access }) => [...context.directory.onServer(access.id)])
  const ours = meetings.filter(({ meetingId }) => meetingId.startsWith(prefix))
  const rooms = ours
    .toSorted((a, b) => b.createdAt - a.createdAt)
    .map((meeting) => toRoom(meeting, context.clock.now()))
  return { rooms, others: meetings.length - ours.length }
}

export function findFaults({ name, room }: Entry): Faults {
  return {
    ...(name === '' ? { name: 'problem.noName' } : name.length > mostCharacters ? { name: 'problem.longName' } : {}),
    ...(room.length < leastRoom
      ? { room: 'problem.noRoom' }
      : room.length > mostCharacters
        ? { room: 'problem.longRoom' }
        : {}),
  }
}

/**
 * Opens the room on a practice server if it is not open yet. Gives the address that lets this person in; whoever
 * leaves goes to `back`. Throws `Refusal`.
 */
export async function enterRoom(gateway: Gateway, entry: Entry, back: string): Promise<string> {
  const { context } = gateway
  const organisation = context.organisations
    .list()
    .find(({ id, kind }) => kind !== 'federation' && context.organisations.standing(id).status === 'active')
  if (!organisation) throw new Refusal('internalError')
  const meetingId = meetingIdOf(entry.room)
  const parameters = [
    parameter('name', entry.room),
    parameter('meetingID', meetingId),
    parameter('meta_server-tag', `${tag}!`),
    parameter('logoutURL', back),
  ]
  await gateway.creator.create({ organisation, parameters, body: undefined })
  return await joinAnywhere(context, gateway.creator, organisation, [
    parameter('fullName', entry.name),
    parameter('meetingID', meetingId),
    parameter('role', entry.role),
  ])
}

/**
 * The same for every way to write one room's name; never that of a meeting which a front end made by chance. What is
 * no plain word is hashed, for a meeting ID may hold no comma and at most 256 characters.
 */
export function meetingIdOf(room: string): string {
  const folded = room.normalize('NFKC').toLowerCase()
  if (/^[a-z0-9][a-z0-9-]*$/.test(folded)) return prefix + folded
  return `${prefix}~${createHash('sha256').update(folded).digest('hex').slice(0, 24)}`
}

function toRoom({ name, server, facts, createdAt }: Meeting, now: number): Room {
  return { name, server, people: facts?.participants ?? 0, age: now - createdAt }
}
