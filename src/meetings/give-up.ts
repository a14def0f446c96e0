import type { Context } from './context.ts'
import { endMeeting } from './ending.ts'
import type { Server } from './pool.ts'

/** After so long offline or disabled, a server's meetings are over: whoever was in them has gone elsewhere or home. */
export const lostAfterMs = 10 * 60_000

/** Ends the meetings of a server that has been away for ten minutes. */
export async function giveUpLost(context: Context, { access, offlineSince }: Server): Promise<void> {
  if (offlineSince === undefined || context.clock.elapsed() - offlineSince < lostAfterMs) return
  await giveUp(context, access.id)
}

/** Nobody looks at disabled servers, so their time is kept here. */
export async function giveUpDisabled(context: Context): Promise<void> {
  for (const server of context.pool.list()) {
    if (server.admin !== 'disabled') continue
    server.offlineSince ??= context.clock.elapsed()
    await giveUpLost(context, server)
  }
}

/** Ends the meetings of servers that are no longer declared: nobody can reach them. */
export async function giveUpOrphans(context: Context): Promise<void> {
  const missing = new Set(
    [...context.directory.all()].map(({ server }) => server).filter((id) => !context.pool.find(id)),
  )
  for (const server of missing) await giveUp(context, server)
}

async function giveUp(context: Context, server: string): Promise<void> {
  const meetings = [...context.directory.onServer(server)]
  if (meetings.length === 0) return
  context.log.warn({ server, meetings: meetings.length }, 'meetings are lost with their server')
  for (const meeting of meetings) await endMeeting(context, meeting)
}
