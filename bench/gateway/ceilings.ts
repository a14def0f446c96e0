import { timingSafeEqual } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { checksum, signQuery, splitChecksum } from '../../src/protocol/checksum.ts'
import { runSubject } from '../subject.ts'

// The least that any gateway on Node must do for a join: verify one checksum, make another, redirect.

const open: { node?: Server; fixed?: Server } = {}

runSubject({
  async start() {},
  async node() {
    open.node = createServer((request, response) => {
      response.writeHead(302, { location: redirect(request.url ?? ''), 'content-length': 0 }).end()
    })
    return await listen(open.node)
  },
  async fastify() {
    const app = Fastify()
    app.get('/bigbluebutton/api/*', (request, reply) =>
      reply
        .code(302)
        .header('location', redirect(request.raw.url ?? ''))
        .send(),
    )
    await app.listen({ host: '127.0.0.1', port: 0 })
    return (app.server.address() as AddressInfo).port
  },
  /** The same number of bytes as a getMeetings answer, from memory. */
  async fixed(bytes: number) {
    const body = Buffer.alloc(bytes, 'x')
    open.fixed = createServer((_, response) => response.writeHead(200, { 'content-length': bytes }).end(body))
    return await listen(open.fixed)
  },
})

const secret = 'a-secret-of-the-benchmark'

function redirect(url: string): string {
  const raw = url.slice(url.indexOf('?') + 1)
  const signed = splitChecksum(raw)
  if (!signed) return '/'
  const expected = checksum(signed.algorithm, 'join', signed.query, secret)
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signed.checksum))) return '/'
  return `http://127.0.0.1:9/bigbluebutton/api/join?${signQuery('sha256', 'join', signed.query, secret)}`
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
