import type { Kysely } from 'kysely'
import { recordChange } from '../db/audit.ts'
import type { Tables } from '../db/tables.ts'
import { randomId } from '../lib/ids.ts'
import { Problem } from '../lib/problem.ts'
import { changeOf, type PeopleParts, type Person } from './people.ts'
import { hashSecret } from './proof.ts'
import { makeTotpSecret, stepOf } from './totp.ts'

/** The second factor of somebody who signs in with a password: a code of an authenticator app, or a recovery code. */

const recoveryCodes = 10

/** Whether a code is asked of this person after their password. */
export async function hasSecondFactor({ database }: PeopleParts, person: string): Promise<boolean> {
  const row = await database.read((db) =>
    db.selectFrom('second_factors').select('confirmed_at').where('person', '=', person).executeTakeFirst(),
  )
  return row !== undefined && row.confirmed_at !== null
}

/**
 * The secret for this person's app, in base32: the one that was offered before and not confirmed yet, else a new one. It
 * counts only once it is confirmed. Throws Problem 'conflict' when they have a second factor.
 */
export async function offerSecondFactor({ database, clock }: PeopleParts, person: string): Promise<string> {
  const offered = { person, secret: makeTotpSecret(), created_at: clock.now(), confirmed_at: null }
  const row = await database.transact(async (tx) => {
    await tx
      .insertInto('second_factors')
      .values(offered)
      .onConflict((c) => c.column('person').doNothing())
      .execute()
    return await tx.selectFrom('second_factors').selectAll().where('person', '=', person).executeTakeFirstOrThrow()
  })
  if (row.confirmed_at === null) return row.secret
  throw new Problem('conflict', 'this account has a second factor already', { hint: 'remove it first' })
}

/**
 * Makes the offered secret count, once a code shows that the app has it. Gives the recovery codes, this once; undefined
 * for a code that is wrong.
 */
export async function confirmSecondFactor(
  parts: PeopleParts,
  person: Person,
  code: string,
): Promise<readonly string[] | undefined> {
  const { database, clock } = parts
  return await database.transact(async (tx) => {
    const row = await findFactor(tx, person.id)
    if (!row || row.confirmed_at !== null) return undefined
    const step = stepOf(row.secret, tidy(code), clock.now(), row.last_step)
    if (step === undefined) return undefined
    const codes = Array.from({ length: recoveryCodes }, () => randomId(16))
    await tx
      .updateTable('second_factors')
      .set({ confirmed_at: clock.now(), last_step: step })
      .where('person', '=', person.id)
      .execute()
    await tx.deleteFrom('recovery_codes').where('person', '=', person.id).execute()
    await tx
      .insertInto('recovery_codes')
      .values(codes.map((text) => ({ person: person.id, hash: hashSecret(text) })))
      .execute()
    await recordChange(parts, tx, changeOf('person.second-factor.add', person, `person:${person.id}`, {}))
    return codes.map((text) => text.replace(/(.{4})(?=.)/g, '$1-'))
  })
}

/** Whether this is a code of the person's app, or one of their recovery codes; either is worthless from then on. */
export async function useCode(parts: PeopleParts, person: Person, code: string): Promise<boolean> {
  const { database, clock } = parts
  const given = tidy(code)
  return await database.transact(async (tx) => {
    const row = await findFactor(tx, person.id)
    if (!row || row.confirmed_at === null) return false
    const step = stepOf(row.secret, given, clock.now(), row.last_step)
    if (step !== undefined) {
      await tx.updateTable('second_factors').set({ last_step: step }).where('person', '=', person.id).execute()
      return true
    }
    const used = await tx
      .deleteFrom('recovery_codes')
      .where('person', '=', person.id)
      .where('hash', '=', hashSecret(given))
      .executeTakeFirst()
    if (used.numDeletedRows === 0n) return false
    await recordChange(parts, tx, changeOf('person.recovery-code.use', person, `person:${person.id}`, {}))
    return true
  })
}

/** Takes the second factor away: the password alone signs in again. Gives whether there was one. */
export async function removeSecondFactor(parts: PeopleParts, person: Person, actor: string): Promise<boolean> {
  return await parts.database.transact(async (tx) => {
    const removed = await tx.deleteFrom('second_factors').where('person', '=', person.id).executeTakeFirst()
    await tx.deleteFrom('recovery_codes').where('person', '=', person.id).execute()
    if (removed.numDeletedRows === 0n) return false
    await recordChange(parts, tx, changeOf('person.second-factor.remove', person, actor, {}))
    return true
  })
}

/** Two who try at once do so one after the other: the second sees what the first used. */
async function findFactor(tx: Kysely<Tables>, person: string) {
  return await tx.selectFrom('second_factors').selectAll().where('person', '=', person).forUpdate().executeTakeFirst()
}

function tidy(code: string): string {
  return code.toLowerCase().replace(/[\s-]/g, '')
}
