import { recordChange } from '../db/audit.ts'
import { Problem } from '../lib/problem.ts'
import { insertOwner } from './change-room.ts'
import type { RoomParts } from './parts.ts'
import type { Room, Source } from './rooms.ts'

/** Somebody who shares a room. */
export interface Owner {
  readonly id: string
  readonly name: string
}

/** Who they are, by id. */
export async function readOwners({ database }: Source, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await database.read((db) =>
    db.selectFrom('people').select(['id', 'name']).where('id', 'in', ids).execute(),
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** The account with that e-mail address in an organisation. Throws Problem 'not-found'. */
export async function findByEmail({ database }: Source, organisation: string, email: string): Promise<string> {
  const row = await database.read((db) =>
    db
      .selectFrom('people')
      .select('id')
      .where('organisation', '=', organisation)
      .where((where) => where(where.fn<string>('lower', ['email']), '=', email.toLowerCase()))
      .where('status', '<>', 'erased')
      .executeTakeFirst(),
  )
  if (row) return row.id
  throw new Problem('not-found', `the organisation ${organisation} has no account with that address`)
}

/** Lets one more person share a room; nothing happens when they do already. Throws as `insertOwner`. */
export async function addOwner(parts: RoomParts, room: Room, person: string, actor: string): Promise<void> {
  if (room.owners.includes(person)) return
  await parts.database.transact(async (tx) => {
    await insertOwner(parts, tx, room, person)
    await recordChange(parts, tx, { ...change('room.owner.add', room, person), actor })
  })
}

/** Takes a room away from one of those who share it. Throws Problem 'not-found' when they do not. */
export async function removeOwner(parts: RoomParts, room: Room, person: string, actor: string): Promise<void> {
  if (!room.owners.includes(person)) {
    throw new Problem('not-found', `${person} is no owner of the room ${room.name}`)
  }
  await parts.database.transact(async (tx) => {
    await tx.deleteFrom('room_owners').where('room', '=', room.id).where('person', '=', person).execute()
    await recordChange(parts, tx, { ...change('room.owner.remove', room, person), actor })
  })
}

function change(action: string, { id, organisation }: Room, person: string) {
  return { action, subject: id, organisation, details: { person } }
}
