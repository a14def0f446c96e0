import type { Selectable } from 'kysely'
import type { Database } from '../db/open.ts'
import type { RoomsTable } from '../db/room-tables.ts'
import { Problem } from '../lib/problem.ts'
import { foldName } from './names.ts'
import { type Overrides, type Preset, type RoomSettings, settingsOf } from './presets.ts'

/** A permanent room. Times are milliseconds since 1970. */
export interface Room {
  readonly id: string
  readonly organisation: string
  /** As in its address. */
  readonly name: string
  /** Names it had before, which still lead to it. */
  readonly oldNames: readonly string[]
  readonly title: string
  readonly description: string
  readonly preset: Preset
  readonly overrides: Overrides
  /** The preset's settings with the overrides. */
  readonly settings: RoomSettings
  /** What everybody but the owners must know to come in. */
  readonly accessCode: string | undefined
  /** What makes whoever knows it a moderator. */
  readonly moderatorCode: string | undefined
  /** How many people are expected, where its owners know better than its history. */
  readonly expectedSize: number | undefined
  /** The ids of the people who share it. */
  readonly owners: readonly string[]
  readonly createdAt: number
  readonly changedAt: number
}

/** The ID under which the gateway knows a room's meetings: always the same, so that its history tells of its size. */
export function meetingIdOf({ id }: { readonly id: string }): string {
  return `room-${id}`
}

/** The room to which a name leads, the present one or an old one, however it is written. */
export async function findRoom(parts: Source, name: string): Promise<Room | undefined> {
  const found = await parts.database.read((db) =>
    db.selectFrom('room_names').select('room').where('name', '=', foldName(name)).executeTakeFirst(),
  )
  return found && (await readRooms(parts, { ids: [found.room] }))[0]
}

/** The room of that id or name in that organisation. Throws Problem 'not-found'. */
export async function requireRoom(parts: Source, organisation: string, idOrName: string): Promise<Room> {
  const [byId] = await readRooms(parts, { ids: [idOrName] })
  const room = byId ?? (await findRoom(parts, idOrName))
  if (room?.organisation === organisation) return room
  throw noRoom(organisation, idOrName)
}

/** What whoever asks for a room that is not there, or not theirs, is told. */
export function noRoom(organisation: string, idOrName: string): Problem {
  return new Problem('not-found', `the organisation ${organisation} has no room ${idOrName}`, {
    hint: 'see: mycel room list',
  })
}

/** The rooms of an organisation by title; with a person, only those that they share. */
export async function listRooms(parts: Source, organisation: string, owner?: string): Promise<Room[]> {
  return await readRooms(parts, { organisation, owner })
}

/** What reading needs. */
export interface Source {
  readonly database: Database
}

interface Wanted {
  readonly ids?: readonly string[]
  readonly organisation?: string
  readonly owner?: string | undefined
}

async function readRooms({ database }: Source, { ids, organisation, owner }: Wanted): Promise<Room[]> {
  return await database.read(async (db) => {
    let query = db.selectFrom('rooms').selectAll('rooms')
    if (ids) query = query.where('rooms.id', 'in', ids)
    if (organisation !== undefined) query = query.where('rooms.organisation', '=', organisation)
    if (owner !== undefined) {
      const shared = db.selectFrom('room_owners').select('room').where('person', '=', owner)
      query = query.where('rooms.id', 'in', shared)
    }
    const rows = await query
      .orderBy((order) => order.fn('lower', ['rooms.title']))
      .orderBy('rooms.id')
      .execute()
    if (rows.length === 0) return []
    const found = rows.map(({ id }) => id)
    const names = await db.selectFrom('room_names').selectAll().where('room', 'in', found).orderBy('name').execute()
    const owners = await db
      .selectFrom('room_owners')
      .innerJoin('people', 'people.id', 'room_owners.person')
      .select(['room', 'person'])
      .where('room', 'in', found)
      .where('people.status', '<>', 'erased')
      .orderBy('since')
      .orderBy('person')
      .execute()
    return rows.map((row) =>
      toRoom(row, {
        names: names.filter(({ room }) => room === row.id),
        owners: owners.filter(({ room }) => room === row.id).map(({ person }) => person),
      }),
    )
  })
}

interface Belongings {
  readonly names: readonly { readonly name: string; readonly is_current: boolean }[]
  readonly owners: readonly string[]
}

function toRoom(row: Selectable<RoomsTable>, { names, owners }: Belongings): Room {
  const overrides = row.overrides as Overrides
  return {
    id: row.id,
    organisation: row.organisation,
    name: names.find(({ is_current }) => is_current)?.name ?? row.id,
    oldNames: names.filter(({ is_current }) => !is_current).map(({ name }) => name),
    title: row.title,
    description: row.description,
    preset: row.preset,
    overrides,
    settings: settingsOf(row.preset, overrides),
    accessCode: row.access_code ?? undefined,
    moderatorCode: row.moderator_code ?? undefined,
    expectedSize: row.expected_size ?? undefined,
    owners,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  }
}
