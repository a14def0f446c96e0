import { Refusal } from '../protocol/failures.ts'
import { type Parameter, parseQuery, valueOf, without, withValue } from '../protocol/query.ts'
import type { Context } from './context.ts'
import type { Creator } from './create.ts'
import { isThere } from './create-again.ts'
import { askServer } from './info.ts'
import { isModerator, join, ruled, ServerGone } from './join.ts'
import { createJoinLines, type JoinLines } from './join-lines.ts'
import { createTimeOf, type Meeting } from './meeting.ts'
import { createMover, type Mover } from './move-meeting.ts'
import type { Organisation } from './organisations.ts'
import { createSuccession, type Succession } from './succession.ts'
import { createTickets, type Ticket, type Tickets } from './tickets.ts'

/** What somebody with a ticket is told; `again` is when to look again, in seconds. */
export type Look =
  | { readonly kind: 'enter'; readonly address: string }
  | { readonly kind: 'waiting'; readonly before: number; readonly again: number }
  /** Its server does not answer; `isStuck` when no other one could take the meeting yet. */
  | { readonly kind: 'moving'; readonly isStuck: boolean }
  | { readonly kind: 'full' }
  | { readonly kind: 'over' }

/** What becomes of somebody whose client closed: thrown out, gone by themselves, or at the end of the meeting. */
export type Return = 'thrown out' | 'left' | 'over'

/** The page between a join and the meeting's server: it paces joins, and brings people along when a server dies. */
export interface JoinPage {
  /** Where a join is sent instead of to its server; undefined when the page is not wanted for it. */
  address(organisation: Organisation, parameters: readonly Parameter[]): string | undefined
  /** What a ticket says; undefined for one that is not valid. */
  read(ticket: string): Ticket | undefined
  look(ticket: Ticket): Promise<Look>
  lookBack(ticket: Ticket): Promise<Return>
}

interface Parts {
  readonly context: Context
  readonly tickets: Tickets
  readonly lines: JoinLines
  readonly succession: Succession
  readonly mover: Mover
  readonly publicUrl: () => string
}

/** Proxies before BigBlueButton commonly accept 8 KiB; longer addresses go without us. */
const longestAddress = 7500
const usualPace = 10
/** So long after it was claimed a meeting may still be on its way to its server. */
const arrivingMs = 20_000

export function createJoinPage(context: Context, creator: Creator, key: Buffer, publicUrl: () => string): JoinPage {
  const succession = createSuccession(context)
  const mover = createMover(context, creator, succession)
  const parts: Parts = { context, publicUrl, succession, mover, tickets: createTickets(key), lines: createJoinLines() }
  const ask = createQuestions(context)

  return {
    address: (organisation, parameters) => addressFor(parts, organisation, parameters),
    read: (text) => parts.tickets.read(text, context.clock.now()),
    look: (ticket) => look(parts, ticket),
    async lookBack(ticket) {
      const meeting = await find(context, ticket)
      if (meeting && stateOf(parts, meeting, ticket) === 'left') await ask(meeting)
      return stateOf(parts, context.directory.find(ticket.organisation, meetingIdOf(ticket)), ticket)
    },
  }
}

function addressFor(
  { context, tickets, publicUrl }: Parts,
  organisation: Organisation,
  parameters: readonly Parameter[],
): string | undefined {
  const sent = ruled(organisation, parameters)
  // What is neither empty nor "true", bbb-web takes for false.
  if (!/^(true)?$/i.test(valueOf(sent, 'redirect') ?? '')) return undefined
  const meeting = context.directory.find(organisation.id, valueOf(parameters, 'meetingID') ?? '')
  if (!meeting) return undefined
  const home = valueOf(sent, 'logoutURL') || valueOf(meeting.parameters, 'logoutURL') || ''
  const content = { organisation: organisation.id, instance: meeting.instance, home }
  const query = parameters.map(({ raw }) => raw).join('&')
  const address = `${publicUrl()}/j/${tickets.issue({ ...content, query }, context.clock.now())}`
  return address.length > longestAddress ? undefined : address
}

async function look(parts: Parts, ticket: Ticket): Promise<Look> {
  const { context, lines, succession, mover } = parts
  const organisation = context.organisations.find(ticket.organisation)
  const { status } = context.organisations.standing(ticket.organisation)
  if (!organisation || status === 'suspended') return { kind: 'over' }
  const meeting = await find(context, ticket)
  if (!meeting) {
    const lost = succession.lost(ticket.instance)
    return lost ? mover.move(organisation, lost) : { kind: 'over' }
  }
  if (!isThere(context, meeting)) return mover.move(organisation, meeting)
  const isNew = meeting.instance === ticket.instance
  if (isArriving(context, meeting) && isNew) return { kind: 'waiting', before: 0, again: 1 }
  if (isArriving(context, meeting) || isShaky(context, meeting)) return { kind: 'moving', isStuck: false }

  const parameters = continued(parts, meeting, ticket)
  const newcomer = {
    id: ticket.id,
    isModerator: isModerator(meeting, ruled(organisation, parameters)),
    perSecond: organisation.joinPage?.perSecond ?? usualPace,
  }
  const turn = lines.come(meeting.server, newcomer, context.clock.elapsed())
  if (!turn.isAdmitted) return { kind: 'waiting', before: turn.before, again: turn.again }
  return enter(parts, organisation, meeting, { parameters, home: ticket.home })
}

/** The way in, with the way back to us: for a meeting that was made again, the ticket for it is a new one. */
function enter(
  { context, tickets, publicUrl }: Parts,
  organisation: Organisation,
  meeting: Meeting,
  { parameters, home }: { readonly parameters: readonly Parameter[]; readonly home: string },
): Look {
  const query = parameters.map(({ raw }) => raw).join('&')
  const content = { organisation: organisation.id, instance: meeting.instance, query, home }
  const back = `${publicUrl()}/j/${tickets.issue(content, context.clock.now())}/back`
  try {
    const address = join(context, organisation, parameters, back)
    return {
      kind: 'enter',
      address: address.length > longestAddress ? join(context, organisation, parameters) : address,
    }
  } catch (error) {
    if (error instanceof ServerGone) return { kind: 'moving', isStuck: false }
    if (!(error instanceof Refusal)) throw error
    return { kind: error.key === 'maxParticipantsReached' ? 'full' : 'over' }
  }
}

/** The parameters of the ticket; a link to an instance whose server died leads into the one that continues it. */
function continued({ succession }: Parts, meeting: Meeting, { instance, query }: Ticket): readonly Parameter[] {
  const parameters = parseQuery(query)
  const isLater = meeting.instance !== instance && valueOf(parameters, 'createTime')
  if (!isLater || !succession.continues(meeting, instance)) return parameters
  const createTime = createTimeOf(meeting)
  return createTime === undefined
    ? without(parameters, 'createTime')
    : withValue(parameters, 'createTime', String(createTime))
}

function stateOf({ context, succession }: Parts, meeting: Meeting | undefined, { instance }: Ticket): Return {
  if (!meeting) return succession.lost(instance) ? 'thrown out' : 'over'
  if (meeting.instance !== instance) return succession.continues(meeting, instance) ? 'thrown out' : 'over'
  return isThere(context, meeting) && !isShaky(context, meeting) ? 'left' : 'thrown out'
}

/** Another replica may have created it a moment ago. */
async function find(context: Context, ticket: Ticket): Promise<Meeting | undefined> {
  const meetingId = meetingIdOf(ticket)
  const known = context.directory.find(ticket.organisation, meetingId)
  if (known || !context.replicas.hasOthers) return known
  try {
    await context.replicas.fetch(ticket.organisation, meetingId)
  } catch (error) {
    context.log.warn({ err: error }, 'the database could not be asked for a meeting')
  }
  return context.directory.find(ticket.organisation, meetingId)
}

function meetingIdOf({ query }: Ticket): string {
  return valueOf(parseQuery(query), 'meetingID') ?? ''
}

function isShaky({ pool }: Context, { server }: Meeting): boolean {
  return pool.find(server)?.health.condition === 'suspect'
}

function isArriving({ clock }: Context, meeting: Meeting): boolean {
  return meeting.state === 'creating' && clock.elapsed() - meeting.since < arrivingMs
}

/** Asks a meeting's server whether it is alive; however many ask at once or within a second, it is asked once. */
function createQuestions(context: Context): (meeting: Meeting) => Promise<void> {
  const underway = new Map<string, Promise<void>>()
  return async (meeting) => {
    const asked = underway.get(meeting.instance)
    if (asked) return await asked
    if (context.clock.elapsed() - meeting.askedAt < 1000) return
    const asking = askServer(context, meeting).finally(() => underway.delete(meeting.instance))
    underway.set(meeting.instance, asking)
    await asking
  }
}
