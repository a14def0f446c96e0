import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createSocketServer, type Server } from 'node:net'
import { expect, test } from 'vitest'
import { createDelivery, type Delivery } from './deliver.ts'
import { createGuard, type Resolve } from './guard.ts'

const onlyHere: Resolve = async () => ['127.0.0.1']

test('a request arrives as it was given, and its status comes back', async () => {
  const heard: unknown[] = []
  await using server = await listen((request, response) => {
    request.setEncoding('utf8').on('data', (body) => {
      heard.push({ method: request.method, url: request.url, host: request.headers.host, body })
      response.writeHead(410).end('gone')
    })
  })
  await using delivery = createTestDelivery()
  const url = `http://lms.example.org:${server.port}/end?marks=a%20b&x`
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  expect(await delivery.deliver({ method: 'POST', url, headers, body: 'signed_parameters=x' })).toEqual({ status: 410 })
  const host = `lms.example.org:${server.port}`
  expect(heard).toEqual([{ method: 'POST', url: '/end?marks=a%20b&x', host, body: 'signed_parameters=x' }])
})

test('a URL that is not allowed is refused before anything is sent', async () => {
  let heard = 0
  await using server = await listen((_, response) => {
    heard++
    response.end()
  })
  await using delivery = createDelivery({ guard: createGuard({ allow: [] }) })
  await expect(get(delivery, `http://127.0.0.1:${server.port}/`)).rejects.toMatchObject({ code: 'refused' })
  expect(heard).toBe(0)
})

test('a name whose second answer is a private address is refused when the connection is made', async () => {
  let heard = 0
  await using server = await listen((_, response) => {
    heard++
    response.end()
  })
  const answers = [['93.184.215.14'], ['127.0.0.1']]
  const rebinding: Resolve = async () => answers.shift() ?? ['127.0.0.1']
  await using delivery = createDelivery({ guard: createGuard({ allow: [], resolve: rebinding }) })
  await expect(get(delivery, `http://evil.example.org:${server.port}/`)).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('the URL cannot be used: its host name leads to a loopback address'),
  })
  expect(answers).toEqual([])
  expect(heard).toBe(0)
})

test('the connection refuses a private address that was written as one', async () => {
  await using server = await listen((_, response) => response.end())
  const careless = { ...createGuard({ allow: [] }), check: async () => ({ ok: true, addresses: [] }) as const }
  await using delivery = createDelivery({ guard: careless })
  await expect(get(delivery, `http://127.0.0.1:${server.port}/`)).rejects.toMatchObject({ code: 'refused' })
})

test('a redirect is an answer and is not followed', async () => {
  const heard: unknown[] = []
  await using server = await listen((request, response) => {
    heard.push(request.url)
    response.writeHead(302, { location: `http://127.0.0.1:${server.port}/private` }).end()
  })
  await using delivery = createTestDelivery()
  expect(await get(delivery, `http://lms.example.org:${server.port}/public`)).toEqual({ status: 302 })
  expect(heard).toEqual(['/public'])
})

test('a server that never answers is given up on', async () => {
  await using server = await listen(() => {})
  await using delivery = createTestDelivery(100)
  await expect(get(delivery, `http://lms.example.org:${server.port}/`)).rejects.toMatchObject({
    code: 'unavailable',
    message: `http://lms.example.org:${server.port}: no answer within 100 ms`,
  })
})

test('a body that never ends does not hold the answer back', async () => {
  await using server = await listen((_, response) => void response.writeHead(200).write('a'))
  await using delivery = createTestDelivery(100)
  expect(await get(delivery, `http://lms.example.org:${server.port}/`)).toEqual({ status: 200 })
})

test('a body without measure is not read to its end', async () => {
  await using server = await listen((_, response) => {
    const chunk = Buffer.alloc(64 * 1024)
    const pour = () => {
      while (!response.destroyed && response.write(chunk));
    }
    response.on('drain', pour)
    pour()
  })
  await using delivery = createTestDelivery()
  expect(await get(delivery, `http://lms.example.org:${server.port}/`)).toEqual({ status: 200 })
})

test('an answer that is not HTTP is the other side’s failure', async () => {
  const raw = createSocketServer((socket) => {
    socket.on('error', () => {}).once('data', () => socket.end('220 mail.example.org ESMTP\r\n'))
  })
  await using server = await listening(raw)
  await using delivery = createTestDelivery()
  await expect(get(delivery, `http://lms.example.org:${server.port}/`)).rejects.toMatchObject({ code: 'upstream' })
})

test('a port where nothing listens is unavailable, and the message keeps the query to itself', async () => {
  const server = await listen(() => {})
  await server[Symbol.asyncDispose]()
  await using delivery = createTestDelivery()
  await expect(get(delivery, `http://lms.example.org:${server.port}/?token=s3cret`)).rejects.toMatchObject({
    code: 'unavailable',
    message: `http://lms.example.org:${server.port}: nothing listens there`,
  })
})

function createTestDelivery(timeoutMs?: number): Delivery {
  const guard = createGuard({ allow: ['127.0.0.0/8'], resolve: onlyHere })
  return createDelivery({ guard, ...(timeoutMs === undefined ? {} : { timeoutMs }) })
}

function get(delivery: Delivery, url: string): Promise<{ status: number }> {
  return delivery.deliver({ method: 'GET', url })
}

async function listen(handle: RequestListener): Promise<AsyncDisposable & { port: number }> {
  const server = createServer(handle)
  const { port, [Symbol.asyncDispose]: close } = await listening(server)
  return {
    port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await close()
    },
  }
}

async function listening(server: Server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      if (!server.listening) return
      server.close()
      await once(server, 'close')
    },
  }
}
