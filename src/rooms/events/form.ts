import { recordChange } from '../../db/audit.ts'
import type { RoomParts } from '../parts.ts'

/** Whether the form of an organisation is open to the public. */
export async function isFormOpen({ database }: RoomParts, organisation: string): Promise<boolean> {
  const row = await database.read((db) =>
    db.selectFrom('event_forms').select('organisation').where('organisation', '=', organisation).executeTakeFirst(),
  )
  return row !== undefined
}

/** Opens the form to the public, or closes it. */
export async function setFormOpen(
  parts: RoomParts,
  organisation: string,
  isOpen: boolean,
  actor: string,
): Promise<void> {
  await parts.database.transact(async (tx) => {
    if (isOpen) {
      const row = { organisation, opened_at: parts.clock.now() }
      await tx
        .insertInto('event_forms')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    } else await tx.deleteFrom('event_forms').where('organisation', '=', organisation).execute()
    const action = isOpen ? 'event.form.open' : 'event.form.close'
    await recordChange(parts, tx, { actor, action, subject: organisation, organisation, details: {} })
  })
}
