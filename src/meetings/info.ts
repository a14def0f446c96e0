import { Refusal } from '../protocol/failures.ts'
import { readMeeting } from '../protocol/meeting.ts'
import { parameter } from '../protocol/query.ts'
import { ServerFailure } from '../protocol/server-failure.ts'
import type { Context } from './context.ts'
import { endMeeting } from './ending.ts'
import type { Meeting } from './meeting.ts'
import { observe } from './observe.ts'
import type { Organisation } from './organisations.ts'
import { isAway } from './patience.ts'
import { isUp, type Server } from './pool.ts'
import { vanishesUnexpectedly } from './vanished.ts'
import { noteAnswer, noteFailure } from './watch.ts'

/** What clients ask of meetings, answered from memory; its server is asked only about what memory knows to be stale. */
export interface Inquiries {
  /** Whether anybody is in the meeting. False for one that does not exist. */
  isRunning(organisation: Organisation, meetingId: string): Promise<boolean> | boolean
  /** What stands inside `<meeting>`. Throws `Refusal` (notFound). */
  info(organisation: Organisation, meetingId: string): Promise<Buffer> | Buffer
  /** The whole getMeetings answer, breakout rooms in it, or undefined when there is no meeting. */
  list(organisation: Organisation): Buffer | undefined
}

/** At most one question a second about one meeting, however many clients wait for the answer. */
const askAgainMs = 1000
/** So long after a join the person may still be loading the client. */
const settlingMs = 10_000

export function createInquiries(context: Context): Inquiries {
  const underway = new Map<string, Promise<void>>()
  const lists = new Map<string, { version: number; xml: Buffer | undefined }>()

  const refresh = async (meeting: Meeting): Promise<void> => {
    const asked = underway.get(meeting.instance)
    if (asked) return await asked
    const asking = askServer(context, meeting).finally(() => underway.delete(meeting.instance))
    underway.set(meeting.instance, asking)
    await asking
  }

  const current = async (organisation: Organisation, meeting: Meeting): Promise<Meeting | undefined> => {
    await refresh(meeting)
    return context.directory.find(organisation.id, meeting.meetingId)
  }

  return {
    isRunning(organisation, meetingId) {
      const meeting = context.directory.find(organisation.id, meetingId)
      if (!meeting) return false
      // A join makes a meeting run, never stop: only "nobody is there" can be stale by it.
      if (meeting.facts?.running && !meeting.ending) return true
      if (!isStale(context, meeting)) return meeting.facts?.running ?? false
      return current(organisation, meeting).then((now) => now?.facts?.running ?? false)
    },
    info(organisation, meetingId) {
      const meeting = context.directory.find(organisation.id, meetingId)
      if (!meeting) throw new Refusal('notFound')
      if (!isStale(context, meeting)) return infoOf(meeting)
      return current(organisation, meeting).then(infoOf)
    },
    list(organisation) {
      const version = context.directory.version(organisation.id)
      const cached = lists.get(organisation.id)
      if (cached?.version === version) return cached.xml
      const xml = renderList(context.directory.inOrganisation(organisation.id))
      lists.set(organisation.id, { version, xml })
      return xml
    },
  }
}

function infoOf(meeting: Meeting | undefined): Buffer {
  if (!meeting || meeting.xml.length === 0) throw new Refusal('notFound')
  return meeting.xml
}

/**
 * Memory is stale while something done may not show in it yet, such as someone on the way in, and when its server said
 * nothing since the start. Even then a server is asked about one meeting once a second at most.
 */
function isStale(context: Context, meeting: Meeting): boolean {
  const now = context.clock.elapsed()
  const isSettled = meeting.confirmedAt > meeting.touchedAt && now - meeting.touchedAt > settlingMs && !meeting.ending
  return !isSettled && now - meeting.askedAt >= askAgainMs
}

/** Asks its server about one meeting and takes in the answer; a server that does not answer leaves memory as it is. */
export async function askServer(context: Context, meeting: Meeting): Promise<void> {
  const server = context.pool.find(meeting.server)
  if (!isUp(server) || meeting.lostAt !== undefined) return
  const askedAt = context.clock.elapsed()
  meeting.askedAt = askedAt
  try {
    const query = parameter('meetingID', meeting.nodeId).raw
    const answer = await context.servers.call(server.access, 'getMeetingInfo', query, { timeoutMs: 3000 })
    noteAnswer(context, server)
    if (!isUpToDate(context, meeting, askedAt)) return
    if (answer.ok) await observe(context, meeting, readMeeting(answer.root), askedAt)
    else if (answer.key === 'notFound' && meeting.state === 'running') await settleUnknown(context, server, meeting)
  } catch (error) {
    // The last known answer is better than none.
    if (error instanceof ServerFailure) return noteFailure(context, server, error)
    if (!isAway(error)) throw error
    context.log.warn({ err: error, meeting: meeting.instance }, 'what a server said could not be written down')
  }
}

/** Where people were a moment ago, what the server says of its other meetings tells whether this one ended or was lost. */
async function settleUnknown(context: Context, server: Server, meeting: Meeting): Promise<void> {
  if (vanishesUnexpectedly(context, meeting)) await context.look(server)
  else await endMeeting(context, meeting)
}

/** What became of the meeting since the question was sent, such as its end or its create, the answer cannot tell. */
function isUpToDate({ directory }: Context, meeting: Meeting, askedAt: number): boolean {
  return directory.byInstance(meeting.instance) === meeting && meeting.confirmedAt <= askedAt
}

const open = Buffer.from('<meeting>')
const close = Buffer.from('</meeting>')
const head = Buffer.from('<response><returncode>SUCCESS</returncode><meetings>')
const tail = Buffer.from('</meetings></response>')

function renderList(meetings: ReadonlySet<Meeting>): Buffer | undefined {
  const parts: Buffer[] = []
  for (const meeting of meetings) {
    if (meeting.xml.length === 0) continue
    parts.push(open, meeting.xml, close)
    for (const breakout of meeting.breakouts.values()) parts.push(open, breakout, close)
  }
  return parts.length === 0 ? undefined : Buffer.concat([head, ...parts, tail])
}
