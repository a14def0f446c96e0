import { metadataOf } from '../protocol/metadata.ts'
import { type Parameter, valueOf } from '../protocol/query.ts'
import { type Element, escapeXml, renderXml, tag } from '../protocol/xml.ts'
import type { Callbacks, CreateAnswer, Facts } from './meeting.ts'
import { readyNames } from './parameters.ts'

/** What a listing must translate: the server's name of the meeting back to the client's, and our callbacks to theirs. */
export interface Translation {
  readonly meetingId: string | undefined
  readonly callbacks: Callbacks
}

/**
 * What stands inside `<meeting>`, for the meeting's own organisation: every element as the server sent it, unknown ones
 * too, in the server's order, but with the client's meeting ID and without what the gateway added to the metadata.
 */
export function renderMeeting(meeting: Element, translation: Translation): Buffer {
  let inner = ''
  for (const element of meeting.children) {
    if (element.name === 'returncode' || element.name === 'messageKey' || element.name === 'message') continue
    if (element.name === 'meetingID' && translation.meetingId !== undefined)
      inner += tag('meetingID', translation.meetingId)
    else if (element.name === 'metadata') inner += renderMetadata(element, translation.callbacks)
    else inner += renderXml(element)
  }
  return Buffer.from(inner)
}

/** The same for a meeting that was just created and that no report has shown yet: what its answer and query tell. */
export function renderNewMeeting(
  answer: CreateAnswer,
  parameters: readonly Parameter[],
  name: string,
  callbacks: Callbacks,
): Buffer {
  const text = new Map(answer)
  const value = (wanted: string) => valueOf(parameters, wanted) ?? ''
  const copy = (...names: string[]) => names.map((n) => tag(n, text.get(n) ?? '')).join('')
  const zero = (...names: string[]) => names.map((n) => tag(n, 0)).join('')

  const metadata = [...metadataOf(parameters)].map(([k, v]) => element(k, v))
  const rendered =
    tag('meetingName', name) +
    copy('meetingID', 'internalMeetingID', 'createTime', 'createDate', 'voiceBridge', 'dialNumber', 'attendeePW') +
    copy('moderatorPW') +
    tag('running', false) +
    copy('duration') +
    tag('hasUserJoined', false) +
    tag('recording', value('record').toLowerCase() === 'true') +
    tag('hasBeenForciblyEnded', false) +
    tag('startTime', text.get('createTime') ?? '0') +
    zero('endTime', 'participantCount', 'listenerCount', 'voiceParticipantCount', 'videoCount') +
    tag('maxUsers', readMaximum(value('maxParticipants'))) +
    tag('moderatorCount', 0) +
    '<attendees></attendees>' +
    renderMetadata({ ...element('metadata', ''), children: metadata }, callbacks) +
    tag('isBreakout', false)
  return Buffer.from(rendered)
}

/** The facts of a meeting that was just created. */
export function factsOfNew(answer: CreateAnswer, nodeId: string, name: string): Facts {
  const text = new Map(answer)
  return {
    meetingId: nodeId,
    internalId: text.get('internalMeetingID') ?? '',
    name,
    createTime: Number(text.get('createTime')) || 0,
    running: false,
    ended: false,
    participants: 0,
    moderators: 0,
    videos: 0,
    breakout: false,
    parentId: '',
    attendees: [],
  }
}

function renderMetadata(metadata: Element, callbacks: Callbacks): string {
  let inner = ''
  for (const entry of metadata.children) {
    if (isOurs(entry.name)) continue
    inner += renderXml(entry)
  }
  if (callbacks.end !== undefined) inner += `<endcallbackurl>${escapeXml(callbacks.end)}</endcallbackurl>`
  for (const [name, url] of Object.entries(callbacks.ready ?? {})) inner += renderXml(element(name, url))
  if (callbacks.analytics !== undefined) inner += renderXml(element('analytics-callback-url', callbacks.analytics))
  return `<metadata>${inner}</metadata>`
}

function isOurs(name: string): boolean {
  return name === 'endcallbackurl' || name === 'analytics-callback-url' || readyNames.includes(name)
}

function readMaximum(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 0
}

function element(name: string, text: string): Element {
  return { name, attributes: {}, children: [], text }
}
