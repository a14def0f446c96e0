import { tag } from '../../../../protocol/xml.ts'
import { errorPage, failed, ok, type Reply } from '../answer.ts'
import type { Node } from '../node.ts'
import { param, type Request, refuseChecksum } from '../request.ts'
import { insertDocument, sendChatMessage } from './content.ts'
import { create } from './create.ts'
import { createHook, destroyHook, listHooks } from './hooks.ts'
import { join, refuseJoin } from './join.ts'
import { end, getMeetingInfo, getMeetings, isMeetingRunning } from './meetings.ts'
import { deleteRecordings, getRecordings, publishRecordings, updateRecordings } from './recordings.ts'
import { feedback, getJoinUrl, signOut } from './sessions.ts'

interface Call {
  readonly methods: readonly string[]
  /** Content types a body may have. */
  readonly types?: readonly string[]
  /** Authorised by a session token, not by a checksum. */
  readonly unsigned?: boolean
  /** Part of bbb-webhooks, which not every server has, and which words its refusal of a checksum in its own way. */
  readonly webhooks?: boolean
  answer(node: Node, request: Request): Reply
}

const forms = ['application/x-www-form-urlencoded', 'multipart/form-data']
const markup = ['application/xml', 'text/xml']
const both = ['GET', 'POST']

const calls: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['', { methods: both, unsigned: true, answer: index }],
  ['create', { methods: both, types: [...forms, ...markup], answer: create }],
  ['join', { methods: both, types: forms, answer: join }],
  ['isMeetingRunning', { methods: both, types: forms, answer: isMeetingRunning }],
  ['end', { methods: both, types: forms, answer: end }],
  ['getMeetingInfo', { methods: both, types: forms, answer: getMeetingInfo }],
  ['getMeetings', { methods: both, types: forms, answer: getMeetings }],
  ['insertDocument', { methods: ['POST'], types: ['application/xml'], answer: insertDocument }],
  ['sendChatMessage', { methods: ['GET'], answer: sendChatMessage }],
  ['getJoinUrl', { methods: both, types: forms, unsigned: true, answer: getJoinUrl }],
  ['feedback', { methods: ['POST'], unsigned: true, answer: feedback }],
  ['signOut', { methods: both, unsigned: true, answer: signOut }],
  ['getRecordings', { methods: both, types: forms, answer: getRecordings }],
  ['publishRecordings', { methods: ['GET'], answer: publishRecordings }],
  ['deleteRecordings', { methods: ['GET'], answer: deleteRecordings }],
  ['updateRecordings', { methods: both, types: forms, answer: updateRecordings }],
  ['hooks/create', { methods: ['GET'], webhooks: true, answer: createHook }],
  ['hooks/list', { methods: ['GET'], webhooks: true, answer: listHooks }],
  ['hooks/destroy', { methods: ['GET'], webhooks: true, answer: destroyHook }],
])

/** The names of the calls, as in addresses. */
export const practiceCalls: readonly string[] = [...calls.keys()].filter((name) => name !== '')

/** Answers one call of the API, after the checks that come before all others. */
export function answerCall(node: Node, request: Request): Reply {
  const call = calls.get(request.call)
  if (!call || node.profile.missing.has(request.call)) return errorPage(404)
  if (call.webhooks && !node.quirks.webhooks) return errorPage(404)
  const isOldJoin = request.call === 'join' && node.profile.name === '3.0' && request.method !== 'GET'
  if (!call.methods.includes(request.method) || isOldJoin) return errorPage(405)
  if (call.unsigned) return call.answer(node, request)

  const mistrusted = isTrusting(node, request) ? undefined : refuseSignature(node, request)
  if (mistrusted) return mistrusted
  if (hasForeignBody(node, request, call.types ?? forms)) {
    return failed('unsupportedContentType', 'POST request Content-Type is missing or unsupported')
  }
  return call.answer(node, request)
}

function refuseSignature(node: Node, request: Request): Reply | undefined {
  const { profile, allowed, secret } = node
  const refusal = refuseChecksum(request, profile, allowed, secret)
  if (refusal && calls.get(request.call)?.webhooks) {
    return failed('checksumError', 'You did not pass the checksum security check.')
  }
  const isRedirected = refusal && request.call === 'join' && profile.name !== '2.4'
  return isRedirected ? refuseJoin(node, request, 'checksumError', profile.messages.checksumError) : refusal
}

/** The hole of 2.5 to 2.7: a valid upload address, and nothing else is looked at. */
function isTrusting(node: Node, request: Request): boolean {
  return node.quirks.unsignedUploadUrl === true && URL.canParse(param(request, 'presentationUploadExternalUrl'))
}

function hasForeignBody(node: Node, request: Request, types: readonly string[]): boolean {
  if (!node.profile.checksContentType || !request.hasBody) return false
  const type = request.contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  return !types.includes(type)
}

function index(node: Node, request: Request): Reply {
  const socket = request.origin.replace(/^http/, 'ws')
  const graphql =
    node.profile.name === '3.0'
      ? tag('graphqlWebsocketUrl', `${socket}/graphql`) + tag('graphqlApiUrl', `${request.origin}/api/rest`)
      : ''
  return ok(tag('version', '2.0') + tag('apiVersion', '2.0') + tag('bbbVersion', node.profile.bbbVersion) + graphql)
}
