import type { Kysely } from 'kysely'
import { recordChange } from '../db/audit.ts'
import type { RoomsTable } from '../db/room-tables.ts'
import { json, storableText, type Tables } from '../db/tables.ts'
import { randomId } from '../lib/ids.ts'
import { Problem } from '../lib/problem.ts'
import { makeCode } from './codes.ts'
import { giveName, makeName } from './names.ts'
import type { RoomParts } from './parts.ts'
import { changeOverrides, contents, type Overrides, type Preset, type RoomSettings } from './presets.ts'
import { type Room, requireRoom } from './rooms.ts'

/** What is said of a new room; what is missing is chosen. */
export interface NewRoom {
  readonly organisation: string
  readonly name?: string | undefined
  readonly title: string
  readonly description?: string | undefined
  readonly preset: Preset
  readonly overrides?: Overrides | undefined
  /** Null for none; missing leaves it to the preset. */
  readonly accessCode?: string | null | undefined
  readonly moderatorCode?: string | null | undefined
  readonly expectedSize?: number | null | undefined
  readonly owners: readonly string[]
}

/** What changes of a room; what is missing stays, and a setting that is null is left to the preset again. */
export interface RoomChange {
  readonly name?: string | undefined
  readonly title?: string | undefined
  readonly description?: string | undefined
  readonly preset?: Preset | undefined
  readonly settings?: { readonly [Name in keyof RoomSettings]?: RoomSettings[Name] | null | undefined } | undefined
  readonly accessCode?: string | null | undefined
  readonly moderatorCode?: string | null | undefined
  readonly expectedSize?: number | null | undefined
}

/** So many rooms one person may share: a mistake in a script should not fill the installation. */
const mostRooms = 200

/**
 * Makes a room. Throws Problem 'conflict' when its name is taken, 'refused' when the organisation takes no rooms or an
 * owner has too many.
 */
export async function addRoom(parts: RoomParts, wanted: NewRoom, actor: string): Promise<Room> {
  const id = await parts.database.transact((tx) => addRoomIn(parts, tx, wanted, actor))
  return await requireRoom(parts, wanted.organisation, id)
}

/** The same, in a transaction of the caller's; gives the room's id. */
export async function addRoomIn(parts: RoomParts, tx: Kysely<Tables>, wanted: NewRoom, actor: string): Promise<string> {
  const { organisation, preset } = wanted
  if (!parts.organisations.find(organisation)?.takesRooms) {
    throw new Problem('refused', `the organisation ${organisation} takes no new rooms at present`)
  }
  const id = randomId(12)
  const now = parts.clock.now()
  const code = wanted.accessCode === undefined && contents[preset].hasCode ? makeCode() : wanted.accessCode
  await tx
    .insertInto('rooms')
    .values({
      id,
      organisation,
      title: storableText(wanted.title),
      description: storableText(wanted.description ?? ''),
      preset,
      overrides: json(wanted.overrides ?? {}),
      access_code: code ?? null,
      moderator_code: wanted.moderatorCode ?? null,
      expected_size: wanted.expectedSize ?? null,
      created_at: now,
      changed_at: now,
    })
    .execute()
  const name = wanted.name ?? makeName()
  await giveName(tx, id, name)
  for (const person of wanted.owners) await insertOwner(parts, tx, { id, organisation }, person)
  const details = { name, preset, owners: wanted.owners }
  await recordChange(parts, tx, { actor, action: 'room.add', subject: id, organisation, details })
  return id
}

/** Changes a room. Throws Problem 'conflict' when the new name is taken. */
export async function changeRoom(parts: RoomParts, room: Room, change: RoomChange, actor: string): Promise<Room> {
  const { id, organisation } = room
  const row = toRow(room, change)
  await parts.database.transact(async (tx) => {
    await tx
      .updateTable('rooms')
      .set({ ...row, changed_at: parts.clock.now() })
      .where('id', '=', id)
      .execute()
    if (change.name !== undefined && change.name !== room.name) await giveName(tx, id, change.name)
    const details = { changed: Object.keys(change), ...(change.name === undefined ? {} : { name: change.name }) }
    await recordChange(parts, tx, { actor, action: 'room.change', subject: id, organisation, details })
  })
  return await requireRoom(parts, organisation, id)
}

/** Removes a room and its names; a meeting that goes on in it goes on. */
export async function removeRoom(parts: RoomParts, { id, organisation, name }: Room, actor: string): Promise<void> {
  await parts.database.transact(async (tx) => {
    await tx.deleteFrom('rooms').where('id', '=', id).execute()
    await recordChange(parts, tx, { actor, action: 'room.remove', subject: id, organisation, details: { name } })
  })
}

/** Removes all rooms of an organisation that is no more. */
export async function forgetRooms({ database }: Pick<RoomParts, 'database'>, organisation: string): Promise<void> {
  await database.transact(async (tx) => {
    await tx.deleteFrom('rooms').where('organisation', '=', organisation).execute()
    await tx.deleteFrom('event_requests').where('organisation', '=', organisation).execute()
    await tx.deleteFrom('event_forms').where('organisation', '=', organisation).execute()
  })
}

/**
 * Lets one more person share a room. Throws Problem 'not-found' when the organisation has no such account, 'refused' when
 * they share too many.
 */
export async function insertOwner(
  { clock }: Pick<RoomParts, 'clock'>,
  tx: Kysely<Tables>,
  { id, organisation }: Pick<Room, 'id' | 'organisation'>,
  person: string,
): Promise<void> {
  const account = await tx
    .selectFrom('people')
    .select(['organisation', 'status'])
    .where('id', '=', person)
    .executeTakeFirst()
  if (account?.organisation !== organisation || account.status === 'erased') {
    throw new Problem('not-found', `the organisation ${organisation} has no account ${person}`, {
      hint: 'a room is shared by people of its own organisation',
    })
  }
  const shared = await tx.selectFrom('room_owners').select('room').where('person', '=', person).execute()
  if (shared.length >= mostRooms) {
    throw new Problem('refused', `one person can have at most ${mostRooms} rooms`, { hint: 'remove some first' })
  }
  await tx
    .insertInto('room_owners')
    .values({ room: id, person, since: clock.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

function toRow(
  room: Room,
  change: RoomChange,
): Partial<Omit<RoomsTable, 'overrides'>> & { overrides: ReturnType<typeof json> } {
  const { title, description, accessCode, moderatorCode, expectedSize, settings = {}, preset = room.preset } = change
  const lacksCode = accessCode === undefined && room.accessCode === undefined && contents[preset].hasCode
  const code = lacksCode && preset !== room.preset ? makeCode() : accessCode
  return {
    preset,
    overrides: json(changeOverrides(room.overrides, settings)),
    ...(title === undefined ? {} : { title: storableText(title) }),
    ...(description === undefined ? {} : { description: storableText(description) }),
    ...(code === undefined ? {} : { access_code: code }),
    ...(moderatorCode === undefined ? {} : { moderator_code: moderatorCode }),
    ...(expectedSize === undefined ? {} : { expected_size: expectedSize }),
  }
}
