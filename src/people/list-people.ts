import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { Problem } from '../lib/problem.ts'
import { type PeopleParts, type Person, type PersonStatus, toPerson } from './people.ts'
import type { Role } from './rights.ts'

/** Which accounts of an organisation are wanted. */
export interface PeopleWanted {
  readonly organisation: string
  /** Part of a name or address, or a whole id or external id. Where names are hidden, an id only. */
  readonly search?: string | undefined
  /** A whole address, which the reader knows already. */
  readonly email?: string | undefined
  readonly status?: PersonStatus | undefined
  readonly role?: Role | undefined
  /** The id of a group. */
  readonly group?: string | undefined
  readonly limit: number
  /** Where the page before ended. */
  readonly after?: string | undefined
  /** Whether the reader may know names: if not, neither the order nor the search tells anything of them. */
  readonly names: boolean
}

export interface PeoplePage {
  readonly people: readonly Person[]
  /** How many there are on all pages. */
  readonly total: number
  /** Pass it as `after` for the next page; undefined on the last one. */
  readonly next: string | undefined
}

/** One page of the accounts of an organisation, by name (or by id, where names are hidden); no erased ones unless asked for. */
export async function listPeople({ database }: PeopleParts, wanted: PeopleWanted): Promise<PeoplePage> {
  const after = wanted.after === undefined ? undefined : readCursor(wanted.after)
  return await database.read(async (db) => {
    const matching = match(db, wanted)
    const { total } = await matching.select((of) => of.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
    const key = wanted.names ? sql<string>`lower(name)` : sql<string>`id`
    let query = matching
      .selectAll()
      .select(key.as('key'))
      .orderBy(key)
      .orderBy('id')
      .limit(wanted.limit + 1)
    if (after) query = query.where(sql<boolean>`(${key}, id) > (${after.key}, ${after.id})`)
    const rows = await query.execute()
    const page = rows.slice(0, wanted.limit)
    const last = rows.length > page.length ? page.at(-1) : undefined
    return { people: page.map(toPerson), total, next: last && writeCursor(last) }
  })
}

/** Every account of an organisation that was not erased, for what must compare them all. */
export async function allPeople(db: Kysely<Tables>, organisation: string): Promise<Person[]> {
  const rows = await db
    .selectFrom('people')
    .selectAll()
    .where('organisation', '=', organisation)
    .where('status', '<>', 'erased')
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(toPerson)
}

function match(db: Kysely<Tables>, wanted: PeopleWanted): SelectQueryBuilder<Tables, 'people', object> {
  const { organisation, status, role, group, email, search = '', names } = wanted
  let query = db.selectFrom('people').where('organisation', '=', organisation)
  query = status === undefined ? query.where('status', '<>', 'erased') : query.where('status', '=', status)
  if (role !== undefined) query = query.where('role', '=', role)
  if (group !== undefined) {
    const members = db.selectFrom('memberships').select('person').where('group_id', '=', group)
    query = query.where('id', 'in', members)
  }
  if (email !== undefined) {
    query = query.where((of) => of(of.fn<string>('lower', ['email']), '=', of.fn<string>('lower', [of.val(email)])))
  }
  const text = search.trim()
  if (text === '') return query
  if (!names) return query.where('id', '=', text)
  const like = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  return query.where((of) =>
    of.or([of('name', 'ilike', like), of('email', 'ilike', like), of('external_id', '=', text), of('id', '=', text)]),
  )
}

function writeCursor({ key, id }: { readonly key: string; readonly id: string }): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url')
}

function readCursor(text: string): { readonly key: string; readonly id: string } {
  try {
    const [key, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    if (typeof key === 'string' && typeof id === 'string' && !`${key}${id}`.includes('\0')) return { key, id }
  } catch {
    // Refused below, like any other text that is no cursor.
  }
  throw new Problem('usage', 'the address does not say rightly where the page begins', {
    hint: 'pass as "after" what the page before gave as "next", unchanged',
  })
}
