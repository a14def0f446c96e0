import type { LiveChange, LiveOrganisation, LiveServer, Meeting } from '../api.gen.ts'
import { headersOf, request } from './call.ts'
import { Failure } from './problem.ts'

/** What runs now, as far as we may see it. */
export interface Live {
  /** `waiting` until the first snapshot, `away` while the stream is cut off and what is shown may be old. */
  readonly state: 'waiting' | 'on' | 'away'
  readonly servers: ReadonlyMap<string, LiveServer>
  readonly meetings: ReadonlyMap<string, Meeting>
  readonly organisations: ReadonlyMap<string, LiveOrganisation>
}

export const nothingYet: Live = { state: 'waiting', servers: new Map(), meetings: new Map(), organisations: new Map() }

/** Takes an event in; a snapshot replaces all that was known. */
export function takeIn(before: Live, name: string, change: LiveChange): Live {
  const base = name === 'snapshot' ? nothingYet : before
  return {
    state: 'on',
    servers: merge(base.servers, change.servers, ({ id }) => id),
    meetings: merge(base.meetings, change.meetings, ({ organisation, meetingId }) => `${organisation}/${meetingId}`),
    organisations: merge(base.organisations, change.organisations, ({ id }) => id),
  }
}

/** Follows the live stream until `signal` aborts; connects again by itself, with growing pauses. */
export async function followLive(update: (next: (before: Live) => Live) => void, signal: AbortSignal): Promise<void> {
  let pause = 1000
  while (!signal.aborted) {
    try {
      const response = await request('/live', { headers: headersOf('GET'), signal })
      pause = 1000
      for await (const { name, change } of eventsIn(response)) update((before) => takeIn(before, name, change))
    } catch (error) {
      // Whoever is not known any more is sent to sign in by the next call of the page.
      if (error instanceof Failure && error.status === 401) return
    }
    update((before) => (before.state === 'on' ? { ...before, state: 'away' } : before))
    await sleep(pause, signal)
    pause = Math.min(pause * 2, 30_000)
  }
}

async function* eventsIn({ body }: Response): AsyncGenerator<{ name: string; change: LiveChange }> {
  let text = ''
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
    const blocks = (text + chunk.value).split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? []
      if (name && data) yield { name, change: JSON.parse(data) as LiveChange }
    }
  }
}

function merge<Value>(
  before: ReadonlyMap<string, Value>,
  { put, gone }: { readonly put: readonly Value[]; readonly gone: readonly string[] },
  keyOf: (value: Value) => string,
): ReadonlyMap<string, Value> {
  if (put.length + gone.length === 0) return before
  const after = new Map(before)
  for (const key of gone) after.delete(key)
  for (const value of put) after.set(keyOf(value), value)
  return after
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
