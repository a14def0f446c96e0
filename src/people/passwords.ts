import type { Kysely } from 'kysely'
import { recordChange } from '../db/audit.ts'
import type { Tables } from '../db/tables.ts'
import type { Hashing } from './hashing.ts'
import { changeOf, type PeopleParts, type Person, toPerson } from './people.ts'

/** Characters that a password has at least. What it is made of is nobody's business: a sentence is as good. */
export const leastCharacters = 12
export const mostCharacters = 200

/** What is wrong with a password that somebody wants to have. */
export type PasswordFault = 'short' | 'long' | 'personal' | 'simple'

/** What nobody may have as a password without adding to it. */
interface Known {
  readonly name: string
  readonly email: string | undefined
}

export interface PasswordParts extends PeopleParts {
  readonly hashing: Hashing
}

const usualWords = ['password', 'passwort', 'motdepasse', 'letmein', 'iloveyou', 'welcome', 'bienvenue', 'mycel']
const rows = ['abcdefghijklmnopqrstuvwxyz', '0123456789', 'qwertyuiopasdfghjklzxcvbnm', 'azertyuiopqsdfghjklmwxcvbn']

/**
 * Why this password will not do; undefined when it will. Neither names and addresses nor the words and rows of keys that
 * everybody tries first count towards its length.
 */
export function findPasswordFault(password: string, known: Known): PasswordFault | undefined {
  const text = password.normalize('NFKC')
  if ([...text].length < leastCharacters) return 'short'
  if ([...text].length > mostCharacters) return 'long'
  const small = text.toLowerCase()
  if ([...without(small, wordsOf(known))].length < leastCharacters) return 'personal'
  const isSimple = [...without(small, usualWords)].length < leastCharacters / 2 || new Set(small).size < 5
  return isSimple || isRow(small) ? 'simple' : undefined
}

/** Gives an account this password instead of the one that it had, in a transaction of the caller's. */
export async function setPassword(
  { clock }: Pick<PeopleParts, 'clock'>,
  tx: Kysely<Tables>,
  person: string,
  hash: string,
): Promise<void> {
  const value = { hash, changed_at: clock.now() }
  await tx
    .insertInto('passwords')
    .values({ person, ...value })
    .onConflict((c) => c.column('person').doUpdateSet(value))
    .execute()
}

/** Whether this is the password of that account. */
export async function isPasswordOf(
  { database, hashing }: PasswordParts,
  person: string,
  password: string,
): Promise<boolean> {
  const row = await database.read((db) =>
    db.selectFrom('passwords').select('hash').where('person', '=', person).executeTakeFirst(),
  )
  return await hashing.verify(password, row?.hash)
}

/** Gives an account another password, and ends its sessions but the one to keep. */
export async function changePassword(
  parts: PasswordParts,
  person: Person,
  password: string,
  { actor, keep }: { readonly actor: string; readonly keep: string | undefined },
): Promise<void> {
  const hash = await parts.hashing.hash(password)
  await parts.database.transact(async (tx) => {
    await setPassword(parts, tx, person.id, hash)
    await tx
      .deleteFrom('sessions')
      .where('person', '=', person.id)
      .where('id', '<>', keep ?? '')
      .execute()
    await recordChange(parts, tx, changeOf('person.password', person, actor, {}))
  })
}

/** Who is asked for, and by what. */
export interface PasswordSignIn {
  readonly email: string
  readonly password: string
  /** The organisations in which the account may be. */
  readonly organisations: readonly string[]
}

/** One may have accounts under the same address in so many organisations and still sign in without naming one. */
const mostAccounts = 3

/**
 * Whoever has this address and this password; undefined for every reason. The work is the same whether there is such an
 * account or not: it depends on nothing but how many organisations are asked.
 */
export async function findByPassword(
  { database, hashing }: PasswordParts,
  { email, password, organisations }: PasswordSignIn,
): Promise<Person | undefined> {
  const rounds = Math.min(Math.max(organisations.length, 1), mostAccounts)
  const accounts = await database.read((db) =>
    db
      .selectFrom('people')
      .innerJoin('passwords', 'passwords.person', 'people.id')
      .selectAll('people')
      .select('passwords.hash')
      .where((of) => of(of.fn<string>('lower', ['email']), '=', email.toLowerCase()))
      .where('organisation', 'in', organisations.length === 0 ? [''] : organisations)
      .where('status', 'in', ['active', 'invited'])
      .orderBy('last_seen_at', (order) => order.desc().nullsLast())
      .limit(rounds)
      .execute(),
  )
  const tried = await Promise.all(
    Array.from({ length: rounds }, async (_, i) => {
      const account = accounts[i]
      return (await hashing.verify(password, account?.hash)) ? account : undefined
    }),
  )
  const found = tried.find((account) => account !== undefined)
  return found && toPerson(found)
}

function wordsOf({ name, email = '' }: Known): string[] {
  const [local = '', domain = ''] = email.toLowerCase().split('@')
  const words = [...name.toLowerCase().split(/[^\p{L}\p{N}]+/u), local, ...local.split(/[._+-]/), ...domain.split('.')]
  return words.filter((word) => word.length >= 3).toSorted((a, b) => b.length - a.length)
}

function without(text: string, words: readonly string[]): string {
  return words.reduce((rest, word) => rest.replaceAll(word, ''), text)
}

/** `abcdefghijklm`, `123456789012` and the like, in either direction. */
function isRow(text: string): boolean {
  return rows.some((row) => {
    const endless = row.repeat(Math.ceil(mostCharacters / row.length) + 1)
    return endless.includes(text) || [...endless].toReversed().join('').includes(text)
  })
}
