import { sortableId } from '../lib/ids.ts'
import { Refusal } from '../protocol/failures.ts'
import { parameter, valueOf } from '../protocol/query.ts'
import { ServerFailure } from '../protocol/server-failure.ts'
import type { Context } from './context.ts'
import type { CreateRequest } from './create.ts'
import { ask, created } from './create-on-server.ts'
import { replace } from './ending.ts'
import { forget } from './forget.ts'
import { type CreateAnswer, type Meeting, unseen } from './meeting.ts'
import { callbacksOf, isWish, splitLong, toServerCreate } from './parameters.ts'
import { patiently } from './patience.ts'
import { type Decision, place } from './placement.ts'
import { isUp } from './pool.ts'
import { isRecorded, predictSize } from './seats.ts'
import { addInPlace } from './store-rows.ts'
import { tagsOf } from './tags.ts'
import { allocateBridge } from './voice-bridge.ts'

/** How many servers are tried for one create, when they certainly did not receive it. */
const serversTried = 3

/** How a meeting is made anew. */
export interface Anew {
  readonly meetingId: string
  /** The instance whose place it takes, because its server is gone. */
  readonly lost: Meeting | undefined
  /** Told of the claim, which may go on when nobody waits for it any more: until then no other create may begin. */
  onClaiming(claiming: Promise<unknown>): void
}

/**
 * Creates a meeting that does not exist, or not where it could be reached: chooses a server, reserves the seats and claims
 * the ID in the database in one step, and only then asks the server. The answer is in the database before the client has
 * it. Throws `Refusal`, `Taken`, Problem 'unavailable'.
 */
export async function createAnew(context: Context, request: CreateRequest, anew: Anew): Promise<CreateAnswer> {
  const { meetingId, lost } = anew
  // A server that lost it in a crash, and is back, may be given it again.
  const failed = new Map(lost && !isUp(context.pool.find(lost.server)) ? [[lost.server, 'does not answer']] : [])
  const replacement = lost && (await replace(context, lost))
  const place = () => placeAnew(context, request, anew, failed)
  const wish = { organisation: request.organisation.id, meetingId, body: request.body, place, replacement }
  const meeting = await patiently((isWanted) => context.store.claim({ ...wish, isWanted }), {
    outcome: 'nothing was created',
    onBegun: anew.onClaiming,
  })
  if (meeting === 'taken') throw new Taken()
  replacement?.ended()
  try {
    return await askUntilOneAnswers(context, request, meeting, failed)
  } finally {
    replacement?.tellOthers()
  }
}

/** What it takes the place of leaves the memory only when there is a place. */
function placeAnew(
  context: Context,
  request: CreateRequest,
  { meetingId, lost }: Anew,
  failed: ReadonlyMap<string, string>,
): Meeting {
  if (lost) context.directory.remove(lost)
  try {
    checkMeetingLimit(context, request)
    checkVoiceBridge(context, request)
    const decision = choose(context, request, { meetingId, before: lost?.peak }, failed)
    const placed = draft(context, request, meetingId, decision)
    addInPlace(context.directory, placed, lost)
    return placed
  } catch (refusal) {
    if (lost) context.directory.add(lost)
    throw refusal
  }
}

/** Another replica has just claimed the meeting, or found it to exist: it is there now. */
export class Taken extends Error {
  override name = 'Taken'
}

async function askUntilOneAnswers(
  context: Context,
  request: CreateRequest,
  meeting: Meeting,
  failed: Map<string, string>,
): Promise<CreateAnswer> {
  for (;;) {
    try {
      return await created(context, meeting, await ask(context, meeting, splitLong(meeting.parameters), request.body))
    } catch (error) {
      if (error instanceof Refusal) await forget(context, meeting)
      if (!(error instanceof ServerFailure)) throw error
      // Unless it says otherwise, the meeting may exist there: the claim stays, and only that server can be asked again.
      if (!(await isCertainlyNotThere(context, meeting, error))) throw new Refusal('internalError')
      failed.set(meeting.server, error.message)
      await moveOn(context, request, meeting, failed)
    }
  }
}

/** It never received the create; or it answered with an error, and now says that it does not know the meeting. */
async function isCertainlyNotThere(context: Context, meeting: Meeting, failure: ServerFailure): Promise<boolean> {
  if (failure.kind !== 'garbled') return failure.kind === 'unreachable'
  const server = context.pool.find(meeting.server)
  if (!server) return false
  const query = parameter('meetingID', meeting.nodeId).raw
  const answer = await context.servers.call(server.access, 'getMeetingInfo', query).catch(() => undefined)
  return answer !== undefined && !answer.ok && answer.key === 'notFound'
}

async function moveOn(
  context: Context,
  request: CreateRequest,
  meeting: Meeting,
  failed: ReadonlyMap<string, string>,
): Promise<void> {
  try {
    if (failed.size >= serversTried) throw new Refusal('internalError')
    const decision = choose(context, request, meeting, failed)
    const isMoved = await patiently(() => context.store.move(meeting, decision), { outcome: 'nothing was created' })
    if (!isMoved) throw new Taken()
    context.directory.move(meeting, decision.server)
    meeting.decision = decision
    context.replicas.tell({ kind: 'moved', instance: meeting.instance, server: decision.server })
  } catch (error) {
    if (!(error instanceof Taken)) await forget(context, meeting)
    throw error
  }
}

/** The server for a new meeting, other than those that failed it. Throws `Refusal`. */
function choose(
  context: Context,
  request: CreateRequest,
  { meetingId, before }: { readonly meetingId: string; readonly before?: number | undefined },
  failed: ReadonlyMap<string, string>,
): Decision {
  const { organisation, parameters } = request
  const recorded = isRecorded(parameters) && context.organisations.standing(organisation.id).recording
  const hint = tagsOf(parameters)
  const decision = place(
    context.pool.candidates(context.clock.elapsed()),
    {
      ...predictSize({ organisation: organisation.id, meetingId, recorded, before }, parameters, context),
      required: [organisation.required, ...hint.required].filter((e) => e.kind !== 'all'),
      preferred: [organisation.preferred, ...hint.preferred].filter((e) => e.kind !== 'all'),
      owners: context.organisations.standing(organisation.id).lineage,
      failed,
    },
    context.clock.now(),
  )
  if (decision.server === undefined) {
    context.log.warn({ organisation: organisation.id, excluded: decision.excluded }, 'no server can take a new meeting')
    throw new Refusal(decision.tags ? 'serverTagUnavailable' : 'internalError')
  }
  return decision
}

function draft(context: Context, request: CreateRequest, meetingId: string, decision: Decision): Meeting {
  const { organisation, parameters } = request
  const now = context.clock.now()
  const instance = sortableId(now)
  const nodeId = context.nodeId(organisation.id, meetingId)
  const callbacks = callbacksOf(parameters)
  const voiceBridge = valueOf(parameters, 'voiceBridge') || allocateBridge(context.directory, nodeId)

  const sent = toServerCreate(parameters, organisation, context.organisations.standing(organisation.id), {
    nodeId,
    voiceBridge,
    endCallback: context.addresses.address('end', instance),
    analyticsCallback: callbacks.analytics && context.addresses.address('analytics', instance),
    readyCallback: callbacks.ready && context.addresses.address('ready', instance),
  })
  return {
    instance,
    organisation: organisation.id,
    meetingId,
    nodeId,
    voiceBridge,
    name: valueOf(parameters, 'name') ?? '',
    server: decision.server,
    state: 'creating',
    reserved: decision.size,
    callbacks,
    decision,
    parameters: sent,
    wish: parameters.filter(isWish),
    createdAt: now,
    since: context.clock.elapsed(),
    ...unseen(context.clock.elapsed()),
  }
}

function checkMeetingLimit(context: Context, { organisation }: CreateRequest): void {
  for (const { limits, members } of context.organisations.standing(organisation.id).bounds) {
    if (limits.meetings === undefined) continue
    const meetings = members.reduce((sum, id) => sum + context.directory.inOrganisation(id).size, 0)
    if (meetings >= limits.meetings) throw new Refusal('meetingLimitReached')
  }
}

/** A server knows only its own meetings' bridges; over the pool they must be unique for dial-in to work. */
function checkVoiceBridge(context: Context, { parameters }: CreateRequest): void {
  const wanted = valueOf(parameters, 'voiceBridge')
  if (wanted && context.directory.hasBridge(wanted)) {
    throw Refusal.of('nonUniqueVoiceBridge', 'The selected voice bridge is already in use.')
  }
}
