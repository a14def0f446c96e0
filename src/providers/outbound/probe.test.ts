import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judge } from '../../links/check.ts'
import { createGuard } from './guard.ts'
import { createProber } from './probe.ts'

const asked: string[] = []
const pages: Readonly<Record<string, RequestListener>> = {
  '/fine': (_, response) => response.end('hello'),
  '/gone': (_, response) => response.writeHead(410).end(),
  '/lost': (_, response) => response.writeHead(404).end(),
  '/notes-private/x': (_, response) => response.writeHead(404).end(),
  '/no-head': ({ method }, response) => response.writeHead(method === 'HEAD' ? 405 : 200).end(),
  '/broken': (_, response) => response.writeHead(500).end(),
  '/busy': (_, response) => response.writeHead(429, { 'retry-after': '60' }).end(),
  '/secret': (_, response) => response.writeHead(403).end(),
  '/members': (_, response) => response.writeHead(302, { location: '/login?next=/members' }).end(),
  '/login': (_, response) => response.end('who are you?'),
  '/moved': (_, response) => response.writeHead(301, { location: '/fine' }).end(),
  '/moved-for-now': (_, response) => response.writeHead(302, { location: '/fine' }).end(),
  '/slash': (_, response) => response.writeHead(301, { location: '/slash/' }).end(),
  '/slash/': (_, response) => response.end(),
  '/round': (_, response) => response.writeHead(302, { location: '/round' }).end(),
  '/inside': (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  '/silent': () => {},
}

const server = createServer((request, response) => {
  const path = (request.url ?? '').replace(/\?.*/, '')
  asked.push(`${request.method} ${path}`)
  pages[path]?.(request, response)
})
let url = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const never = new AbortController().signal
const open = createGuard({ allow: ['127.0.0.0/8'] })

test.each([
  ['/fine', 'fine', 'HTTP 200'],
  ['/gone', 'gone', 'HTTP 410'],
  ['/lost', 'gone', 'HTTP 404'],
  ['/notes-private/x', 'closed', 'HTTP 404'],
  ['/no-head', 'fine', 'HTTP 200'],
  ['/broken', 'failing', 'HTTP 500'],
  ['/busy', 'busy', 'it asked to be left alone'],
  ['/secret', 'closed', 'HTTP 403'],
  ['/members', 'closed', 'HTTP 200'],
  ['/moved', 'moved', '/fine'],
  ['/moved-for-now', 'fine', 'HTTP 200'],
  ['/slash', 'fine', 'HTTP 200'],
  ['/round', 'failing', 'it redirects without end'],
  ['/inside', 'blocked', 'link-local'],
  ['/silent', 'failing', 'no answer within'],
])('%s is %s', async (path, state, detail) => {
  await using prober = createProber({ guard: open, timeoutMs: 300 })
  const found = judge(`${url}${path}`, await prober.probe(`${url}${path}`, never))
  expect(found).toEqual({ state, detail: expect.stringContaining(detail) })
})

test('a private address is not asked at all, unless the configuration opens it', async () => {
  await using prober = createProber({ guard: createGuard({ allow: [] }) })
  asked.length = 0
  const found = judge(`${url}/fine`, await prober.probe(`${url}/fine`, never))
  expect(found).toEqual({ state: 'blocked', detail: expect.stringContaining('outbound_allow') })
  expect(asked).toEqual([])
})

test('a look is one request where HEAD will do', async () => {
  await using prober = createProber({ guard: open })
  asked.length = 0
  await prober.probe(`${url}/fine`, never)
  await prober.probe(`${url}/no-head`, never)
  expect(asked).toEqual(['HEAD /fine', 'HEAD /no-head', 'GET /no-head'])
})
