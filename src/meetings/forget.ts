import type { Context } from './context.ts'
import type { Meeting } from './meeting.ts'

/** Gives up a claim whose meeting certainly exists nowhere: as if it had never been asked for. */
export async function forget(context: Context, meeting: Meeting): Promise<void> {
  context.directory.remove(meeting)
  await context.store.release(meeting)
  context.replicas.tell({ kind: 'gone', instance: meeting.instance })
}
