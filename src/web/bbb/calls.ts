import type { Gateway } from '../../meetings/gateway.ts'
import { join, joinAnywhere, ServerGone } from '../../meetings/join.ts'
import type { Organisation } from '../../meetings/organisations.ts'
import { end, insertDocument, sendChatMessage } from '../../meetings/relay.ts'
import { requireMeetingId } from '../../meetings/validate.ts'
import { failure, Refusal, success } from '../../protocol/failures.ts'
import { type Parameter, valueOf } from '../../protocol/query.ts'
import { renderXml, tag } from '../../protocol/xml.ts'
import type { Verified } from './authenticate.ts'
import { createHook, destroyHook, listHooks } from './hook-calls.ts'
import {
  deleteRecordings,
  getRecordings,
  getRecordingTextTracks,
  publishRecordings,
  putRecordingTextTrack,
  updateRecordings,
} from './recording-calls.ts'
import { type Reply, redirect, refused, xml } from './reply.ts'
import type { BbbRequest, Content } from './request.ts'

/** A verified call with everything it may need. */
export interface Call extends Verified {
  readonly gateway: Gateway
  readonly request: BbbRequest
  readonly content: Content
}

export type Handler = (call: Call) => Reply | Promise<Reply>

/** Every call that a checksum authorises, by its exact name. */
export const calls: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['create', createMeeting],
  ['join', joinMeeting],
  ['isMeetingRunning', isMeetingRunning],
  ['getMeetingInfo', getMeetingInfo],
  ['getMeetings', getMeetings],
  ['end', endMeeting],
  ['insertDocument', insertDocuments],
  ['sendChatMessage', sendChat],
  ['hooks/create', createHook],
  ['hooks/list', listHooks],
  ['hooks/destroy', destroyHook],
  ['getRecordings', getRecordings],
  ['publishRecordings', publishRecordings],
  ['deleteRecordings', deleteRecordings],
  ['updateRecordings', updateRecordings],
  ['getRecordingTextTracks', getRecordingTextTracks],
  ['putRecordingTextTrack', putRecordingTextTrack],
])

async function createMeeting({ gateway, organisation, parameters, content }: Call): Promise<Reply> {
  const answer = await gateway.creator.create({ organisation, parameters, body: content.xml })
  return xml(success(answer.map(([name, text]) => tag(name, text)).join('')))
}

function joinMeeting({ gateway, organisation, parameters, content }: Call): Reply | Promise<Reply> {
  // People hold signed join links in their hands: nothing unsigned, such as a role, may ride on one.
  if (content.form.length > 0) throw new Refusal('unsupportedRequest')
  try {
    const address = join(gateway.context, organisation, parameters)
    return redirect((organisation.joinPage && gateway.joinPage.address(organisation, parameters)) ?? address)
  } catch (error) {
    if (error instanceof Refusal) return refuseJoin(error, parameters)
    if (!(error instanceof ServerGone)) throw error
    const page = organisation.joinPage && gateway.joinPage.address(organisation, parameters)
    if (page !== undefined) return redirect(page)
    return joinElsewhere(gateway, organisation, parameters)
  }
}

async function joinElsewhere(
  gateway: Gateway,
  organisation: Organisation,
  parameters: readonly Parameter[],
): Promise<Reply> {
  try {
    return redirect(await joinAnywhere(gateway.context, gateway.creator, organisation, parameters))
  } catch (error) {
    if (error instanceof Refusal) return refuseJoin(error, parameters)
    throw error
  }
}

/** Someone who cannot join is in a browser: it goes back to where the client wants it, with the reason. */
function refuseJoin(refusal: Refusal, parameters: readonly Parameter[]): Reply {
  const target = valueOf(parameters, 'errorRedirectUrl') || valueOf(parameters, 'logoutURL') || ''
  const isWanted = valueOf(parameters, 'redirect')?.toLowerCase() !== 'false' && refusal.key !== 'Params required'
  if (!isWanted || !URL.canParse(target) || !/^https?:/i.test(target)) return refused(failure(refusal), refusal.key)

  const url = new URL(target)
  const errors = JSON.stringify([{ key: refusal.key, message: refusal.message }])
  url.search += `${url.search === '' ? '?' : '&'}errors=${encodeURIComponent(errors)}`
  return redirect(url.href, refusal.key)
}

function isMeetingRunning({ gateway, organisation, parameters }: Call): Reply | Promise<Reply> {
  const running = gateway.inquiries.isRunning(organisation, requireMeetingId(parameters))
  return typeof running === 'boolean' ? runningReply(running) : running.then(runningReply)
}

const runningReplies = [xml(success('<running>false</running>')), xml(success('<running>true</running>'))] as const

function runningReply(running: boolean): Reply {
  return runningReplies[running ? 1 : 0]
}

function getMeetingInfo({ gateway, organisation, parameters }: Call): Reply | Promise<Reply> {
  const info = gateway.inquiries.info(organisation, requireMeetingId(parameters))
  return info instanceof Promise ? info.then(infoReply) : infoReply(info)
}

const head = Buffer.from('<response><returncode>SUCCESS</returncode>')
const tail = Buffer.from('</response>')

function infoReply(inner: Buffer): Reply {
  return xml(Buffer.concat([head, inner, tail]))
}

const noMeetings = xml(
  success(
    '<meetings></meetings><messageKey>noMeetings</messageKey><message>no meetings were found on this server</message>',
  ),
)

function getMeetings({ gateway, organisation }: Call): Reply {
  const list = gateway.inquiries.list(organisation)
  return list ? xml(list) : noMeetings
}

async function endMeeting({ gateway, organisation, parameters }: Call): Promise<Reply> {
  const answer = await end(gateway.context, { organisation, parameters })
  return xml(renderXml(answer.root))
}

async function insertDocuments({ gateway, organisation, parameters, content, request }: Call): Promise<Reply> {
  if (request.method !== 'POST') throw new Refusal('unsupportedRequest')
  if (!content.xml) throw new Refusal('unsupportedContentType')
  const answer = await insertDocument(gateway.context, { organisation, parameters }, content.xml)
  return xml(renderXml(answer.root))
}

async function sendChat({ gateway, organisation, parameters }: Call): Promise<Reply> {
  const answer = await sendChatMessage(gateway.context, { organisation, parameters })
  return xml(renderXml(answer.root))
}
