import type { Context } from './context.ts'
import type { Meeting } from './meeting.ts'

/** Gives up a claim whose meeting certainly exists nowhere: as if it had never been asked for. */
export async function forget(context: Context, meeting: Meeting): Promise<void> {
  // While the row lives, nobody can claim the meeting, so memory must still know it.
  await context.store.release(meeting)
  context.directory.remove(meeting)
  context.replicas.tell({ kind: 'gone', instance: meeting.instance })
}
