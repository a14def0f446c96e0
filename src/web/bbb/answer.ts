import { randomId } from '../../lib/ids.ts'
import { Problem } from '../../lib/problem.ts'
import { within } from '../../lib/within.ts'
import type { Gateway } from '../../meetings/gateway.ts'
import { failure, Refusal } from '../../protocol/failures.ts'
import { valueOf } from '../../protocol/query.ts'
import { authenticate, checkQuery } from './authenticate.ts'
import { type Call, calls } from './calls.ts'
import { type GreenlightSettings, getUser, index, sessionCall, sessionCalls } from './open-calls.ts'
import { type Reply, refused, refusedJson } from './reply.ts'
import { type BbbRequest, type Content, readContent } from './request.ts'

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST'])
/** Calls whose answers are JSON, refusals too. */
const jsonCalls: ReadonlySet<string> = new Set(['getRecordingTextTracks', 'putRecordingTextTrack'])
const noContent: Content = { form: [], xml: undefined }

/**
 * Answers one request to the BBB API. Never rejects, and never anything but what a BigBlueButton server could say.
 * Synchronous where memory holds the answer, so that joins cost no turn of the event loop.
 */
export function answer(
  gateway: Gateway,
  request: BbbRequest,
  greenlight: GreenlightSettings | undefined,
): Reply | Promise<Reply> {
  try {
    const reply = route(gateway, request, greenlight)
    return reply instanceof Promise ? reply.catch((error: unknown) => refuse(gateway, request, error)) : reply
  } catch (error) {
    return refuse(gateway, request, error)
  }
}

function route(
  gateway: Gateway,
  request: BbbRequest,
  greenlight: GreenlightSettings | undefined,
): Reply | Promise<Reply> {
  if (!methods.has(request.method)) throw new Refusal('unsupportedRequest')
  if (request.call === '') return index
  if (sessionCalls.has(request.call)) return sessionCall(gateway, request)
  if (request.call === 'getUser') return getUser(gateway, request, greenlight)
  if (!calls.has(request.call)) throw new Refusal('unsupportedRequest')
  if (!request.body || request.body.length === 0) return carryOut(gateway, request, noContent)
  checkQuery(gateway, request)
  return readContent(request).then((content) => carryOut(gateway, request, content))
}

function carryOut(gateway: Gateway, request: BbbRequest, content: Content): Reply | Promise<Reply> {
  const handler = calls.get(request.call)
  if (!handler) throw new Refusal('unsupportedRequest')
  const verified = authenticate(gateway, request, content.form)
  const call = { ...verified, gateway, request, content }
  return needsOthers(call) ? askOthers(call).then(() => handler(call)) : handler(call)
}

/** Calls that must not miss a meeting which another replica has just created. */
const lastingCalls = new Set(['join', 'end', 'insertDocument', 'sendChatMessage'])

function needsOthers({ gateway: { context }, organisation, parameters, request }: Call): boolean {
  if (!context.replicas.hasOthers || !lastingCalls.has(request.call)) return false
  return context.directory.find(organisation.id, valueOf(parameters, 'meetingID') ?? '') === undefined
}

const askOthersMs = 2000

/** The database knows it even if the news is still on its way; if it is away, memory must do. */
async function askOthers({ gateway: { context }, organisation, parameters }: Call): Promise<void> {
  try {
    const asked = context.replicas.fetch(organisation.id, valueOf(parameters, 'meetingID') ?? '')
    await within(asked, askOthersMs, () => context.log.warn({}, 'the database took too long to tell of a meeting'))
  } catch (error) {
    context.log.warn({ err: error }, 'the database could not be asked for a meeting')
  }
}

/** The one place where a failure becomes an answer: a refusal as it is, a Problem in plain words, a bug with its number. */
function refuse(gateway: Gateway, request: BbbRequest, error: unknown): Reply {
  if (error instanceof Refusal)
    return jsonCalls.has(request.call) ? refusedJson(error) : refused(failure(error), error.key)
  if (error instanceof Problem) {
    gateway.context.log.warn({ err: error, call: request.call }, 'a call failed')
    return refused(failure(new Refusal('internalError', `${error.message}. Please try again in a moment.`)), error.code)
  }
  const incident = randomId(9)
  gateway.context.log.error({ err: error, call: request.call, incident }, 'a call met a bug')
  return refused(failure(new Refusal('internalError', `Incident ${incident} is in the log of the gateway.`)), 'bug')
}
