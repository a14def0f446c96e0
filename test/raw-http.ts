import { connect } from 'node:net'

/** An answer read from the bare connection. */
export interface RawAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly head: string
  readonly body: string
}

/** Sends exactly these bytes and reads until the other side closes; undefined when it closed without an answer. */
export async function sendRaw(url: string, bytes: string | Buffer): Promise<RawAnswer | undefined> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  // Whoever refuses early resets the connection while we still write: what it said before counts.
  socket.on('error', () => socket.destroy())
  socket.setTimeout(10_000, () => socket.destroy())
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.write(bytes)
  await closed
  return parse(Buffer.concat(chunks).toString('utf8'))
}

export interface RawRequest {
  readonly method: string
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer | undefined
}

/** The bytes of a request that asks for the connection to be closed after it. */
export function bytesOf({ method, target, headers, body }: RawRequest): Buffer {
  const length = body ? [['content-length', String(body.length)] as const] : []
  const lines = [['host', '127.0.0.1'] as const, ['connection', 'close'] as const, ...length, ...headers]
  const head = `${method} ${target} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
  return Buffer.concat([Buffer.from(head, 'latin1'), body ?? Buffer.alloc(0)])
}

function parse(text: string): RawAnswer | undefined {
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]
  if (status === undefined) return undefined
  const end = text.indexOf('\r\n\r\n')
  const head = text.slice(0, end)
  const lines = head.split('\r\n').slice(1)
  const headers = new Map(lines.map((line) => [line.replace(/:.*/, '').toLowerCase(), line.replace(/^[^:]*:\s*/, '')]))
  const rest = text.slice(end + 4)
  const body = headers.get('transfer-encoding') === 'chunked' ? joinChunks(rest) : rest
  return { status: Number(status), headers, head, body }
}

/** Enough for answers in ASCII. */
function joinChunks(body: string): string {
  let joined = ''
  let rest = body
  for (let size = Number.parseInt(rest, 16); size > 0; size = Number.parseInt(rest, 16)) {
    const start = rest.indexOf('\r\n') + 2
    joined += rest.slice(start, start + size)
    rest = rest.slice(start + size + 2)
  }
  return joined
}
