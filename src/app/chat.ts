import { setTimeout } from 'node:timers/promises'
import type { ChatParts } from '../chat/parts.ts'
import { queue, startDueRun } from '../chat/runs.ts'
import { carryOut, queueOptions } from '../chat/work.ts'
import type { Config } from '../config/config.ts'
import type { Jobs } from '../db/jobs.ts'
import type { Secret } from '../lib/secret.ts'
import type { Context } from '../meetings/context.ts'
import { createMatrix } from '../providers/matrix/client.ts'

const lookEveryMs = 20_000

/** Puts together what chat retention works with, works on its queue, and begins what the schedule asks for. */
export async function openChat(
  { chat: settings }: Config,
  token: Secret | undefined,
  { database, clock, log, replicas }: Context,
  jobs: Jobs,
  stack: AsyncDisposableStack,
): Promise<ChatParts> {
  const pause: ChatParts['pause'] = (ms, signal) => setTimeout(ms, undefined, { signal })
  const parts = { database, clock, log, jobs, pause }
  if (!settings || !token) return { ...parts, settings: undefined, server: undefined }
  const server = stack.use(createMatrix({ homeserver: settings.homeserver, token }))
  const open = { ...parts, settings, server }
  await jobs.define(queue, (data: { readonly run: string }, job) => carryOut(open, data, job), queueOptions)
  const look = async () => {
    if (replicas.isWriting) await startDueRun(open)
  }
  const timer = setInterval(() => {
    look().catch((error: unknown) => log.warn({ err: error }, 'old messages of chat rooms could not be deleted yet'))
  }, lookEveryMs)
  timer.unref()
  stack.defer(() => clearInterval(timer))
  return open
}
