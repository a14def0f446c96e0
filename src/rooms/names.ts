import type { Kysely } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { randomId } from '../lib/ids.ts'
import { Problem } from '../lib/problem.ts'

/** A short name as addresses bear it: small letters, digits, and "-" within; 2 to 64 characters. */
export const nameShape = /^[a-z0-9][a-z0-9-]{0,62}[a-z0-9]$/

/** The one way to write a name. */
export function foldName(text: string): string {
  return text.toLowerCase()
}

/** A name that nobody guesses: four letters or digits, three times. */
export function makeName(): string {
  return (randomId(12).match(/.{4}/g) ?? []).join('-')
}

/**
 * Gives a room that name; the one it had leads to it from then on. Old names of another room stay its own. Throws
 * Problem 'conflict' when it is taken.
 */
export async function giveName(tx: Kysely<Tables>, room: string, name: string): Promise<void> {
  const taken = await tx.selectFrom('room_names').select('room').where('name', '=', name).executeTakeFirst()
  if (taken && taken.room !== room) throw nameTaken(name)
  await tx.updateTable('room_names').set({ is_current: false }).where('room', '=', room).execute()
  const written = await tx
    .insertInto('room_names')
    .values({ name, room, is_current: true })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({ is_current: true }).where('room_names.room', '=', room),
    )
    .executeTakeFirst()
  // Another room may have taken it in the meantime.
  if (Number(written.numInsertedOrUpdatedRows) !== 1) throw nameTaken(name)
}

function nameTaken(name: string): Problem {
  return new Problem('conflict', `the name ${name} is taken; nothing was changed`, {
    hint: 'names are unique over the whole installation; choose another one',
  })
}
