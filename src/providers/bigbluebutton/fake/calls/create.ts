import { randomId } from '../../../../lib/ids.ts'
import { tag } from '../../../../protocol/xml.ts'
import { failed, failedMany, ok, type Reply } from '../answer.ts'
import { formatDate } from '../dates.ts'
import type { Meeting } from '../meeting.ts'
import { type Node, tell } from '../node.ts'
import { param, type Request, rawParam } from '../request.ts'
import { findByMeetingId, sha1 } from '../state.ts'
import { checkMeetingId, isBoolean } from './checks.ts'

/** create: makes a meeting, or finds the one that is already running. */
export function create(node: Node, request: Request): Reply {
  const refusal = checkCreate(request)
  if (refusal) return refusal

  const running = findByMeetingId(node.state, param(request, 'meetingID'))
  if (running && running.endTime === 0) return repeat(node, request, running)

  const voiceBridge = param(request, 'voiceBridge')
  const isTaken = voiceBridge !== '' && [...node.state.meetings.values()].some((m) => m.voiceBridge === voiceBridge)
  if (isTaken || node.quirks.nonUniqueVoiceBridge) {
    return failedMany('nonUniqueVoiceBridge', 'The selected voice bridge is already in use.')
  }
  const meeting = newMeeting(node, readSettings(request))
  addDocuments(meeting, request)
  return ok(render(meeting, '', ''))
}

/** What a meeting is made from; everything else has a default. */
export interface Settings {
  readonly meetingId: string
  readonly name: string
  readonly values: ReadonlyMap<string, string>
  readonly metadata: ReadonlyMap<string, string>
  readonly breakout?: Meeting['breakout']
}

/** Makes a meeting and remembers it. */
export function newMeeting(node: Node, { meetingId, name, values, metadata, breakout }: Settings): Meeting {
  const prefix = sha1(meetingId)
  const createTime = freeTime(node, prefix, node.clock.now())
  const text = (key: string) => values.get(key) ?? ''
  const count = (key: string, usual: number) => (/^\d+$/.test(text(key)) ? Number(text(key)) : usual)

  const meeting: Meeting = {
    meetingId,
    internalId: `${prefix}-${createTime}`,
    name,
    createTime,
    voiceBridge: text('voiceBridge') || freeVoiceBridge(node),
    dialNumber: text('dialNumber') || '613-555-1234',
    attendeePassword: text('attendeePW') || randomId(8),
    moderatorPassword: text('moderatorPW') || randomId(8),
    metadata,
    record: text('record') === 'true',
    durationMinutes: count('duration', 0),
    maxParticipants: count('maxParticipants', 0),
    guestPolicy: text('guestPolicy') || 'ALWAYS_ACCEPT',
    expireUnjoinedMs: count('meetingExpireIfNoUserJoinedInMinutes', 5) * 60_000,
    expireEmptyMs: count('meetingExpireWhenLastUserLeftInMinutes', 1) * 60_000,
    logoutUrl: text('logoutURL'),
    endedUrl: text('meetingEndedURL'),
    keepEvents: text('meetingKeepEvents') === 'true',
    disabledFeatures: new Set(text('disabledFeatures').split(',')),
    breakout,
    breakouts: [],
    people: new Map(),
    attended: new Set(),
    documents: [],
    chat: [],
    joinedEver: false,
    emptySince: 0,
    startTime: 0,
    endTime: 0,
    recordingMarks: text('record') === 'true' && text('autoStartRecording') === 'true',
  }
  node.state.meetings.set(meeting.internalId, meeting)
  tell(node, 'meeting-created', meeting)
  return meeting
}

/** Keeps a `<modules>` body with the meeting, unless slides are turned off in it. */
export function addDocuments(meeting: Meeting, request: Request): void {
  const body = request.body.toString('utf8')
  if (body.includes('<modules') && !meeting.disabledFeatures.has('presentation')) meeting.documents.push(body)
}

function checkCreate(request: Request): Reply | undefined {
  const refusal = checkMeetingId(request)
  if (refusal) return refusal

  const name = param(request, 'name')
  if (name === '') return failed('validationError', 'You must provide a meeting name')
  if (name.length < 2 || name.length > 256) {
    return failed('validationError', 'Meeting name must be between 2 and 256 characters')
  }
  for (const [key, who] of [
    ['attendeePW', 'Attendee'],
    ['moderatorPW', 'Moderator'],
  ] as const) {
    const { length } = param(request, key)
    if (length === 1 || length > 64)
      return failed('invalidPassword', `${who} password must be between 2 and 64 characters`)
  }
  if (!/^\d*$/.test(param(request, 'voiceBridge'))) return failed('validationError', 'Voice bridge must be a number')
  if (!isBoolean(param(request, 'record')))
    return failed('validationError', 'Record must be a boolean value (true or false)')
  const upload = param(request, 'presentationUploadExternalUrl')
  if (upload !== '' && !URL.canParse(upload)) return failed('validationError', 'Presentation upload URL is not a URL')
  if (param(request, 'isBreakout') === 'true' && param(request, 'parentMeetingID') === '') {
    return failed('parentMeetingIdMissing', 'No parent meeting ID was provided for the breakout room.')
  }
  return undefined
}

function repeat(node: Node, request: Request, meeting: Meeting): Reply {
  const attendee = param(request, 'attendeePW')
  const moderator = param(request, 'moderatorPW')
  const isSame = attendee === meeting.attendeePassword && moderator === meeting.moderatorPassword
  const isSilent = node.profile.passwordlessRepeat && attendee === '' && moderator === ''
  if (!isSame && !isSilent) {
    return failed('idNotUnique', 'A meeting already exists with that meeting ID.  Please use a different meeting ID.')
  }
  const message = 'This conference was already in existence and may currently be in progress.'
  return ok(render(meeting, 'duplicateWarning', message))
}

function readSettings(request: Request): Settings {
  const values = new Map<string, string>()
  const metadata = new Map<string, string>()
  for (const [key] of request.parameters) {
    values.set(key, param(request, key))
    const name = /^meta_([a-zA-Z][a-zA-Z0-9-]*)$/.exec(key)?.[1]?.toLowerCase()
    if (name && !metadata.has(name)) metadata.set(name, param(request, key))
  }
  return { meetingId: rawParam(request, 'meetingID'), name: param(request, 'name'), values, metadata }
}

/** Two instances of one meeting never share an internal id, however fast they follow. */
function freeTime(node: Node, prefix: string, now: number): number {
  let time = now
  while (node.state.meetings.has(`${prefix}-${time}`) || node.state.ended.has(`${prefix}-${time}`)) time += 1
  return time
}

/** A random five-digit number that no meeting here has; 99999 is the test bridge. */
function freeVoiceBridge(node: Node): string {
  const taken = new Set([...node.state.meetings.values()].map((m) => m.voiceBridge))
  let number = Math.floor(node.random() * 89_999)
  while (taken.has(String(10_000 + number))) number = (number + 1) % 89_999
  return String(10_000 + number)
}

function render(meeting: Meeting, key: string, message: string): string {
  return (
    tag('meetingID', meeting.meetingId) +
    tag('internalMeetingID', meeting.internalId) +
    tag('parentMeetingID', meeting.breakout?.parentId ?? 'bbb-none') +
    tag('attendeePW', meeting.attendeePassword) +
    tag('moderatorPW', meeting.moderatorPassword) +
    tag('createTime', meeting.createTime) +
    tag('voiceBridge', meeting.voiceBridge) +
    tag('dialNumber', meeting.dialNumber) +
    tag('createDate', formatDate(meeting.createTime)) +
    tag('hasUserJoined', meeting.joinedEver) +
    tag('duration', meeting.durationMinutes) +
    tag('hasBeenForciblyEnded', meeting.endTime > 0) +
    tag('messageKey', key) +
    tag('message', message)
  )
}
