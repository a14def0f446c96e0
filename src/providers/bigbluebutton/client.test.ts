import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Secret } from '../../lib/secret.ts'
import type { ServerAccess, Servers } from '../../meetings/servers.ts'
import { ServerFailure } from '../../protocol/server-failure.ts'
import { createServers } from './client.ts'

const page = '<response><returncode>SUCCESS</returncode></response>'

let servers: Servers & AsyncDisposable
let listening: Server[]

beforeEach(() => {
  servers = createServers()
  listening = []
})

afterEach(async () => {
  await servers[Symbol.asyncDispose]()
  for (const server of listening) server.close()
})

describe('an answer', () => {
  test('is read, and the request says who asks and carries the query as it was given', async () => {
    const heads: string[] = []
    const server = await serve((socket, head) => {
      heads.push(head)
      socket.write(http(page))
    })
    const answer = await servers.call(server, 'getMeetingInfo', 'meetingID=a%2fb+c')

    expect(answer.ok).toBe(true)
    expect(heads[0]).toMatch(/^GET \/bigbluebutton\/api\/getMeetingInfo\?meetingID=a%2fb\+c&checksum=[0-9a-f]{64} HTTP/)
    expect(heads[0]).toMatch(/^user-agent: Mycel\r$/m)
  })

  test('to a call with a body comes from a POST of that type, and the body is not signed', async () => {
    const heads: string[] = []
    const server = await serve((socket, head) => {
      heads.push(head)
      socket.write(http(page))
    })
    await servers.call(server, 'create', 'a=1', { body: { type: 'application/xml', content: '<modules/>' } })
    await servers.call(server, 'create', 'a=1')

    expect(heads[0]).toMatch(/^POST /)
    expect(heads[0]).toMatch(/^content-type: application\/xml\r$/m)
    expect(heads[0]).toContain('\r\n\r\n<modules/>')
    expect(sumOf(heads[0])).toBe(sumOf(heads[1]))
  })

  test('to a session call is passed on unread and unsigned', async () => {
    const heads: string[] = []
    const server = await serve((socket, head) => {
      heads.push(head)
      socket.write(http('{"response":{}}', '200 OK', 'application/json'))
    })
    const answer = await servers.session(server, 'getJoinUrl', 'sessionToken=abc')

    expect(answer).toEqual({ status: 200, type: 'application/json', body: '{"response":{}}' })
    expect(heads[0]).not.toContain('checksum')
  })
})

describe('a server is unreachable when nothing was written', () => {
  test('because the connection was refused', async () => {
    const server = await serve(() => {})
    await close(listening[0])
    expect((await failureOf(servers.call(server, 'create', 'a=1'))).kind).toBe('unreachable')
  })

  test('because its name does not exist', async () => {
    const failure = await failureOf(servers.call(access('http://nowhere.invalid/bigbluebutton/api'), 'create', ''))
    expect(failure.kind).toBe('unreachable')
  })

  test('because it does not speak TLS', async () => {
    const { url } = await serve((socket) => socket.write(http(page)))
    const failure = await failureOf(servers.call(access(url.replace('http:', 'https:')), 'create', ''))
    expect(failure.kind).toBe('unreachable')
  })

  test('because all connections are busy until the deadline; it then is not sent later either', async () => {
    const asked: string[] = []
    const waiting = new Set<Socket>()
    const { promise: full, resolve } = Promise.withResolvers<void>()
    const server = await serve((socket, head) => {
      asked.push(head)
      if (waiting.size === 16) socket.write(http(page))
      else if (waiting.add(socket).size === 16) resolve()
    })
    const busy = Array.from({ length: 16 }, () => servers.call(server, 'getMeetings', '', { timeoutMs: 20_000 }))
    await full
    const failure = await failureOf(servers.call(server, 'create', 'a=1', { timeoutMs: 50 }))
    expect(failure.kind).toBe('unreachable')

    for (const socket of waiting) socket.write(http(page))
    await Promise.all(busy)
    await Promise.all(busy.map(() => servers.call(server, 'end', '')))
    expect(asked.filter((head) => head.includes('/create'))).toEqual([])
  })
})

describe('a call is lost when it may have been carried out', () => {
  test.each([
    ['no answer comes', () => {}],
    [
      'only the head of an answer comes',
      (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n<res'),
    ],
  ])('and %s in time', async (_case, behave) => {
    const server = await serve(behave)
    const failure = await failureOf(servers.call(server, 'create', 'a=1', { timeoutMs: 50 }))
    expect(failure.kind).toBe('lost')
  })

  test.each([
    ['is reset', (socket: Socket) => socket.resetAndDestroy()],
    ['is closed', (socket: Socket) => socket.end()],
    [
      'breaks off within the answer',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n<res'),
    ],
  ])('and the connection %s', async (_case, behave) => {
    const server = await serve(behave)
    expect((await failureOf(servers.call(server, 'create', 'a=1'))).kind).toBe('lost')
  })
})

describe('an answer is garbled', () => {
  test.each([
    ['of another status', http(page, '502 Bad Gateway')],
    ['that redirects', http('', '302 Found\r\nlocation: http://127.0.0.1:1/')],
    ['of HTML', http('<!doctype html><title>Welcome</title>')],
    ['of half an XML document', http(page.slice(0, 30))],
    ['of other XML', http('<html><returncode>SUCCESS</returncode></html>')],
    ['without content', http('')],
    ['that is not HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
  ])('%s', async (_case, answer) => {
    const server = await serve((socket) => socket.end(answer))
    expect((await failureOf(servers.call(server, 'getMeetings', ''))).kind).toBe('garbled')
  })

  test('of more than 64 MB', async () => {
    const server = await serve((socket) => {
      socket.on('error', () => {})
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
      const chunk = `${(1 << 22).toString(16)}\r\n${'x'.repeat(1 << 22)}\r\n`
      for (let i = 0; i < 17; i++) socket.write(chunk)
    })
    const failure = await failureOf(servers.call(server, 'getMeetings', '', { timeoutMs: 20_000 }))
    expect(failure.kind).toBe('garbled')
  })

  test('of more than the caller wants to read', async () => {
    const server = await serve((socket) => socket.end(http('x'.repeat(2000))))
    const failure = await failureOf(servers.call(server, 'getRecordings', '', { mostBytes: 1000 }))
    expect([failure.kind, failure.message]).toEqual(['garbled', expect.stringContaining('more than 1000 bytes')])
  })
})

describe('a connection that went stale', () => {
  test('is met by a read, which is made once more', async () => {
    const server = await serve(firstAnswerThenReset())
    await servers.call(server, 'getMeetings', '')
    await turn()
    expect((await servers.call(server, 'getMeetings', '')).ok).toBe(true)
  })

  test.each(['create', 'end', 'sendChatMessage'])('is met by %s, which is never made twice', async (call) => {
    const heads: string[] = []
    const behave = firstAnswerThenReset()
    const server = await serve((socket, head) => {
      heads.push(head)
      behave(socket)
    })
    await servers.call(server, 'getMeetings', '')
    await turn()
    expect((await failureOf(servers.call(server, call, 'a=1'))).kind).toBe('lost')
    expect(heads).toHaveLength(2)
  })

  test('is not what a reset of a fresh connection is: the read fails', async () => {
    let count = 0
    const server = await serve((socket) => {
      count += 1
      socket.resetAndDestroy()
    })
    expect((await failureOf(servers.call(server, 'getMeetings', ''))).kind).toBe('lost')
    expect(count).toBe(1)
  })
})

test('no failure shows the secret, the query or a checksum', async () => {
  const behaviours = [
    (socket: Socket) => socket.end(http('nothing', '500 Internal Server Error')),
    (socket: Socket) => socket.resetAndDestroy(),
    (socket: Socket) => socket.end(http('<wrong>')),
  ]
  for (const behave of behaviours) {
    const server = await serve(behave)
    const failure = await failureOf(servers.call(server, 'end', 'password=hush'))
    expect(`${failure.message} ${String(failure.cause)}`).not.toMatch(/k3yForTestsOnly|hush|[0-9a-f]{64}/)
    expect(failure.message).toMatch(/^server bbb1: end /)
  }
})

test('a forgotten server may be called again', async () => {
  const server = await serve((socket) => socket.write(http(page)))
  await servers.call(server, '', '')
  await servers.forget(server)
  expect((await servers.call(server, '', '')).ok).toBe(true)
})

test('a call after the end is not made', async () => {
  const server = await serve((socket) => socket.write(http(page)))
  await servers[Symbol.asyncDispose]()
  expect((await failureOf(servers.call(server, '', ''))).kind).toBe('unreachable')
})

test('failures are reported to the log, without the query', async () => {
  const lines: unknown[] = []
  await using logging = createServers({ log: { debug: (fields, message) => lines.push([fields, message]) } })
  const server = await serve((socket) => socket.resetAndDestroy())
  await failureOf(logging.call(server, 'end', 'password=hush'))
  expect(lines).toMatchObject([[{ server: 'bbb1', call: 'end', kind: 'lost' }, 'a call to a server failed']])
  expect(JSON.stringify(lines)).not.toContain('hush')
})

async function serve(behave: (socket: Socket, head: string) => unknown): Promise<ServerAccess> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (data) => behave(socket, data.toString('latin1')))
  })
  listening.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return access(`http://127.0.0.1:${(server.address() as AddressInfo).port}/bigbluebutton/api`)
}

async function close(server: Server | undefined): Promise<void> {
  if (!server) return
  server.close()
  await once(server, 'close')
}

function access(url: string): ServerAccess {
  return { id: 'bbb1', url, secret: new Secret('k3yForTestsOnly'), checksum: 'sha256' }
}

function http(body: string, status = '200 OK', type = 'text/xml'): string {
  return `HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

/** The first request of all is answered; the second, on the same connection, is cut; a new connection works again. */
function firstAnswerThenReset(): (socket: Socket) => void {
  let count = 0
  return (socket) => {
    count += 1
    if (count === 2) socket.resetAndDestroy()
    else socket.write(http(page))
  }
}

/** A connection is used again only a turn of the event loop after its answer was read. */
async function turn(): Promise<void> {
  await setImmediate()
  await setImmediate()
}

function sumOf(head: string | undefined): string {
  return /checksum=([0-9a-f]+)/.exec(head ?? '')?.[1] ?? ''
}

async function failureOf(work: Promise<unknown>): Promise<ServerFailure> {
  const failure = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (failure instanceof ServerFailure) return failure
  throw new Error('the call did not fail as a call to a server does', { cause: failure })
}
