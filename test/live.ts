import type { LiveChange } from '../src/web/live/picture.ts'
import type { Asking } from './rest.ts'

/** One event of the live stream, as it came. */
export interface LiveEvent {
  readonly name: string
  readonly change: LiveChange
}

/** A live stream that is open. */
export interface LiveStream extends AsyncDisposable {
  readonly status: number
  /** What came until now. */
  readonly events: readonly LiveEvent[]
  /** Resolves when the server ends it. */
  readonly ended: Promise<void>
}

/** Opens the live stream at an address such as `http://127.0.0.1:8080`. */
export async function openLive(url: string, { token, headers = {} }: Asking = {}): Promise<LiveStream> {
  const abort = new AbortController()
  const response = await fetch(`${url}/api/v1/live`, {
    headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    signal: abort.signal,
  })
  const events: LiveEvent[] = []
  const ended = read(response, events).catch(() => {})
  return {
    status: response.status,
    events,
    ended,
    async [Symbol.asyncDispose]() {
      abort.abort()
      await ended
    },
  }
}

async function read({ body, ok }: Response, events: LiveEvent[]): Promise<void> {
  let text = ''
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (text + chunk).split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of ok ? blocks : []) {
      const [, name = '', data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? []
      if (name !== '') events.push({ name, change: JSON.parse(data) as LiveChange })
    }
  }
}
