import { sortableId } from '../lib/ids.ts'
import { Refusal } from '../protocol/failures.ts'
import { type Parameter, valueOf, withValue } from '../protocol/query.ts'
import { ServerFailure } from '../protocol/server-failure.ts'
import { childText } from '../protocol/xml.ts'
import type { Context } from './context.ts'
import type { CreateRequest } from './create.ts'
import { ask, created, mayHaveStarted, toCreateAnswer } from './create-on-server.ts'
import { replaceMeeting } from './ending.ts'
import { answerText, type CreateAnswer, type Meeting } from './meeting.ts'
import { callbacksOf, splitLong, toServerCreate } from './parameters.ts'
import { patiently } from './patience.ts'
import { isUp } from './pool.ts'
import { judgeReplaced } from './vanished.ts'

/** So long after its server confirmed a meeting, a repeated create is answered from memory. */
const trustMs = 2000

const duplicate = 'This conference was already in existence and may currently be in progress.'

/** Whether the meeting's server can be asked about it at all, and has it as far as we know. */
export function isThere(context: Context, meeting: Meeting): boolean {
  return meeting.lostAt === undefined && isUp(context.pool.find(meeting.server))
}

/** Whether memory is as good as asking the server again. */
export function wasJustConfirmed(context: Context, meeting: Meeting): boolean {
  const isKnown = meeting.state === 'running' && !meeting.ending && isThere(context, meeting)
  return isKnown && context.clock.elapsed() - meeting.confirmedAt < trustMs
}

/**
 * The answer to a create of a meeting that exists, by bbb-web's rule: both passwords as they were, or neither.
 * Everything else the client now says is ignored. Throws `Refusal` (idNotUnique).
 */
export function repeatAnswer(meeting: Meeting, parameters: readonly Parameter[]): CreateAnswer {
  const given = ['attendeePW', 'moderatorPW'].map((name) => [name, valueOf(parameters, name) ?? ''] as const)
  const isNone = given.every(([, password]) => password === '')
  const isSame = given.every(([name, password]) => password === answerText(meeting, name))
  if (!isNone && !isSame) throw new Refusal('idNotUnique')
  return asDuplicate(meeting)
}

/**
 * Asks the server that has the meeting, which alone knows whether it still does. When it made a new instance, because
 * the old one had ended unnoticed, the old one is ended here too.
 */
export async function createAgain(context: Context, request: CreateRequest, existing: Meeting): Promise<CreateAnswer> {
  const successor = succeed(context, request, existing)
  const isUnanswered = existing.state === 'creating'
  const sent = isUnanswered ? existing.parameters : successor.parameters
  // A look at the server may show a new instance before the create is answered: the answer alone counts.
  existing.underway = true
  try {
    const answer = await ask(context, existing, splitLong(sent), request.body)
    if (isUnanswered) return await created(context, existing, answer)
    if (childText(answer.root, 'internalMeetingID') === existing.facts?.internalId) {
      existing.confirmedAt = context.clock.elapsed()
      return toCreateAnswer(answer, existing.meetingId)
    }
    successor.confirmedAt = context.clock.elapsed()
    await judgeReplaced(context, existing)
    await patiently(() => replaceMeeting(context, existing, successor, request.body), { outcome: mayHaveStarted })
    return await created(context, successor, answer)
  } catch (error) {
    if (error instanceof ServerFailure) throw new Refusal('internalError')
    throw error
  } finally {
    existing.underway = false
  }
}

/** The instance that the meeting becomes if its server has to make it anew. */
function succeed(context: Context, request: CreateRequest, existing: Meeting): Meeting {
  const instance = sortableId(context.clock.now())
  const { organisation } = request
  const limits = context.organisations.standing(organisation.id)
  const callbacks = callbacksOf(request.parameters)
  const sent = toServerCreate(withPasswords(request.parameters, existing), organisation, limits, {
    nodeId: existing.nodeId,
    voiceBridge: existing.voiceBridge,
    endCallback: context.addresses.address('end', instance),
    analyticsCallback: callbacks.analytics && context.addresses.address('analytics', instance),
    readyCallback: callbacks.ready && context.addresses.address('ready', instance),
  })
  return {
    ...existing,
    instance,
    callbacks,
    name: valueOf(request.parameters, 'name') ?? existing.name,
    parameters: sent,
    state: 'creating',
    answer: [],
    facts: undefined,
    xml: Buffer.alloc(0),
    createdAt: context.clock.now(),
    since: context.clock.elapsed(),
    knownAt: context.clock.elapsed(),
    underway: false,
    ending: false,
    lostAt: undefined,
    touchedAt: 0,
    peak: 0,
    peakVideos: 0,
    breakouts: new Map(),
  }
}

/** A client that sent no passwords means those the meeting has; servers before 2.5 want to see them. */
function withPasswords(parameters: readonly Parameter[], existing: Meeting): readonly Parameter[] {
  if (valueOf(parameters, 'attendeePW') || valueOf(parameters, 'moderatorPW')) return parameters
  const attendee = withValue(parameters, 'attendeePW', answerText(existing, 'attendeePW'))
  return withValue(attendee, 'moderatorPW', answerText(existing, 'moderatorPW'))
}

function asDuplicate(meeting: Meeting): CreateAnswer {
  return meeting.answer.map(([name, text]) => {
    if (name === 'messageKey') return [name, 'duplicateWarning']
    if (name === 'message') return [name, duplicate]
    if (name === 'hasUserJoined' && (meeting.facts?.participants ?? 0) > 0) return [name, 'true']
    return [name, text]
  })
}
