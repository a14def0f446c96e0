import { createHash } from 'node:crypto'
import { Agent, request } from 'undici'
import type { Clock } from '../../../lib/clock.ts'
import type { Meeting, Person } from './meeting.ts'

/** Somebody's wish to be told of events, as bbb-webhooks keeps it. */
export interface Hook {
  readonly id: number
  readonly callbackUrl: string
  /** The external id of the only meeting it is for. */
  readonly meetingId: string | undefined
  /** Only these events, in lower case; undefined for all. */
  readonly events: readonly string[] | undefined
  readonly raw: boolean
}

/** The events that a practice server tells of. */
export type EventId =
  | 'meeting-created'
  | 'meeting-ended'
  | 'user-joined'
  | 'user-left'
  | 'user-audio-voice-enabled'
  | 'user-audio-voice-disabled'
  | 'user-cam-broadcast-start'
  | 'user-cam-broadcast-end'
  | 'user-presenter-assigned'

/** The bbb-webhooks of one practice server. */
export interface Webhooks {
  /** `isNew` is false when there is a hook for this address already. */
  add(wish: Omit<Hook, 'id'>): { readonly hook: Hook; readonly isNew: boolean }
  remove(id: number): boolean
  /** By id; with a meeting ID its hooks and the global ones. */
  list(meetingId?: string): Hook[]
  /** Sends an event to the hooks that want it, each hook's one after the other. */
  tell(id: EventId, meeting: Meeting, user?: object): void
  /** Resolves when nothing is under way. Deliveries that failed are repeated once their time has come. */
  settle(): Promise<void>
  close(): Promise<void>
}

export interface WebhookOptions {
  readonly clock: Clock
  readonly secret: string
  /** What it calls itself in deliveries. */
  readonly domain: string
}

/** Milliseconds before each repetition of a delivery. */
const retries: readonly number[] = [1_000, 2_000, 5_000, 10_000, 30_000]

interface Delivery {
  readonly hook: Hook
  readonly event: object
  readonly attempt: number
  readonly dueAt: number
}

export function createWebhooks({ clock, secret, domain }: WebhookOptions): Webhooks {
  const agent = new Agent({ connect: { timeout: 2_000 }, headersTimeout: 5_000, bodyTimeout: 5_000 })
  const hooks = new Map<number, Hook>()
  const queues = new Map<number, Promise<void>>()
  let waiting: Delivery[] = []
  let lastId = 0

  const enqueue = (delivery: Delivery) => {
    const { id } = delivery.hook
    queues.set(
      id,
      (queues.get(id) ?? Promise.resolve()).then(() => deliver(delivery)),
    )
  }

  const deliver = async (delivery: Delivery) => {
    const { hook, event, attempt } = delivery
    if (!hooks.has(hook.id)) return
    const status = await post(hook, event)
    const wait = retries[attempt]
    // 401: it arrived, and the recipient did not want it.
    if ((status >= 200 && status < 300) || status === 401 || wait === undefined) return
    waiting.push({ ...delivery, attempt: attempt + 1, dueAt: clock.now() + wait })
  }

  const post = async (hook: Hook, event: object): Promise<number> => {
    const form = new URLSearchParams({ domain, event: JSON.stringify([event]), timestamp: String(clock.now()) })
    const body = form.toString()
    const checksum = createHash('sha256').update(`${hook.callbackUrl}${body}${secret}`, 'utf8').digest('hex')
    const url = `${hook.callbackUrl}${hook.callbackUrl.includes('?') ? '&' : '?'}checksum=${checksum}`
    const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }
    try {
      const answer = await request(url, { dispatcher: agent, method: 'POST', body, headers })
      await answer.body.dump()
      return answer.statusCode
    } catch {
      return 0
    }
  }

  return {
    add(wish) {
      const same = [...hooks.values()].find((hook) => hook.callbackUrl === wish.callbackUrl)
      if (same) return { hook: same, isNew: false }
      const hook = { ...wish, id: ++lastId }
      hooks.set(hook.id, hook)
      return { hook, isNew: true }
    },
    remove: (id) => hooks.delete(id),
    list: (meetingId) => [...hooks.values()].filter((hook) => meetingId === undefined || concerns(hook, meetingId)),
    tell(id, meeting, user) {
      const event = toEvent(id, meeting, user, clock.now())
      for (const hook of hooks.values()) {
        const isWanted = concerns(hook, meeting.meetingId) && (hook.events?.includes(id) ?? true)
        if (isWanted) enqueue({ hook, event, attempt: 0, dueAt: clock.now() })
      }
    },
    async settle() {
      const due = waiting.filter(({ dueAt }) => dueAt <= clock.now())
      waiting = waiting.filter(({ dueAt }) => dueAt > clock.now())
      for (const delivery of due) enqueue(delivery)
      await Promise.all(queues.values())
    },
    async close() {
      hooks.clear()
      waiting = []
      await agent.destroy()
    },
  }
}

/** What an event tells of somebody; `of` is what belongs to this event alone. */
export function userOf(person: Person, of: object = {}): object {
  return { 'internal-user-id': person.id, 'external-user-id': person.userId, ...of }
}

function concerns(hook: Hook, meetingId: string): boolean {
  return hook.meetingId === undefined || hook.meetingId === meetingId
}

function toEvent(id: EventId, meeting: Meeting, user: object | undefined, now: number): object {
  const ids = { 'internal-meeting-id': meeting.internalId, 'external-meeting-id': meeting.meetingId }
  const described = id === 'meeting-created' ? { ...ids, ...describe(meeting) } : ids
  const attributes = user ? { meeting: described, user } : { meeting: described }
  return { data: { type: 'event', id, attributes, event: { ts: now } } }
}

function describe(meeting: Meeting): object {
  return {
    name: meeting.name,
    'is-breakout': meeting.breakout !== undefined,
    'parent-id': meeting.breakout?.parentId ?? 'bbb-none',
    duration: meeting.durationMinutes,
    'create-time': meeting.createTime,
    'create-date': new Date(meeting.createTime).toString(),
    'moderator-pass': meeting.moderatorPassword,
    'viewer-pass': meeting.attendeePassword,
    record: meeting.record,
    'voice-conf': meeting.voiceBridge,
    'dial-number': meeting.dialNumber,
    'max-users': meeting.maxParticipants,
    metadata: Object.fromEntries(meeting.metadata),
  }
}
