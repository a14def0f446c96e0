import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { runSubject } from '../subject.ts'

// The least that a program on Fastify must do to follow a short link: look it up in a Map, redirect.

const open: { port?: number } = {}

runSubject({
  async start({ links }: { links: readonly (readonly [string, string])[] }) {
    const table = new Map(links)
    const app = Fastify()
    app.get('/l/:keyword', (request, reply) => {
      const { keyword } = request.params as { keyword: string }
      const destination = table.get(keyword.toLowerCase())
      return destination === undefined ? reply.code(404).send() : reply.redirect(destination, 302)
    })
    await app.listen({ host: '127.0.0.1', port: 0 })
    open.port = (app.server.address() as AddressInfo).port
  },
  port: () => open.port,
})
