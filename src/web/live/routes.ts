import { PassThrough } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Problem } from '../../lib/problem.ts'
import { type Caller, identify } from '../caller.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures } from '../rest/api.ts'
import { drawPicture, liveChange } from './picture.ts'
import { createWatchers, type Watchers } from './watchers.ts'

/** Changes are told at most so often. */
const tickMs = 1000

/** So often a stream shows that it lives, and its caller is asked for anew: a session that ended ends its streams. */
const heartbeatMs = 5000

const most = { all: 2000, ofOneCaller: 20 }

const eventStream = {
  description: 'Server-sent events: first "snapshot", then "change" whenever something differs.',
  content: { 'text/event-stream': { schema: liveChange } },
}

/**
 * Serves what runs now, as a stream. Who may call: whoever is known; each is sent the servers, meetings and numbers that
 * the REST API would show them. Each replica tells from its own memory.
 */
export function serveLive(api: Api, installation: Installation): void {
  const { context } = installation.gateway
  const watchers = createWatchers(
    () => drawPicture(context),
    () => context.clock.now(),
  )
  const open = new Set<PassThrough>()
  const ticking = setInterval(() => watchers.tick(), tickMs)
  ticking.unref()
  api.addHook('preClose', async () => {
    clearInterval(ticking)
    for (const stream of open) stream.end()
  })

  api.get(
    '/live',
    {
      exposeHeadRoute: false,
      config: { right: 'self' },
      schema: {
        summary: 'What runs now, as server-sent events',
        tags: ['live'],
        querystring: z.strictObject({}),
        response: { 200: eventStream, ...failures },
      },
    },
    async (request, reply) => {
      refuseTooMany(watchers, request.caller)
      const stream = watch(installation, watchers, request)
      open.add(stream)
      stream.once('close', () => open.delete(stream))
      // A proxy must not hold events back until there are many.
      reply.headers({ 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' })
      return await (reply as FastifyReply).type('text/event-stream; charset=utf-8').send(stream)
    },
  )
}

function refuseTooMany(watchers: Watchers, { actor }: Caller): void {
  const hint = 'close some of the pages that show it'
  if (watchers.size >= most.all) throw new Problem('unavailable', 'too many watch what runs now', { hint })
  if (watchers.countOf(actor) >= most.ofOneCaller)
    throw new Problem('unavailable', 'you watch what runs now too often at once', { hint })
}

function watch(installation: Installation, watchers: Watchers, request: FastifyRequest): PassThrough {
  const { caller } = request
  const stream = new PassThrough()
  const watching = watchers.add({
    caller,
    send: (name, change) => stream.write(`event: ${name}\ndata: ${JSON.stringify(change)}\n\n`),
  })
  const beat = setInterval(() => void check(), heartbeatMs)
  stream.on('drain', () => watching.catchUp())
  stream.once('close', () => {
    clearInterval(beat)
    watching.end()
  })
  return stream

  async function check(): Promise<void> {
    const isSame = await identify(installation, request).then((now) => standing(now) === standing(caller), isAway)
    if (isSame && !stream.writableEnded) stream.write(': alive\n\n')
    else stream.end()
  }
}

/** What decides what somebody may see. */
function standing({ actor, signedIn }: Caller): string {
  return JSON.stringify([actor, signedIn?.person.role, signedIn?.person.organisation])
}

/** A database that does not answer for a moment says nothing about a session. */
function isAway(error: unknown): boolean {
  return !(error instanceof Problem)
}
