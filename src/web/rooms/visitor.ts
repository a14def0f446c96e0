import type { FastifyRequest } from 'fastify'
import type { Room } from '../../rooms/rooms.ts'
import type { Visitor } from '../../rooms/visit.ts'
import { recognise } from '../caller.ts'
import type { Installation } from '../installation.ts'

/** Who stands before a room: without name and code, which only a form says. */
export interface Caller {
  readonly rank: Visitor['rank']
  /** Set when they are signed in, wherever they belong. */
  readonly person: { readonly id: string; readonly name: string } | undefined
  /** What a form of theirs must bear; empty for whoever is not signed in. */
  readonly csrf: string
}

/** Whoever may manage the rooms of the organisation counts as an owner of each. */
export async function seeCaller(installation: Installation, request: FastifyRequest, room: Room): Promise<Caller> {
  const known = await recognise(installation, request)
  if (!known) return { rank: 'guest', person: undefined, csrf: '' }
  const { person, session } = known.signedIn
  const isOwner = room.owners.includes(person.id) || known.may('rooms.manage', room.organisation)
  const rank = isOwner ? 'owner' : person.organisation === room.organisation ? 'member' : 'guest'
  return { rank, person: { id: person.id, name: person.name }, csrf: session.csrf }
}

/** The name under which they come: a member's own, else what they write. */
export function nameOf({ rank, person }: Caller, written: string): string {
  return rank === 'guest' || !person ? written : person.name
}
