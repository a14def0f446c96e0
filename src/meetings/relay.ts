import { Refusal } from '../protocol/failures.ts'
import { type Answer, readAnswer } from '../protocol/meeting.ts'
import { formatQuery, type Parameter, valueOf, withValue } from '../protocol/query.ts'
import { ServerFailure } from '../protocol/server-failure.ts'
import type { Element } from '../protocol/xml.ts'
import type { Context } from './context.ts'
import { toRefusal } from './create-on-server.ts'
import { endMeeting } from './ending.ts'
import { checkFetched } from './fetched.ts'
import { answerText, type Meeting } from './meeting.ts'
import type { Organisation } from './organisations.ts'
import type { CallOptions } from './servers.ts'
import type { Body } from './store.ts'
import { requireMeetingId } from './validate.ts'
import { noteAnswer, noteFailure } from './watch.ts'

/** A client's call about one meeting, its checksum verified. */
export interface MeetingCall {
  readonly organisation: Pick<Organisation, 'id'>
  readonly parameters: readonly Parameter[]
}

/** Ends a meeting. Its seats stay taken until its server confirms the end. Throws `Refusal`. */
export async function end(context: Context, call: MeetingCall): Promise<Answer> {
  const meeting = requireMeeting(context, call)
  if (meeting.lostAt !== undefined) return await endLost(context, call, meeting)
  const answer = await relay(context, meeting, 'end', call.parameters)
  meeting.ending = true
  // A look may have missed it before its server answered us.
  if (meeting.lostAt !== undefined) await endMeeting(context, meeting)
  context.replicas.tell({ kind: 'ending', instance: meeting.instance })
  return answer
}

/** What its server has lost is over when a client says so; there is nothing to ask the server for. */
async function endLost(context: Context, call: MeetingCall, meeting: Meeting): Promise<Answer> {
  const password = valueOf(call.parameters, 'password')
  if (password && password !== answerText(meeting, 'moderatorPW')) throw new Refusal('invalidPassword')
  meeting.ending = true
  await endMeeting(context, meeting)
  return readAnswer(
    '<response><returncode>SUCCESS</returncode><messageKey>sentEndMeetingRequest</messageKey>' +
      '<message>The meeting was ended.</message></response>',
  )
}

/** Adds slides to a running meeting. Throws `Refusal`. */
export async function insertDocument(context: Context, call: MeetingCall, body: Body): Promise<Answer> {
  const meetingId = requireMeetingId(call.parameters)
  const meeting = context.directory.find(call.organisation.id, meetingId)
  if (!meeting) throw new Refusal('notFound', `Meeting with id [${meetingId}] not found.`)
  await checkFetched(context, { parameters: call.parameters, body })
  return await relay(context, meeting, 'insertDocument', call.parameters, { body })
}

/** Writes into a meeting's public chat. Throws `Refusal`. */
export async function sendChatMessage(context: Context, call: MeetingCall): Promise<Answer> {
  const meetingId = requireMeetingId(call.parameters)
  const message = valueOf(call.parameters, 'message') ?? ''
  if (valueOf(call.parameters, 'message') === undefined) {
    throw new Refusal('validationError', 'You must provide the param message')
  }
  if (message.length < 1 || message.length > 500) {
    throw new Refusal('validationError', 'Param message must be between 1 and 500 characters')
  }
  if ((valueOf(call.parameters, 'userName')?.length ?? 0) > 255) {
    throw new Refusal('validationError', 'Param userName must not exceed 255 characters')
  }
  const meeting = context.directory.find(call.organisation.id, meetingId)
  if (!meeting) throw new Refusal('notFound')
  return await relay(context, meeting, 'sendChatMessage', call.parameters)
}

/** An answer's elements with every mention of the server's ID for the meeting replaced by the client's. */
export function translated(element: Element, meeting: Pick<Meeting, 'nodeId' | 'meetingId'>): Element {
  return {
    ...element,
    // A function, because `$` in a replacement text has a meaning.
    text: element.text.replaceAll(meeting.nodeId, () => meeting.meetingId),
    children: element.children.map((inner) => translated(inner, meeting)),
  }
}

function requireMeeting(context: Context, { organisation, parameters }: MeetingCall): Meeting {
  const meeting = context.directory.find(organisation.id, requireMeetingId(parameters))
  if (!meeting) throw new Refusal('notFound')
  return meeting
}

async function relay(
  context: Context,
  meeting: Meeting,
  call: string,
  parameters: readonly Parameter[],
  options: CallOptions = {},
): Promise<Answer> {
  const server = context.pool.find(meeting.server)
  if (!server) throw new Refusal('internalError')
  try {
    const query = formatQuery(withValue(parameters, 'meetingID', meeting.nodeId))
    const answer = await context.servers.call(server.access, call, query, options)
    noteAnswer(context, server)
    if (!answer.ok) throw toRefusal(answer, meeting)
    meeting.touchedAt = context.clock.elapsed()
    context.replicas.touched(meeting)
    return { ...answer, root: translated(answer.root, meeting) }
  } catch (error) {
    if (!(error instanceof ServerFailure)) throw error
    noteFailure(context, server, error)
    throw new Refusal('internalError', 'The server of this meeting does not answer. Please try again in a moment.')
  }
}
