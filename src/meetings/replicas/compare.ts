import type { Context } from '../context.ts'
import type { Meeting } from '../meeting.ts'
import { columns } from '../store-rows.ts'
import { confirm } from './apply.ts'

/**
 * Adds what memory lacks and removes what has ended. What began after the question was asked is left alone. Most of the
 * time memory is right, so whole rows are read only of what it lacks.
 */
export async function compareWithDatabase(context: Context): Promise<void> {
  const { directory, database, clock } = context
  const askedAt = clock.elapsed()
  const known = new Set([...directory.all()].map(({ instance }) => instance))
  const rows = await database.read((db) =>
    db
      .selectFrom('meetings')
      .select(['instance', 'state', 'server', 'lost_at'])
      .where('ended_at', 'is', null)
      .execute(),
  )
  const live = new Set<string>()
  const lacking: string[] = []
  for (const { instance, state, server, lost_at: lostAt } of rows) {
    live.add(instance)
    const meeting = directory.byInstance(instance)
    if (meeting) compareLoss(context, meeting, lostAt !== null, askedAt)
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

/** What was found out here after the question was asked, the answer does not know. */
function compareLoss({ directory }: Context, meeting: Meeting, isLost: boolean, askedAt: number): void {
  const wasLost = meeting.lostAt !== undefined
  if (wasLost === isLost || (meeting.lostAt ?? 0) >= askedAt) return
  meeting.lostAt = isLost ? askedAt : undefined
  directory.changed(meeting)
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
