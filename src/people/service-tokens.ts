import type { Selectable } from 'kysely'
import { recordChange } from '../db/audit.ts'
import type { ServiceTokensTable } from '../db/sign-in-tables.ts'
import { dayMs } from '../lib/days.ts'
import { randomId } from '../lib/ids.ts'
import { Secret } from '../lib/secret.ts'
import type { PeopleParts } from './people.ts'
import { hashSecret } from './proof.ts'
import { requireOwners, type ServiceAccount, toServiceAccount } from './service-accounts.ts'

/** A token of a service account as it is listed: never the token itself. Times are milliseconds since 1970. */
export interface ServiceToken {
  readonly id: string
  readonly createdAt: number
  readonly createdBy: string
  readonly expiresAt: number
  readonly lastUsedAt: number | undefined
}

const noteUseMs = 60_000

/**
 * Makes a new token; its text is given this once. The one before it stays alive, so that a program can be changed over
 * without an interruption; any older one is worthless. Throws Problem 'invalid' when an owner is gone: whoever answers for
 * the program is settled first.
 */
export async function rotateToken(
  parts: PeopleParts,
  account: ServiceAccount,
  days: number,
  actor: string,
): Promise<{ readonly token: ServiceToken; readonly text: Secret }> {
  const { id: service, name, organisation, owners } = account
  const text = `mycel_service_${randomId(40)}`
  const now = parts.clock.now()
  const row: Selectable<ServiceTokensTable> = {
    id: randomId(12),
    service,
    hash: hashSecret(text),
    created_at: now,
    created_by: actor,
    expires_at: now + days * dayMs,
    last_used_at: null,
  }
  await parts.database.transact(async (tx) => {
    await tx.selectFrom('service_accounts').select('id').where('id', '=', service).forUpdate().execute()
    await requireOwners(tx, organisation, owners)
    const live = tx.selectFrom('service_tokens').select('id').where('service', '=', service)
    const kept = await live.where('expires_at', '>', now).orderBy('created_at', 'desc').orderBy('id').limit(1).execute()
    await tx
      .deleteFrom('service_tokens')
      .where('service', '=', service)
      .where('id', 'not in', ['', ...kept.map(({ id }) => id)])
      .execute()
    await tx.insertInto('service_tokens').values(row).execute()
    const details = { token: row.id, days }
    await recordChange(parts, tx, { actor, action: 'service-account.rotate', subject: name, organisation, details })
  })
  return { token: toToken(row), text: new Secret(text) }
}

/** The live tokens of a service account, the newest first: at most two. */
export async function listServiceTokens({ database, clock }: PeopleParts, service: string): Promise<ServiceToken[]> {
  const rows = await database.read((db) =>
    db
      .selectFrom('service_tokens')
      .selectAll()
      .where('service', '=', service)
      .where('expires_at', '>', clock.now())
      .orderBy('created_at', 'desc')
      .execute(),
  )
  return rows.map(toToken)
}

/** Makes one token worthless before its time. Gives whether it was there. */
export async function revokeToken(
  parts: PeopleParts,
  { id: service, name, organisation }: ServiceAccount,
  id: string,
  actor: string,
): Promise<boolean> {
  return await parts.database.transact(async (tx) => {
    const removed = await tx
      .deleteFrom('service_tokens')
      .where('service', '=', service)
      .where('id', '=', id)
      .executeTakeFirst()
    if (removed.numDeletedRows === 0n) return false
    const details = { token: id }
    await recordChange(parts, tx, { actor, action: 'service-account.revoke', subject: name, organisation, details })
    return true
  })
}

/** Whose live token this text is; undefined for every other text. Notes its use, at most once a minute. */
export async function verifyService(
  { database, clock }: PeopleParts,
  text: string,
): Promise<ServiceAccount | undefined> {
  const row = await database.read((db) =>
    db
      .selectFrom('service_tokens')
      .innerJoin('service_accounts', 'service_accounts.id', 'service_tokens.service')
      .selectAll('service_accounts')
      .select(['service_tokens.id as token', 'service_tokens.last_used_at', 'service_tokens.expires_at'])
      .where('service_tokens.hash', '=', hashSecret(text))
      .executeTakeFirst(),
  )
  const now = clock.now()
  if (!row || row.expires_at <= now) return undefined
  if (now - (row.last_used_at ?? 0) >= noteUseMs) {
    await database.read((db) =>
      db.updateTable('service_tokens').set({ last_used_at: now }).where('id', '=', row.token).execute(),
    )
  }
  return toServiceAccount(row)
}

function toToken(row: Selectable<ServiceTokensTable>): ServiceToken {
  return {
    id: row.id,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at ?? undefined,
  }
}
