import { randomBytes } from 'node:crypto'
import type { Kysely, Selectable, Updateable } from 'kysely'
import type { Database } from '../db/open.ts'
import { json, type MeetingsTable, storableText, type Tables } from '../db/tables.ts'
import { formatQuery, parseQuery, valueOf } from '../protocol/query.ts'
import type { Callbacks, CreateAnswer, Meeting } from './meeting.ts'
import type { Decision } from './placement.ts'
import { factsOfNew, renderNewMeeting } from './render.ts'

/** The body of a create, kept so that the meeting can be made again elsewhere. */
export interface Body {
  readonly type: string
  readonly content: string | Uint8Array
}

/** What of a meeting must survive: written before the answer that depends on it is sent. */
export interface MeetingStore {
  /** Every meeting that has not ended. */
  live(): Promise<Meeting[]>
  /** Claims the meeting ID for this instance. False when another instance of it lives already. */
  claim(meeting: Meeting, body: Body | undefined): Promise<boolean>
  /** Records that the meeting is now being created on another server. */
  move(meeting: Meeting, decision: Decision): Promise<void>
  /** Records what its server answered: from here on the meeting exists. */
  confirm(meeting: Meeting): Promise<void>
  /** Forgets a claim whose meeting certainly exists nowhere. */
  release(meeting: Meeting): Promise<void>
  /** Ends an instance; false when it had ended before. Runs in the caller's transaction. */
  end(tx: Kysely<Tables>, instance: string, at: number): Promise<boolean>
  /** An instance that may have ended, for callbacks that arrive late. */
  find(instance: string): Promise<Meeting | undefined>
  /** The moderator password of an instance by its server's id for it, ended or not. */
  moderatorPassword(internalId: string): Promise<string | undefined>
}

export function createMeetingStore(database: Database): MeetingStore {
  return {
    async live() {
      const rows = await database.read((db) =>
        db.selectFrom('meetings').selectAll().where('ended_at', 'is', null).execute(),
      )
      return rows.map(toMeeting)
    },
    claim: (meeting, body) => claim(database, meeting, body),
    async move(meeting, decision) {
      await update(database, meeting, { server: meeting.server, reasons: json(decision) })
    },
    async confirm(meeting) {
      await update(database, meeting, {
        state: 'running',
        server: meeting.server,
        internal_id: meeting.facts?.internalId ?? null,
        create_time: meeting.facts?.createTime ?? null,
        answer: json(meeting.answer),
        confirmed_at: meeting.confirmedAt,
      })
    },
    async release(meeting) {
      await database.read((db) => db.deleteFrom('meetings').where('instance', '=', meeting.instance).execute())
    },
    async end(tx, instance, at) {
      const result = await tx
        .updateTable('meetings')
        .set({ state: 'ended', ended_at: at })
        .where('instance', '=', instance)
        .where('ended_at', 'is', null)
        .executeTakeFirst()
      return result.numUpdatedRows > 0n
    },
    async find(instance) {
      const row = await database.read((db) =>
        db.selectFrom('meetings').selectAll().where('instance', '=', instance).executeTakeFirst(),
      )
      return row && toMeeting(row)
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

async function claim(database: Database, meeting: Meeting, body: Body | undefined): Promise<boolean> {
  const result = await database.read((db) =>
    db
      .insertInto('meetings')
      .values({
        instance: meeting.instance,
        organisation: meeting.organisation,
        meeting_id: storableText(meeting.meetingId),
        node_id: meeting.nodeId,
        server: meeting.server,
        state: meeting.state,
        name: storableText(meeting.name),
        reserved: meeting.reserved,
        parameters: json({ query: formatQuery(meeting.parameters) }),
        body: body ? Buffer.from(body.content) : null,
        body_type: body?.type ?? null,
        callbacks: json(meeting.callbacks),
        reasons: json(meeting.decision),
        created_at: meeting.createdAt,
      })
      .onConflict((c) => c.columns(['organisation', 'meeting_id']).where('ended_at', 'is', null).doNothing())
      .executeTakeFirst(),
  )
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

async function update(database: Database, meeting: Meeting, changes: Updateable<MeetingsTable>): Promise<void> {
  await database.read((db) =>
    db.updateTable('meetings').set(changes).where('instance', '=', meeting.instance).execute(),
  )
}

function toMeeting(row: Selectable<MeetingsTable>): Meeting {
  const answer = (row.answer ?? []) as CreateAnswer
  const callbacks = row.callbacks as Callbacks
  const parameters = parseQuery((row.parameters as { query: string }).query)
  return {
    instance: row.instance,
    organisation: row.organisation,
    meetingId: row.meeting_id,
    nodeId: row.node_id,
    name: row.name,
    server: row.server,
    state: row.state === 'running' ? 'running' : 'creating',
    reserved: row.reserved,
    callbacks,
    decision: row.reasons as Decision,
    parameters,
    voiceBridge: valueOf(parameters, 'voiceBridge') ?? '',
    createdAt: row.created_at,
    confirmedAt: 0,
    touchedAt: 0,
    askedAt: 0,
    ending: false,
    answer,
    facts: answer.length > 0 ? factsOfNew(answer, row.node_id, row.name) : undefined,
    xml: answer.length > 0 ? renderNewMeeting(answer, parameters, row.name, callbacks) : Buffer.alloc(0),
    breakouts: new Map(),
  }
}
