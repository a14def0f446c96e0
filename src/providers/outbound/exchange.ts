import { createHash } from 'node:crypto'
import { type Dispatcher, errors, type Pool } from 'undici'

/** One HTTP request: `path` is sent exactly as it is. */
export interface Outgoing {
  readonly path: string
  /** GET without a body, POST with one, unless this says otherwise. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: { readonly type: string; readonly content: string | Uint8Array } | undefined
  readonly timeoutMs: number
  /** Bytes beyond which an answer is not read; default 64 MB. */
  readonly mostBytes?: number | undefined
}

/** An answer as it came. Most listings say what they said before: they are only compared, never made text. */
export class Incoming {
  readonly status: number
  /** The words after the status, which some servers put their message into. */
  readonly reason: string
  readonly type: string
  readonly #chunks: Uint8Array[]

  constructor(head: Pick<Incoming, 'status' | 'reason' | 'type'>, chunks: Uint8Array[]) {
    this.status = head.status
    this.reason = head.reason
    this.type = head.type
    this.#chunks = chunks
  }

  /** Its content, read as UTF-8. */
  get body(): string {
    return Buffer.concat(this.#chunks).toString('utf8')
  }

  /** Tells whether the contents of two answers are the same. */
  digest(): string {
    const sha1 = createHash('sha1')
    for (const chunk of this.#chunks) sha1.update(chunk)
    return sha1.digest('base64')
  }

  /**
   * Gives the memory of a large content back at once; it is empty from then on. Megabytes a second would otherwise wait for
   * the garbage collector, which takes them for a reason to look through everything that is remembered.
   */
  release(): void {
    for (const chunk of this.#chunks.splice(0)) {
      // What is larger than half of Node's pool of small buffers is no part of it, which others share.
      if (chunk.length > Buffer.poolSize / 2 && chunk.buffer instanceof ArrayBuffer) chunk.buffer.transfer(0)
    }
  }
}

/** How far a request had come when it failed. */
export interface Progress {
  /** The request may have been written, wholly or in part. */
  readonly started: boolean
  /** The head of an answer was read. */
  readonly answered: boolean
}

type Reason = 'timeout' | 'too large' | 'not HTTP' | 'connection'

/** A request without a whole answer. The message says why; it holds nothing of the request. */
export class BrokenExchange extends Error {
  override name = 'BrokenExchange'
  readonly reason: Reason
  readonly progress: Progress

  constructor(reason: Reason, progress: Progress, message: string, cause?: unknown) {
    super(message, { cause })
    this.reason = reason
    this.progress = progress
  }
}

const largestAnswer = 64 * 1024 * 1024
const userAgent = 'Mycel'

/** Sends one request and reads the whole answer. Throws `BrokenExchange`. */
export function exchange(pool: Pool, outgoing: Outgoing): Promise<Incoming> {
  return new Promise((resolve, reject) => {
    const handler = new Reader(resolve, reject, outgoing)
    pool.dispatch(optionsOf(outgoing), handler)
  })
}

function optionsOf({ path, body, method, headers: more }: Outgoing): Dispatcher.DispatchOptions {
  const headers: Record<string, string> = { 'user-agent': userAgent, accept: '*/*', ...more }
  if (!body) return { method: method ?? 'GET', path, headers }
  const typed = { ...headers, 'content-type': body.type }
  return { method: method ?? 'POST', path, headers: typed, body: Buffer.from(body.content) }
}

type Limits = Pick<Outgoing, 'timeoutMs' | 'mostBytes'>

/** Gathers an answer under one deadline, and knows at every moment whether the request was already written. */
class Reader implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: Incoming) => void
  readonly #reject: (broken: BrokenExchange) => void
  readonly #timer: NodeJS.Timeout
  #controller: Dispatcher.DispatchController | undefined
  readonly #mostBytes: number
  #settled = false
  #status = 0
  #reason = ''
  #type = ''
  #size = 0
  readonly #chunks: Buffer[] = []

  constructor(resolve: (answer: Incoming) => void, reject: (broken: BrokenExchange) => void, limits: Limits) {
    const { timeoutMs, mostBytes = largestAnswer } = limits
    this.#resolve = resolve
    this.#reject = reject
    this.#mostBytes = mostBytes
    this.#timer = setTimeout(() => this.#break('timeout', `no answer within ${timeoutMs} ms`), timeoutMs)
  }

  /** Called just before the first byte is written. A request given up while it waited for a connection stops here. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#settled) controller.abort(new Error('given up'))
    else this.#controller = controller
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
    reason = '',
  ): void {
    this.#status = status
    this.#reason = reason
    this.#type = [headers['content-type']].flat()[0] ?? ''
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length
    if (this.#size > this.#mostBytes) this.#break('too large', `an answer of more than ${this.#mostBytes} bytes`)
    else this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    if (this.#settled) return
    this.#settle()
    const head = { status: this.#status, reason: this.#reason, type: this.#type }
    this.#resolve(new Incoming(head, this.#chunks))
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (error instanceof errors.HTTPParserError) this.#break('not HTTP', error.message)
    else this.#break('connection', error.message, error)
  }

  #break(reason: Reason, message: string, cause?: unknown): void {
    if (this.#settled) return
    this.#settle()
    const progress = { started: this.#controller !== undefined, answered: this.#status > 0 }
    this.#reject(new BrokenExchange(reason, progress, message, cause))
    if (reason === 'timeout' || reason === 'too large') this.#controller?.abort(new Error('given up'))
  }

  #settle(): void {
    this.#settled = true
    clearTimeout(this.#timer)
  }
}
