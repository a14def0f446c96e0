import { createHmac } from 'node:crypto'
import { Agent, request } from 'undici'
import type { Clock } from '../../../lib/clock.ts'
import type { Meeting } from './meeting.ts'

/** Tells other programs what happened in meetings, as a BigBlueButton server does. */
export interface Callbacks {
  /** Starts the calls that the end of a meeting causes. */
  meetingEnded(meeting: Meeting): void
  /** Tells that a recording is ready; gives the HTTP status of the answer, 0 for none. Not repeated. */
  recordingReady(meeting: Meeting): Promise<number>
  /** Makes the repetitions that are due, and waits until no call is under way. */
  settle(): Promise<void>
  close(): Promise<void>
}

export interface CallbackOptions {
  readonly clock: Clock
  readonly secret: string
  /** Milliseconds to wait before each repetition; after the last one the callback is given up. */
  readonly retries: readonly number[]
}

/** bbb-web's schedule. */
export const usualRetries: readonly number[] = [30_000, 60_000, 120_000, 300_000]

interface Pending {
  readonly url: string
  readonly attempt: number
  readonly dueAt: number
}

export function createCallbacks({ clock, secret, retries }: CallbackOptions): Callbacks {
  const agent = new Agent({ connect: { timeout: 2_000 }, headersTimeout: 5_000, bodyTimeout: 5_000 })
  const underWay = new Set<Promise<unknown>>()
  let pending: Pending[] = []

  return {
    meetingEnded(meeting) {
      for (const url of endUrls(meeting)) start(attempt({ url, attempt: 0, dueAt: clock.now() }))
      const analytics = meeting.metadata.get('analytics-callback-url')
      if (analytics && meeting.keepEvents) start(sendAnalytics(analytics, meeting))
    },

    async recordingReady({ metadata, meetingId, internalId }) {
      const url = ['bbb', 'bn', 'canvas'].map((who) => metadata.get(`${who}-recording-ready-url`)).find(Boolean)
      if (!url) return 0
      const token = signToken('HS256', { meeting_id: meetingId, record_id: internalId }, secret)
      const body = new URLSearchParams({ signed_parameters: token }).toString()
      return await post(url, body, { 'content-type': 'application/x-www-form-urlencoded' })
    },

    async settle() {
      const due = pending.filter(({ dueAt }) => dueAt <= clock.now())
      pending = pending.filter(({ dueAt }) => dueAt > clock.now())
      for (const one of due) start(attempt(one))
      while (underWay.size > 0) await Promise.all(underWay)
    },

    async close() {
      pending = []
      await agent.destroy()
    },
  }

  function start(work: Promise<unknown>): void {
    const tracked: Promise<unknown> = work.finally(() => underWay.delete(tracked))
    underWay.add(tracked)
  }

  async function attempt(one: Pending): Promise<void> {
    const status = await send(one.url, { method: 'GET' })
    const wait = retries[one.attempt]
    if ((status >= 200 && status < 300) || wait === undefined) return
    pending.push({ url: one.url, attempt: one.attempt + 1, dueAt: clock.now() + wait })
  }

  async function sendAnalytics(url: string, meeting: Meeting): Promise<void> {
    const expiry = Math.floor(clock.now() / 1000) + 24 * 60 * 60
    await post(url, JSON.stringify(analyticsOf(meeting)), {
      'content-type': 'application/json',
      'user-agent': 'BigBlueButton Analytics Callback',
      authorization: `Bearer ${signToken('HS512', { exp: expiry }, secret)}`,
    })
  }

  function post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<number> {
    return send(url, { method: 'POST', body, headers: { ...headers } })
  }

  /** The status of the answer, 0 when there was none. Redirects are not followed. */
  async function send(
    url: string,
    options: { method: 'GET' | 'POST'; body?: string; headers?: Record<string, string> },
  ) {
    try {
      const answer = await request(url, { dispatcher: agent, ...options })
      await answer.body.dump()
      return answer.statusCode
    } catch {
      return 0
    }
  }
}

/** The addresses to call when a meeting ends: the first gets two parameters more, the second stays as it is. */
function endUrls(meeting: Meeting): string[] {
  if (meeting.breakout) return []
  const withMarks = meeting.metadata.get('endcallbackurl')
  const extra = `recordingmarks=${meeting.recordingMarks}&meetingID=${encodeURIComponent(meeting.meetingId)}`
  return [withMarks ? addQuery(withMarks, extra) : '', meeting.endedUrl].filter((url) => url !== '')
}

function addQuery(url: string, query: string): string {
  const [address = '', fragment] = url.split('#', 2)
  const joined = `${address}${address.includes('?') ? '&' : '?'}${query}`
  return fragment === undefined ? joined : `${joined}#${fragment}`
}

function analyticsOf(meeting: Meeting): object {
  const seconds = Math.round((meeting.endTime - meeting.createTime) / 1000)
  const data = {
    metadata: { ...Object.fromEntries(meeting.metadata), meeting_name: meeting.name },
    duration: seconds,
    start: new Date(meeting.createTime).toISOString(),
    finish: new Date(meeting.endTime).toISOString(),
    attendees: [],
    files: [],
    polls: [],
  }
  return { version: '1.0', meeting_id: meeting.meetingId, internal_meeting_id: meeting.internalId, data }
}

/** A JSON web token, made by hand so that the gateway's own reading of tokens is put to the test. */
function signToken(algorithm: 'HS256' | 'HS512', payload: object, secret: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const text = `${encode({ alg: algorithm })}.${encode(payload)}`
  const hash = algorithm === 'HS256' ? 'sha256' : 'sha512'
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`
}
