import type { Database } from '../db/open.ts'

/** Removes all that is kept of the meetings of an organisation that is no more. */
export async function forgetNotes({ database }: { readonly database: Database }, organisation: string): Promise<void> {
  await database.transact(async (tx) => {
    for (const table of ['notes', 'decisions', 'tasks', 'note_changes', 'pads'] as const) {
      await tx.deleteFrom(table).where('organisation', '=', organisation).execute()
    }
  })
}
