import type { ServerFailure } from '../protocol/server-failure.ts'
import type { Context } from './context.ts'
import { afterCreateFailure, afterCreateSuccess, afterFailure, afterSuccess, type Health } from './health.ts'
import type { Server } from './pool.ts'

/** Notes that a server answered, whatever it said. */
export function noteAnswer(context: Context, server: Server): void {
  change(context, server, afterSuccess(server.health, context.clock.now()))
}

/** Notes that a server gave no usable answer. */
export function noteFailure(context: Context, server: Server, failure: ServerFailure): void {
  change(context, server, afterFailure(server.health, failure.message))
}

export function noteCreated(context: Context, server: Server): void {
  change(context, server, afterCreateSuccess(server.health, context.clock.now()))
}

/** A failed create bars new meetings for a while; only a server that cannot be reached at all is suspected of more. */
export function noteFailedCreate(context: Context, server: Server, failure: ServerFailure): void {
  context.log.warn({ server: server.access.id, error: failure.message }, 'a server failed to create a meeting')
  const barred = afterCreateFailure(server.health, failure.message, context.clock.elapsed())
  change(context, server, failure.kind === 'unreachable' ? afterFailure(barred, failure.message) : barred)
}

function change(context: Context, server: Server, health: Health): void {
  const before = server.health.condition
  server.health = health
  if (health.condition !== 'online') server.missedAt = context.clock.elapsed()
  if (before === health.condition) return
  server.offlineSince = health.condition === 'offline' ? context.clock.elapsed() : undefined
  const details = { server: server.access.id, from: before, to: health.condition, error: health.lastError }
  if (health.condition === 'online') context.log.info(details, 'server is online')
  else context.log.warn(details, `server is ${health.condition}`)
}
