import type { Selectable } from 'kysely'
import type { SessionsTable } from '../db/tables.ts'
import { dayMs } from '../lib/days.ts'
import { randomId } from '../lib/ids.ts'
import { Problem } from '../lib/problem.ts'
import { Secret } from '../lib/secret.ts'
import { findPerson, type PeopleParts, type Person } from './people.ts'
import { hashSecret } from './proof.ts'

/** Somebody signed in on one device. Times are milliseconds since 1970. */
export interface Session {
  readonly id: string
  readonly person: string
  /** What forms and scripts of our own pages prove themselves with. */
  readonly csrf: string
  /** What the browser calls itself. */
  readonly agent: string
  readonly createdAt: number
  readonly lastSeenAt: number
  readonly expiresAt: number
}

/** A session ends after so long without use, and after so long in any case. */
const idleMs = 14 * dayMs
const longestMs = 90 * dayMs
const noteUseMs = 60_000

/**
 * Begins a session for somebody who has proved who they are; the cookie's text is given this once. `providerSession` is
 * what their organisation's provider may end it by. Throws Problem 'forbidden' when the account is suspended or erased.
 */
export async function beginSession(
  { database, clock }: PeopleParts,
  person: Person,
  agent: string,
  providerSession: string | null = null,
): Promise<{ readonly session: Session; readonly cookie: Secret }> {
  const text = randomId(40)
  const now = clock.now()
  const row: Selectable<SessionsTable> = {
    id: randomId(12),
    hash: hashSecret(text),
    person: person.id,
    csrf: randomId(32),
    agent: agent.toWellFormed().replaceAll('\0', '').slice(0, 200),
    created_at: now,
    last_seen_at: now,
    expires_at: now + longestMs,
    provider_session: providerSession,
  }
  await database.transact(async (tx) => {
    await tx.deleteFrom('sessions').where('expires_at', '<=', now).execute()
    // The account as it is now, not as it was when somebody began to sign in: it may have been suspended meanwhile.
    const seen = tx.updateTable('people').set({ last_seen_at: now, status: 'active' }).where('id', '=', person.id)
    const { numUpdatedRows } = await seen.where('status', 'in', ['invited', 'active']).executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) {
      throw new Problem('forbidden', 'this account cannot sign in', {
        hint: 'ask the administrator of your organisation',
      })
    }
    await tx.insertInto('sessions').values(row).execute()
  })
  return { session: toSession(row), cookie: new Secret(text) }
}

/** The live session that this cookie is, and whose; undefined for every other text and for accounts that may not sign in. */
export async function readSession(
  parts: PeopleParts,
  cookie: string,
): Promise<{ readonly session: Session; readonly person: Person } | undefined> {
  const { database, clock } = parts
  const row = await database.read((db) =>
    db.selectFrom('sessions').selectAll().where('hash', '=', hashSecret(cookie)).executeTakeFirst(),
  )
  const now = clock.now()
  if (!row || row.expires_at <= now || row.last_seen_at + idleMs <= now) return undefined
  const person = await findPerson(parts, row.person)
  if (person?.status !== 'active') return undefined
  if (now - row.last_seen_at >= noteUseMs) {
    await database.read(async (db) => {
      await db.updateTable('sessions').set({ last_seen_at: now }).where('id', '=', row.id).execute()
      await db.updateTable('people').set({ last_seen_at: now }).where('id', '=', person.id).execute()
    })
  }
  return { session: toSession(row), person }
}

/** Where a person is signed in, the latest used first. */
export async function listSessions({ database, clock }: PeopleParts, person: string): Promise<Session[]> {
  const now = clock.now()
  const rows = await database.read((db) =>
    db
      .selectFrom('sessions')
      .selectAll()
      .where('person', '=', person)
      .where('expires_at', '>', now)
      .where('last_seen_at', '>', now - idleMs)
      .orderBy('last_seen_at', 'desc')
      .execute(),
  )
  return rows.map(toSession)
}

/** Ends one session of a person, or (without an id) all; the cookie opens nothing from now on. Gives how many ended. */
export async function endSessions({ database }: PeopleParts, person: string, id?: string): Promise<number> {
  const result = await database.read((db) => {
    const query = db.deleteFrom('sessions').where('person', '=', person)
    return (id === undefined ? query : query.where('id', '=', id)).executeTakeFirst()
  })
  return Number(result.numDeletedRows)
}

function toSession(row: Selectable<SessionsTable>): Session {
  return {
    id: row.id,
    person: row.person,
    csrf: row.csrf,
    agent: row.agent,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
  }
}
