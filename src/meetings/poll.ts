import type { ListingAnswer } from '../protocol/listing.ts'
import { ServerFailure } from '../protocol/server-failure.ts'
import { MalformedXml } from '../protocol/xml.ts'
import type { Context } from './context.ts'
import { giveUpDisabled, giveUpLost, giveUpOrphans } from './give-up.ts'
import { isAway } from './patience.ts'
import type { Listing, Server } from './pool.ts'
import { type Head, headOf, type Reported, reconcile } from './reconcile-server.ts'
import type { ServerHooks } from './server-hooks.ts'
import type { NewListing } from './servers.ts'
import { noteAnswer, noteFailure } from './watch.ts'

/** Looks at every server in turn, forever: one getMeetings each time, never more for however many meetings. */
export interface Poller extends AsyncDisposable {
  /** Looks at one server now. Resolves when what it said was taken in, or that it failed was noted. */
  look(server: Server): Promise<void>
  /** Begins to look at every server of the pool; resolves when each was looked at once. */
  start(): Promise<void>
}

export interface PollOptions {
  /** Milliseconds between two looks at a server that is well. */
  readonly intervalMs: number
  /** Our registration for events, tended at each look that succeeded. */
  readonly serverHooks: ServerHooks
  /** Servers asked at the same time. */
  readonly concurrency?: number
}

/** A server in doubt is asked again soon, so that its recovery or end is known within seconds. */
const doubtMs = 1000
const timeoutMs = 3000
/** Servers asked at the same time at the start: many, because some may be dead, and not all, because answers are large. */
const atStart = 250

export function createPoller(context: Context, { intervalMs, serverHooks, concurrency = 32 }: PollOptions): Poller {
  const underway = new Map<string, Promise<void>>()
  const due = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined

  const look = (server: Server): Promise<void> => {
    const id = server.access.id
    const looking = underway.get(id) ?? lookOnce(context, server, serverHooks).finally(() => underway.delete(id))
    underway.set(id, looking)
    return looking
  }

  /** Spread over time, so that many servers do not answer in the same instant. */
  const nextDelay = ({ health }: Server): number =>
    (health.condition === 'online' ? intervalMs : Math.min(doubtMs, intervalMs)) * (0.9 + Math.random() * 0.2)

  const dueAt = ({ access }: Server) => due.get(access.id) ?? 0

  const tick = () => {
    if (!context.replicas.isLooking) return
    void giveUpDisabled(context).catch((error: unknown) =>
      context.log.error({ err: error }, 'meetings could not be ended'),
    )
    const now = performance.now()
    const overdue = context.pool.list().filter((server) => dueAt(server) <= now)
    for (const server of overdue.toSorted((a, b) => dueAt(a) - dueAt(b))) {
      const id = server.access.id
      if (server.admin === 'disabled' || underway.has(id)) continue
      if (underway.size >= concurrency) break
      void look(server).finally(() => due.set(id, performance.now() + nextDelay(server)))
    }
  }

  return {
    look,
    async start() {
      timer = setInterval(tick, Math.min(100, intervalMs / 4))
      const servers = context.pool.list().filter((server) => server.admin !== 'disabled')
      for (const [i, server] of servers.entries())
        due.set(server.access.id, performance.now() + intervalMs * (1 + i / servers.length))
      const waiting = servers.values()
      const lookAtSome = async () => {
        for (const server of waiting) await look(server)
      }
      await Promise.all(Array.from({ length: atStart }, lookAtSome))
      await giveUpOrphans(context)
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await Promise.allSettled(underway.values())
    },
  }
}

async function lookOnce(context: Context, server: Server, serverHooks: ServerHooks): Promise<void> {
  try {
    await list(context, server)
    tellLook(context, server)
    await serverHooks.tend(server)
  } catch (error) {
    if (error instanceof ServerFailure) await missed(context, server, error)
    else context.log.error({ err: error, server: server.access.id }, 'the server could not be looked at')
  }
}

/** A function of its own, so that what the server said, which is large, does not live until the rest is done. */
async function list(context: Context, server: Server): Promise<void> {
  const askedAt = context.clock.elapsed()
  const answer = await context.servers.list(server.access, knownListing(context, server)?.digest, timeoutMs)
  noteAnswer(context, server)
  if (answer === 'same') confirmAll(context, server, askedAt)
  else await takeIn(context, server, answer, askedAt).catch((error: unknown) => notTakenIn(context, server, error))
}

/** A server that answered is well, whatever became of its answer here; the next look takes it in anew. */
function notTakenIn(context: Context, { access }: Server, error: unknown): void {
  if (error instanceof ServerFailure) throw error
  const level = isAway(error) ? 'warn' : 'error'
  context.log[level]({ err: error, server: access.id }, 'what the server said could not be taken in')
}

/** The last listing, if memory is still exactly what it made of it: then the same text again says nothing new. */
function knownListing({ directory, attendance }: Context, { access, listing }: Server): Listing | undefined {
  if (listing?.version !== directory.serverVersion(access.id)) return undefined
  for (const meeting of directory.onServer(access.id)) {
    if (meeting.state !== 'running' || meeting.ending || !listing.listed.has(meeting.nodeId)) return undefined
    // Whoever has just begun to write down attendance must be told who is there, though nothing has changed.
    if (!attendance.isCertain(meeting)) return undefined
  }
  // An old copy of a meeting that lives elsewhere is still to be ended.
  for (const nodeId of listing.listed) {
    const meeting = directory.byNodeId(nodeId)
    if (meeting && meeting.server !== access.id) return undefined
  }
  return listing
}

/** Most of the time nothing happens on most servers: then nothing is parsed, rendered or compared. */
function confirmAll({ directory }: Context, { access, listing }: Server, askedAt: number): void {
  // Something changed here while the server was being asked: the next look will see.
  if (listing?.version !== directory.serverVersion(access.id)) return
  for (const meeting of directory.onServer(access.id)) meeting.confirmedAt = Math.max(meeting.confirmedAt, askedAt)
}

async function takeIn(context: Context, server: Server, answer: NewListing, askedAt: number): Promise<void> {
  const known = server.listing?.heads
  server.listing = undefined
  const meetings = readHeads(answer, known)
  const isWhole = await reconcile(context, server, meetings, askedAt)
  server.listing = {
    digest: answer.digest,
    listed: new Set(meetings.map(({ head }) => head.meetingId)),
    heads: new Map(meetings.flatMap(({ digest, head }) => (digest === undefined ? [] : [[digest, head] as const]))),
    // What was passed over must be read again, although the server may say the same.
    version: isWhole ? context.directory.serverVersion(server.access.id) : -1,
  }
}

async function missed(context: Context, server: Server, failure: ServerFailure): Promise<void> {
  noteFailure(context, server, failure)
  tellLook(context, server)
  await giveUpLost(context, server)
}

function tellLook(context: Context, { access, health, admin, foreignUsers, foreignMeetings, events }: Server): void {
  const { token } = context.replicas
  const barredMs = Math.max(0, health.noCreateUntil - context.clock.elapsed())
  const look = { health, barredMs, admin, foreignUsers, foreignMeetings, events }
  context.replicas.tell({ kind: 'looked', token, server: access.id, look })
}

/** Reads what is new. All of it, before anything is taken in: a listing that is malformed somewhere is not believed. */
function readHeads({ answer, meetings }: ListingAnswer, known: ReadonlyMap<string, Head> | undefined): Reported[] {
  if (answer.key === 'checksumError') throw new ServerFailure('garbled', 'it refuses our secret')
  if (!answer.ok) throw new ServerFailure('garbled', `it refuses us: ${answer.key} ${answer.message}`.trim())
  try {
    return meetings.map(({ digest, read }): Reported => {
      const head = digest === undefined ? undefined : known?.get(digest)
      if (head) return { digest, head, read }
      const report = read()
      return { digest, head: headOf(report), read: () => report }
    })
  } catch (error) {
    if (error instanceof MalformedXml) throw new ServerFailure('garbled', error.message, error)
    throw error
  }
}
