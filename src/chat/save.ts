import type { ChatPurge } from '../db/chat-tables.ts'
import type { JsonText } from '../db/tables.ts'
import type { OpenChat } from './parts.ts'

/** Writes down how far a room is. */
export async function save(
  { database, clock }: OpenChat,
  id: string,
  change: Partial<Omit<ChatPurge, 'media'>> & { readonly media?: JsonText | null },
): Promise<void> {
  await database.transact((tx) =>
    tx
      .updateTable('chat_purges')
      .set({ ...change, changed_at: clock.now() })
      .where('id', '=', id)
      .execute(),
  )
}
