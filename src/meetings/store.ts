import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { json, storableText, type Tables } from '../db/tables.ts'
import { createBatch } from '../lib/batch.ts'
import type { Clock } from '../lib/clock.ts'
import { type Claim, createClaims } from './claims.ts'
import type { Directory } from './directory.ts'
import { insertMeetings } from './insert-meetings.ts'
import type { CreateAnswer, Meeting } from './meeting.ts'
import type { Decision } from './placement.ts'
import { ageOf, columns, toConfirmation, toMeeting } from './store-rows.ts'

/** The body of a create, kept so that the meeting can be made again elsewhere. */
export interface Body {
  readonly type: string
  readonly content: string | Uint8Array
}

/** What of a meeting must survive: written before the answer that depends on it is sent. */
export interface MeetingStore {
  /** Every meeting that has not ended. */
  live(): Promise<Meeting[]>
  /** Places a meeting and claims its ID. */
  readonly claim: Claim
  /** Records an instance that takes the place of one that ended. False when yet another instance lives already. */
  succeed(db: Kysely<Tables>, meeting: Meeting, body: Body | undefined): Promise<boolean>
  /** Records that the meeting is now being created on another server. False when it was found to exist meanwhile. */
  move(meeting: Meeting, to: Decision): Promise<boolean>
  /** Records what its server answered: from here on the meeting exists. False when it is not on that server any more. */
  confirm(meeting: Meeting): Promise<boolean>
  /** Forgets a claim whose meeting certainly exists nowhere. */
  release(meeting: Meeting): Promise<void>
  /** Ends an instance; false when it had ended before. Runs in the caller's transaction. */
  end(tx: Kysely<Tables>, meeting: Meeting, at: number): Promise<boolean>
  /** Records that servers lost these, at that time; with null, that they have them after all. */
  lose(instances: readonly string[], at: number | null): Promise<void>
  /** An instance that may have ended, for callbacks that arrive late. */
  find(instance: string): Promise<Meeting | undefined>
  /** The live instance of a meeting, which memory may not know yet. */
  findLive(organisation: string, meetingId: string): Promise<Meeting | undefined>
  /** The body with which the meeting was created. */
  body(meeting: Meeting): Promise<Body | undefined>
  /** The moderator password of an instance by its server's id for it, ended or not. */
  moderatorPassword(internalId: string): Promise<string | undefined>
}

export interface StoreParts {
  readonly database: Database
  readonly directory: Directory
  readonly clock: Clock
  /** Whether other replicas work on the same database. */
  readonly hasOthers: boolean
}

export function createMeetingStore(parts: StoreParts): MeetingStore {
  const { database, clock } = parts
  const confirm = createBatch((meetings: readonly Meeting[]) => confirmRows(database, meetings))
  return {
    async live() {
      const rows = await database.read((db) =>
        db.selectFrom('meetings').select(columns).where('ended_at', 'is', null).execute(),
      )
      return rows.map((row) => toMeeting(row, clock, ageOf(row, clock)))
    },
    claim: createClaims(parts),
    async succeed(db, meeting, body) {
      const inserted = await insertMeetings(db, [{ meeting, body }])
      return inserted.has(meeting.instance)
    },
    async move({ instance, server }, decision) {
      const changes = { server: decision.server, reasons: json(decision) }
      const result = await database.read((db) =>
        db
          .updateTable('meetings')
          .set(changes)
          .where('instance', '=', instance)
          .where('server', '=', server)
          .where('state', '=', 'creating')
          .executeTakeFirst(),
      )
      return result.numUpdatedRows > 0n
    },
    confirm,
    async release(meeting) {
      await database.read((db) => db.deleteFrom('meetings').where('instance', '=', meeting.instance).execute())
    },
    async end(tx, { instance, peak, peakVideos }, at) {
      const result = await tx
        .updateTable('meetings')
        .set({ state: 'ended', ended_at: at, peak, peak_videos: peakVideos, body: null })
        .where('instance', '=', instance)
        .where('ended_at', 'is', null)
        .executeTakeFirst()
      return result.numUpdatedRows > 0n
    },
    async lose(instances, at) {
      await database.read((db) =>
        db.updateTable('meetings').set({ lost_at: at }).where('instance', 'in', instances).execute(),
      )
    },
    async find(instance) {
      const row = await database.read((db) =>
        db.selectFrom('meetings').select(columns).where('instance', '=', instance).executeTakeFirst(),
      )
      return row && toMeeting(row, clock)
    },
    async findLive(organisation, meetingId) {
      const row = await database.read((db) =>
        db
          .selectFrom('meetings')
          .select(columns)
          .where('organisation', '=', organisation)
          .where('meeting_id', '=', storableText(meetingId))
          .where('ended_at', 'is', null)
          .executeTakeFirst(),
      )
      return row && toMeeting(row, clock)
    },
    async body({ instance }) {
      const row = await database.read((db) =>
        db.selectFrom('meetings').select(['body', 'body_type']).where('instance', '=', instance).executeTakeFirst(),
      )
      return row?.body && row.body_type ? { type: row.body_type, content: row.body } : undefined
    },
    async moderatorPassword(internalId) {
      const row = await database.read((db) =>
        db.selectFrom('meetings').select('answer').where('internal_id', '=', internalId).executeTakeFirst(),
      )
      return (row?.answer as CreateAnswer | null | undefined)?.find(([name]) => name === 'moderatorPW')?.[1]
    },
  }
}

/** The random key of this installation, made once: server-side meeting IDs and callback addresses derive from it. */
export async function installationKey(database: Database): Promise<Buffer> {
  const value = json(randomBytes(32).toString('hex'))
  const row = await database.transact(async (tx) => {
    await tx
      .insertInto('settings')
      .values({ name: 'installation-key', value })
      .onConflict((c) => c.column('name').doNothing())
      .execute()
    return await tx
      .selectFrom('settings')
      .select('value')
      .where('name', '=', 'installation-key')
      .executeTakeFirstOrThrow()
  })
  return Buffer.from(String(row.value), 'hex')
}

/**
 * Whether each was still where it was asked to be. Written so that PostgreSQL finds the rows by their instances and in no
 * other way: by one of the indexes of live meetings it would read all of those.
 */
async function confirmRows(database: Database, meetings: readonly Meeting[]): Promise<boolean[]> {
  const confirmed = json(meetings.map(toConfirmation))
  const named = meetings.map(({ instance }) => instance)
  const { rows } = await database.read((db) =>
    sql<{ instance: string }>`update meetings m set state = 'running', internal_id = c.internal_id,
      create_time = c.create_time, answer = c.answer, confirmed_at = c.confirmed_at
      from jsonb_to_recordset(${confirmed}::jsonb) as c(instance text, server text, internal_id text,
      create_time bigint, answer jsonb, confirmed_at bigint)
      where m.instance = any(${named}::text[]) and m.instance = c.instance
        and m.server is not distinct from c.server and coalesce(m.ended_at, 0) = 0
      returning m.instance`.execute(db),
  )
  const instances = new Set(rows.map(({ instance }) => instance))
  return meetings.map(({ instance }) => instances.has(instance))
}
