import type { Context } from '../context.ts'
import { columns } from '../store-rows.ts'
import { confirm } from './apply.ts'

/**
 * Adds what memory lacks and removes what has ended. What began after the question was asked is left alone. Most of the
 * time memory is right, so whole rows are read only of what it lacks.
 */
export async function compareWithDatabase(context: Context): Promise<void> {
  const { directory, database } = context
  const known = new Set([...directory.all()].map(({ instance }) => instance))
  const rows = await database.read((db) =>
    db.selectFrom('meetings').select(['instance', 'state', 'server']).where('ended_at', 'is', null).execute(),
  )
  const live = new Set<string>()
  const lacking: string[] = []
  for (const { instance, state, server } of rows) {
    live.add(instance)
    const meeting = directory.byInstance(instance)
    if (!meeting) lacking.push(instance)
    else if (meeting.underway) continue
    else if (meeting.state === 'creating' && state === 'running') lacking.push(instance)
    else if (meeting.server !== server) directory.move(meeting, server)
  }
  // First what is there now: a meeting that was made again is never unknown in between.
  for (let i = 0; i < lacking.length; i += atOnce) await readRows(context, lacking.slice(i, i + atOnce))
  for (const instance of known) {
    const meeting = directory.byInstance(instance)
    if (meeting && !live.has(instance) && !meeting.underway) directory.remove(meeting)
  }
}

const atOnce = 500

async function readRows(context: Context, instances: readonly string[]): Promise<void> {
  const rows = await context.database.read((db) =>
    db
      .selectFrom('meetings')
      .select(columns)
      .where('instance', 'in', instances)
      .where('ended_at', 'is', null)
      .execute(),
  )
  for (const row of rows) if (!context.directory.byInstance(row.instance)?.underway) confirm(context, row)
}
