import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Pool } from 'undici'
import { expect, test } from 'vitest'
import { exchange, Incoming } from './exchange.ts'

const head = { status: 200, reason: 'OK', type: 'text/xml' }

test('a large answer gives its memory back, and the next one on the same connection is whole', async () => {
  const text = 'ä'.repeat(100_000)
  await using stack = new AsyncDisposableStack()
  const server = createServer((_request, response) => response.end(text)).listen(0, '127.0.0.1')
  stack.defer(() => void server.close())
  await once(server, 'listening')
  const pool = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { connections: 1 })
  stack.defer(() => pool.destroy())

  for (let i = 0; i < 20; i++) {
    const incoming = await exchange(pool, { path: '/', timeoutMs: 10_000 })
    expect(incoming.body).toBe(text)
    incoming.release()
    expect(incoming.body).toBe('')
  }
})

test('memory that others may share is left to them', () => {
  const pooled = Buffer.from('small')
  const neighbour = Buffer.from('neighbour')
  const own = Buffer.alloc(Buffer.poolSize, 1)
  new Incoming(head, [pooled, own]).release()
  expect(neighbour.toString()).toBe('neighbour')
  expect(own.length).toBe(0)
})
