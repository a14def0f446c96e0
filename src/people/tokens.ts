import type { Kysely, Selectable } from 'kysely'
import type { Database } from '../db/open.ts'
import type { Tables, TokensTable } from '../db/tables.ts'
import type { Clock } from '../lib/clock.ts'
import { dayMs } from '../lib/days.ts'
import { randomId } from '../lib/ids.ts'
import { Problem } from '../lib/problem.ts'
import { Secret } from '../lib/secret.ts'
import { hashSecret } from './proof.ts'

/** What a token allows: `read` looks, `manage` also changes. */
export type Scope = 'read' | 'manage'

/** An API token as it is listed: never the token itself. Times are milliseconds since 1970. */
export interface Token {
  readonly id: string
  readonly name: string
  readonly scope: Scope
  readonly createdAt: number
  readonly createdBy: string
  readonly expiresAt: number | undefined
  readonly lastUsedAt: number | undefined
}

export interface TokenRequest {
  readonly name: string
  readonly scope: Scope
  readonly expiresInDays: number
}

export interface Tokens {
  /** The live token that this text is; undefined for every other text. Notes its use, at most once a minute. */
  verify(text: string): Promise<Token | undefined>
  list(): Promise<Token[]>
  /** Makes a token; its text is given this once. Throws Problem 'conflict' when the name is taken. */
  create(wanted: TokenRequest, actor: string): Promise<{ readonly token: Token; readonly text: Secret }>
  /** Throws Problem 'not-found'. */
  remove(id: string, actor: string): Promise<void>
}

export interface TokenParts {
  readonly database: Database
  readonly clock: Clock
  /** Writes a change into the audit log, in the transaction that makes it. */
  readonly record: (
    tx: Kysely<Tables>,
    change: { actor: string; action: string; subject: string; details: Readonly<Record<string, unknown>> },
  ) => Promise<void>
}

const noteUseMs = 60_000

/** The API tokens, kept as SHA-256 hashes: they are random, so a slow hash would protect nothing more. */
export function createTokens(parts: TokenParts): Tokens {
  const { database } = parts
  return {
    verify: (text) => verify(parts, text),
    async list() {
      const rows = await database.read((db) => db.selectFrom('tokens').selectAll().orderBy('created_at').execute())
      return rows.map(toToken)
    },
    create: (wanted, actor) => create(parts, wanted, actor),
    async remove(id, actor) {
      await database.transact(async (tx) => {
        const row = await tx.deleteFrom('tokens').where('id', '=', id).returning('name').executeTakeFirst()
        if (!row)
          throw new Problem('not-found', `there is no token ${id}`, { hint: 'list the tokens to see their ids' })
        await parts.record(tx, { actor, action: 'token.remove', subject: row.name, details: {} })
      })
    },
  }
}

async function verify({ database, clock }: TokenParts, text: string): Promise<Token | undefined> {
  const row = await database.read((db) =>
    db.selectFrom('tokens').selectAll().where('hash', '=', hashSecret(text)).executeTakeFirst(),
  )
  const now = clock.now()
  if (!row || (row.expires_at !== null && row.expires_at <= now)) return undefined
  if (now - (row.last_used_at ?? 0) >= noteUseMs) {
    await database.read((db) => db.updateTable('tokens').set({ last_used_at: now }).where('id', '=', row.id).execute())
  }
  return toToken(row)
}

async function create({ database, clock, record }: TokenParts, wanted: TokenRequest, actor: string) {
  const { name, scope, expiresInDays } = wanted
  const text = `mycel_${randomId(40)}`
  const now = clock.now()
  const row: Selectable<TokensTable> = {
    id: randomId(12),
    name,
    scope,
    hash: hashSecret(text),
    created_at: now,
    created_by: actor,
    expires_at: now + expiresInDays * dayMs,
    last_used_at: null,
  }
  await database.transact(async (tx) => {
    const same = await tx.selectFrom('tokens').select('id').where('name', '=', name).executeTakeFirst()
    if (same) {
      const hint = 'take another name, or remove the old token first'
      throw new Problem('conflict', `there is a token named ${name} already`, { hint })
    }
    await tx.insertInto('tokens').values(row).execute()
    await record(tx, { actor, action: 'token.create', subject: name, details: { scope, expiresInDays } })
  })
  return { token: toToken(row), text: new Secret(text) }
}

function toToken(row: Selectable<TokensTable>): Token {
  return {
    id: row.id,
    name: row.name,
    scope: row.scope === 'manage' ? 'manage' : 'read',
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
  }
}
