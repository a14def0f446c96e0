import { z } from 'zod'
import type { Context } from '../../meetings/context.ts'
import { drainOf, type TypicalLengths, typicalLengths } from '../../meetings/drain.ts'
import { type Server, whyClosed } from '../../meetings/pool.ts'
import { toIso } from './api.ts'
import { checksum, moment } from './fields.ts'

export const adminState = z
  .enum(['enabled', 'draining', 'disabled'])
  .describe('"draining" keeps its meetings but gets no new ones, "disabled" is not even asked.')

export const serverView = z
  .object({
    id: z.string(),
    url: z.string(),
    origin: z.enum(['file', 'database', 'practice']).describe('Where it is declared, and so who may remove it.'),
    state: adminState,
    condition: z
      .enum(['unknown', 'online', 'suspect', 'offline'])
      .describe('"unknown" until it was first looked at, and while it is disabled.'),
    takesMeetings: z.boolean(),
    whyNot: z.string().nullable().describe('Why it takes no new meetings.'),
    capacity: z.int().describe('Users that fit at once.'),
    weight: z.number(),
    tags: z.array(z.string()),
    owner: z.string().nullable().describe('The organisation that brought it; null when it belongs to all.'),
    checksum,
    seats: z.int().describe('Seats taken or reserved.'),
    people: z
      .int()
      .nullable()
      .describe('Everybody on the server, in meetings of others too; null while it is disabled.'),
    meetings: z.int(),
    foreignMeetings: z.int().describe('Meetings there that are not ours.'),
    events: z
      .boolean()
      .describe('Whether it tells Mycel of events by bbb-webhooks, so that people are counted at once.'),
    lastSeenAt: moment,
    lastError: z.string().nullable(),
    draining: z
      .object({
        meetings: z.int(),
        people: z.int(),
        emptyBy: moment.describe('When it is expected to be empty; null when that cannot be said.'),
      })
      .nullable(),
  })
  .meta({ id: 'Server' })

export type ServerView = z.input<typeof serverView>

export async function toServerView(context: Context, server: Server): Promise<ServerView> {
  const [view] = await toServerViews(context, [server])
  if (!view) throw new Error('a server has no view')
  return view
}

/** The views of servers; the database is asked only when one of them is draining. */
export async function toServerViews(context: Context, servers: readonly Server[]): Promise<ServerView[]> {
  const isDraining = servers.some(({ admin }) => admin === 'draining')
  const typical: TypicalLengths = isDraining ? await typicalLengths(context) : new Map()
  return servers.map((server) => render(context, server, typical))
}

function render(context: Context, server: Server, typical: TypicalLengths): ServerView {
  const { access, health, admin } = server
  const now = context.clock.elapsed()
  const meetings = context.directory.onServer(access.id)
  const whyNot = whyClosed(server, now)
  const drain = drainOf(context, server, typical)
  const isLookedAt = admin !== 'disabled'
  return {
    id: access.id,
    url: access.url,
    origin: server.origin,
    state: admin,
    condition: isLookedAt ? health.condition : 'unknown',
    takesMeetings: whyNot === undefined,
    whyNot: whyNot ?? null,
    capacity: server.capacity,
    weight: server.weight,
    tags: [...server.tags],
    owner: server.owner ?? null,
    checksum: access.checksum,
    seats: context.pool.load(server, now),
    people: isLookedAt ? drain.people : null,
    meetings: meetings.size,
    foreignMeetings: isLookedAt ? server.foreignMeetings : 0,
    events: server.events,
    lastSeenAt: isLookedAt ? toIso(health.lastSeenAt) : null,
    lastError: isLookedAt ? (health.lastError ?? null) : null,
    draining: admin === 'draining' ? { ...drain, emptyBy: toIso(drain.emptyBy) } : null,
  }
}
