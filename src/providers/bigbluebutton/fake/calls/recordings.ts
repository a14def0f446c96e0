import { tag } from '../../../../protocol/xml.ts'
import { failed, ok, type Reply } from '../answer.ts'
import type { Node } from '../node.ts'
import { type Recording, rawSizeOf, stateOf } from '../recording.ts'
import { param, type Request } from '../request.ts'
import { sha1 } from '../state.ts'

/** getRecordings: those that lie here, all of them or page by page. */
export function getRecordings(node: Node, request: Request): Reply {
  const found = find(node, request)
  const page = node.profile.pagesRecordings ? pageOf(request) : undefined
  const shown = page ? found.slice(page.offset, page.offset + page.limit) : found
  const list = shown.map((recording) => render(recording, node)).join('')
  const total = page && found.length > 0 ? tag('totalElements', found.length) : ''
  const message = 'There are no recordings for the meeting(s).'
  const none = found.length === 0 ? tag('messageKey', 'noRecordings') + tag('message', message) : ''
  return ok(`<recordings>${list}</recordings>${total}${none}`)
}

/** publishRecordings: moves recordings between published and unpublished. */
export function publishRecordings(node: Node, request: Request): Reply {
  const publish = param(request, 'publish')
  if (param(request, 'recordID') !== '' && publish === '') {
    return failed('missingParamPublish', 'You must specify a publish value true or false.')
  }
  return change(node, request, (one) => {
    one.state = publish === 'true' ? 'published' : 'unpublished'
    return tag('published', publish)
  })
}

/** deleteRecordings: what was deleted is listed no more, unless it is asked for by its state. */
export function deleteRecordings(node: Node, request: Request): Reply {
  return change(node, request, (one) => {
    one.state = 'deleted'
    return tag('deleted', true)
  })
}

/** updateRecordings: metadata is set, or taken away where it is empty. */
export function updateRecordings(node: Node, request: Request): Reply {
  return change(node, request, ({ metadata }) => {
    for (const [name, value] of metadataOf(request)) {
      if (value === '') metadata.delete(name)
      else metadata.set(name, value)
    }
    return tag('updated', true)
  })
}

/** Ids must be exact here. */
function change(node: Node, request: Request, act: (recording: Recording) => string): Reply {
  const ids = listOf(request, 'recordID')
  if (ids.length === 0) return failed('missingParamRecordID', 'You must specify a recordID.')
  const meant = ids.flatMap((id) => node.state.recordings.get(id) ?? []).filter(({ state }) => state !== 'deleted')
  if (meant.length === 0) return failed('notFound', 'We could not find recordings')
  return ok(meant.map(act).at(-1))
}

function find(node: Node, request: Request): Recording[] {
  const ids = listOf(request, 'recordID')
  const meetings = listOf(request, 'meetingID').map((id) => `${sha1(id)}-`)
  const prefixes = ids.length > 0 ? ids : meetings
  const asked = listOf(request, 'state')
  const states = asked.length > 0 ? asked : ['published', 'unpublished']
  const wanted = metadataOf(request)
  return [...node.state.recordings]
    .filter(([id]) => prefixes.length === 0 || prefixes.some((prefix) => id.startsWith(prefix)))
    .map(([, recording]) => recording)
    .filter((one) => states.includes('any') || states.includes(stateOf(one, node.clock.now())))
    .filter(({ metadata }) => wanted.every(([name, value]) => metadata.get(name) === value))
}

/** Offset and limit, where the limit is one that counts. */
function pageOf(request: Request): { readonly offset: number; readonly limit: number } | undefined {
  const limit = Number(param(request, 'limit') || Number.NaN)
  const offset = Number(param(request, 'offset'))
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) return undefined
  return { limit, offset: Number.isInteger(offset) && offset >= 0 ? offset : 0 }
}

function listOf(request: Request, name: string): string[] {
  return param(request, name)
    .split(',')
    .filter((text) => text !== '')
}

function metadataOf(request: Request): [name: string, value: string][] {
  return request.parameters.flatMap(([name, value]) =>
    name.startsWith('meta_') ? [[name.slice(5).toLowerCase(), value] as [string, string]] : [],
  )
}

function render(recording: Recording, node: Node): string {
  const { meeting, participants, metadata } = recording
  const state = stateOf(recording, node.clock.now())
  return `<recording>${
    tag('recordID', meeting.internalId) +
    tag('meetingID', meeting.meetingId) +
    tag('internalMeetingID', meeting.internalId) +
    tag('name', meeting.name) +
    tag('isBreakout', meeting.breakout !== undefined) +
    tag('published', state === 'published') +
    tag('state', state) +
    tag('startTime', meeting.startTime || meeting.createTime) +
    tag('endTime', meeting.endTime) +
    tag('participants', participants) +
    tag('rawSize', rawSizeOf(recording))
  }<metadata>${
    tag('meetingId', meeting.meetingId) +
    tag('meetingName', meeting.name) +
    tag('isBreakout', meeting.breakout !== undefined) +
    [...metadata].map(([key, value]) => tag(key, value)).join('')
  }</metadata>${renderBreakout(recording)}<playback>${
    state === 'processing' ? '' : renderFormat(recording, node.name)
  }</playback></recording>`
}

function renderBreakout({ meeting: { breakout } }: Recording): string {
  if (!breakout) return ''
  const { parentId, sequence, freeJoin } = breakout
  return `<breakout>${tag('parentId', parentId)}${tag('sequence', sequence)}${tag('freeJoin', freeJoin)}</breakout>`
}

function renderFormat({ meeting, size }: Recording, host: string): string {
  const url = `https://${host}.example/playback/presentation/2.3/${meeting.internalId}`
  const minutes = Math.floor((meeting.endTime - meeting.startTime) / 60_000)
  return `<format>${
    tag('type', 'presentation') +
    // As templates print an address: with space around it.
    `<url>\n  ${url}\n</url>` +
    tag('processingTime', 7177) +
    tag('length', minutes) +
    tag('size', size)
  }</format>`
}
