import { type Algorithm, checksum } from '../protocol/checksum.ts'
import type { Attendee } from '../protocol/meeting.ts'
import { metadataOf } from '../protocol/metadata.ts'
import { valueOf } from '../protocol/query.ts'
import type { Hook } from './hooks.ts'
import { answerText, type Meeting } from './meeting.ts'
import type { Organisation } from './organisations.ts'
import type { OutgoingRequest } from './outbox.ts'

/** An event in the form that bbb-webhooks sends. */
export interface HookEvent {
  readonly data: {
    readonly type: 'event'
    readonly id: 'meeting-created' | 'meeting-ended' | 'user-joined' | 'user-left'
    readonly attributes: Readonly<Record<string, unknown>>
    readonly event: { readonly ts: number }
  }
}

export function createdEvent(meeting: Meeting, now: number): HookEvent {
  const value = (name: string) => valueOf(meeting.parameters, name) ?? ''
  const hidden = ['endcallbackurl', 'analytics-callback-url', 'bbb-recording-ready-url']
  const metadata = [...metadataOf(meeting.parameters)].filter(([name]) => !hidden.includes(name))
  return event('meeting-created', now, {
    meeting: {
      ...ids(meeting),
      name: meeting.name,
      'is-breakout': false,
      duration: Number(answerText(meeting, 'duration')) || 0,
      'create-time': Number(answerText(meeting, 'createTime')) || 0,
      'create-date': answerText(meeting, 'createDate'),
      'moderator-pass': answerText(meeting, 'moderatorPW'),
      'viewer-pass': answerText(meeting, 'attendeePW'),
      record: value('record').toLowerCase() === 'true',
      'voice-conf': answerText(meeting, 'voiceBridge'),
      'dial-number': answerText(meeting, 'dialNumber'),
      'max-users': Number(value('maxParticipants')) || 0,
      metadata: Object.fromEntries(metadata),
    },
  })
}

export function endedEvent(meeting: Meeting, now: number): HookEvent {
  return event('meeting-ended', now, { meeting: ids(meeting) })
}

export function userEvent(
  id: 'user-joined' | 'user-left',
  meeting: Meeting,
  attendee: Attendee,
  now: number,
): HookEvent {
  const session = attendee.internalId === undefined ? {} : { 'internal-user-id': attendee.internalId }
  const user = { ...session, 'external-user-id': attendee.userId, name: attendee.name, role: attendee.role }
  return event(id, now, { meeting: ids(meeting), user })
}

/**
 * The delivery of an event as bbb-webhooks makes it: a form of `domain`, `event` and `timestamp`, the address signed
 * with H(callbackURL + body + secret) by the organisation's first secret.
 */
export function hookRequest(
  hook: Hook,
  organisation: Organisation,
  hookEvent: HookEvent,
  now: number,
): OutgoingRequest {
  const form = new URLSearchParams({
    domain: 'mycel',
    event: JSON.stringify([hookEvent]),
    timestamp: String(now),
  })
  const body = form.toString()
  const secret = organisation.secrets[0]?.value.reveal() ?? ''
  const sum = checksum(algorithmFor(organisation), hook.callbackUrl, body, secret)
  return {
    method: 'POST',
    url: `${hook.callbackUrl}${hook.callbackUrl.includes('?') ? '&' : '?'}checksum=${sum}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  }
}

const preferred: readonly Algorithm[] = ['sha256', 'sha512', 'sha384', 'sha1']

function algorithmFor({ checksums }: Organisation): Algorithm {
  return preferred.find((algorithm) => checksums.has(algorithm)) ?? 'sha256'
}

function event(id: HookEvent['data']['id'], now: number, attributes: Record<string, unknown>): HookEvent {
  return { data: { type: 'event', id, attributes, event: { ts: now } } }
}

function ids(meeting: Meeting): Record<string, string> {
  return {
    'internal-meeting-id': answerText(meeting, 'internalMeetingID'),
    'external-meeting-id': meeting.meetingId,
  }
}
