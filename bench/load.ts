import { connect, type Socket } from 'node:net'

/** What one run of load measured. Times are milliseconds. */
export interface LoadResult {
  readonly requests: number
  readonly failures: number
  readonly seconds: number
  readonly perSecond: number
  readonly p50: number
  readonly p95: number
  readonly bytes: number
}

export interface LoadOptions {
  readonly port: number
  readonly connections: number
  /** Milliseconds. */
  readonly duration: number
  /** Paths with queries, asked in turn. */
  readonly targets: readonly string[]
  /** The status every answer must have. */
  readonly status: number
  /** Text that every answer must hold, so that a wrong answer is not a fast one. */
  readonly contains?: string
}

/**
 * Loads a server over keep-alive connections, one request at a time on each. It works on bare sockets: a client library
 * would need more of the machine than the server under test.
 */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const requests = options.targets.map((path) => Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`))
  const times: number[] = []
  const state = { next: 0, failures: 0, bytes: 0, done: false }

  const run = async () => {
    const socket = await open(options.port)
    const reader = createReader(socket)
    while (!state.done) {
      const request = requests[state.next++ % requests.length]
      if (!request) throw new Error('nothing to ask')
      const started = performance.now()
      socket.write(request)
      const answer = await reader.next()
      times.push(performance.now() - started)
      state.bytes += answer.bytes
      if (!isRight(answer, options)) state.failures += 1
    }
    socket.destroy()
  }

  const started = performance.now()
  const connections = Array.from({ length: options.connections }, run)
  await wait(options.duration)
  state.done = true
  await Promise.all(connections)
  return summarize(times, state, (performance.now() - started) / 1000)
}

export interface Answer {
  readonly status: number
  readonly bytes: number
  readonly head: Buffer
}

function isRight(answer: Answer, { status, contains }: LoadOptions): boolean {
  return answer.status === status && (contains === undefined || answer.head.includes(contains))
}

function summarize(
  times: number[],
  { failures, bytes }: { failures: number; bytes: number },
  seconds: number,
): LoadResult {
  const sorted = Float64Array.from(times).toSorted()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return {
    requests: times.length,
    failures,
    seconds,
    perSecond: times.length / seconds,
    p50: at(0.5),
    p95: at(0.95),
    bytes: times.length === 0 ? 0 : Math.round(bytes / times.length),
  }
}

/** Reads answers that announce their length. Keeps the first part of each, enough to recognise it. */
export function createReader(socket: Socket): { next(): Promise<Answer> } {
  let resolve: ((answer: Answer) => void) | undefined
  let head: Buffer = Buffer.alloc(0)
  let expected = -1
  let received = 0
  let status = 0

  socket.on('data', (chunk) => {
    received += chunk.length
    if (expected < 0) {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk])
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return
      const text = head.toString('latin1', 0, end)
      status = Number(text.slice(9, 12))
      expected = end + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
    }
    if (received < expected) return
    const answer = { status, bytes: expected, head }
    head = Buffer.alloc(0)
    expected = -1
    received = 0
    resolve?.(answer)
  })
  return { next: () => new Promise((done) => (resolve = done)) }
}

export async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  return socket
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
