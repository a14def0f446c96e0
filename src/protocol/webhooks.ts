import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { matches, splitChecksum } from './checksum.ts'

/** Something that happened in a meeting, as bbb-webhooks on its server tells it. */
export interface ServerEvent {
  readonly id: string
  readonly internalMeetingId: string
  readonly externalMeetingId: string
  readonly user: EventUser | undefined
  /** When, in milliseconds since 1970 by the server's clock. */
  readonly at: number
}

export interface EventUser {
  /** The id of the session. */
  readonly internalId: string
  /** The id that join was given; empty where the server has forgotten it. */
  readonly externalId: string
  readonly name: string
  readonly role: 'MODERATOR' | 'VIEWER'
  readonly isListening: boolean
  readonly hasMicrophone: boolean
}

/** The events that tell who is in a meeting and what they have turned on. */
export const attendanceEvents: readonly string[] = [
  'meeting-created',
  'meeting-ended',
  'user-joined',
  'user-left',
  'user-audio-voice-enabled',
  'user-audio-voice-disabled',
  'user-cam-broadcast-start',
  'user-cam-broadcast-end',
  'user-presenter-assigned',
]

/** A delivery as it came: the raw query of the address it was sent to, one header and the raw form. */
export interface Delivery {
  readonly query: string
  readonly authorization: string
  readonly body: string
}

/**
 * Whether the server with this secret sent the delivery to that address: it signs with H(address + form + secret), or
 * shows the secret itself, as it was configured.
 */
export function isSignedBy(secret: string, address: string, { query, authorization, body }: Delivery): boolean {
  if (secret === '') return false
  const signed = splitChecksum(query)
  if (signed) return matches({ ...signed, query: body }, address, secret)
  const given = Buffer.from(authorization)
  const expected = Buffer.from(`Bearer ${secret}`)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** The events of a delivery's form, in order; what is not understood is left out. */
export function readEvents(body: string): ServerEvent[] {
  const list = readJson(new URLSearchParams(body).get('event') ?? '')
  return (Array.isArray(list) ? list : [list]).flatMap((one: unknown) => {
    const { success, data: event } = told.safeParse(one)
    return success ? [toEvent(event)] : []
  })
}

const text = z.string().catch('')
const flag = z.boolean().catch(false)

const told = z.object({
  data: z.object({
    id: z.string(),
    attributes: z.object({
      meeting: z.object({ 'internal-meeting-id': z.string(), 'external-meeting-id': text }),
      user: z
        .object({
          'internal-user-id': z.string(),
          'external-user-id': text,
          name: text,
          role: text,
          'listening-only': flag,
          'sharing-mic': flag,
        })
        .optional()
        .catch(undefined),
    }),
    event: z.object({ ts: z.number() }),
  }),
})

function toEvent({ data }: z.infer<typeof told>): ServerEvent {
  const { meeting, user } = data.attributes
  return {
    id: data.id,
    internalMeetingId: meeting['internal-meeting-id'],
    externalMeetingId: meeting['external-meeting-id'],
    at: data.event.ts,
    user: user && {
      internalId: user['internal-user-id'],
      externalId: user['external-user-id'],
      name: user.name,
      role: user.role === 'MODERATOR' ? 'MODERATOR' : 'VIEWER',
      isListening: user['listening-only'],
      hasMicrophone: user['sharing-mic'],
    },
  }
}

function readJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
