import { formatQuery, parameter } from '../protocol/query.ts'
import { ServerFailure } from '../protocol/server-failure.ts'
import { attendanceEvents } from '../protocol/webhooks.ts'
import { child, childText } from '../protocol/xml.ts'
import type { Context } from './context.ts'
import type { Server } from './pool.ts'

/** Our registration at the bbb-webhooks of our servers. */
export interface ServerHooks {
  /** Looks, if it is time, whether a server has bbb-webhooks and tells us of its events; registers where it does not yet. */
  tend(server: Server): Promise<void>
}

/** A server may get bbb-webhooks, or lose our registration, at any time. */
const everyMs = 10 * 60_000
/** A server that just did not answer is asked again soon. */
const soonMs = 30_000
const timeoutMs = 3000

export function createServerHooks(context: Context): ServerHooks {
  const due = new WeakMap<Server, number>()
  return {
    async tend(server) {
      const now = context.clock.elapsed()
      if ((due.get(server) ?? 0) > now || server.health.condition !== 'online') return
      due.set(server, now + everyMs)
      try {
        const had = server.events
        server.events = await register(context, server)
        if (server.events !== had) {
          context.log.info(
            { server: server.access.id, events: server.events },
            'whether a server tells of events changed',
          )
        }
      } catch (error) {
        if (!(error instanceof ServerFailure)) throw error
        // One that has no bbb-webhooks answers with a page; that is no sign of ill health.
        if (error.kind === 'garbled') server.events = false
        else due.set(server, now + soonMs)
      }
    },
  }
}

/** Takes our registration back, as a server leaves the pool; one that does not answer keeps it, in vain. */
export async function unregister(context: Context, server: Server): Promise<void> {
  if (!server.events) return
  server.events = false
  try {
    for (const hook of await list(context, server)) {
      if (isOurs(context, server, hook)) await destroy(context, server, hook)
    }
  } catch (error) {
    if (!(error instanceof ServerFailure)) throw error
    context.log.warn({ server: server.access.id, error: error.message }, 'our hook could not be removed from a server')
  }
}

interface ListedHook {
  readonly id: string
  readonly callbackUrl: string
}

/** Whether we are registered in the end. A registration of ours for an address we no longer have is removed. */
async function register(context: Context, server: Server): Promise<boolean> {
  const address = context.addresses.address('events', server.access.id)
  const ours = (await list(context, server)).filter((hook) => isOurs(context, server, hook))
  for (const hook of ours) if (hook.callbackUrl !== address) await destroy(context, server, hook)
  if (ours.some(({ callbackUrl }) => callbackUrl === address)) return true

  const wish = [parameter('callbackURL', address), parameter('eventID', attendanceEvents.join(','))]
  const answer = await context.servers.call(server.access, 'hooks/create', formatQuery(wish), { timeoutMs })
  if (!answer.ok) throw new ServerFailure('garbled', `it refuses our hook: ${answer.key} ${answer.message}`.trim())
  return true
}

async function list(context: Context, server: Server): Promise<ListedHook[]> {
  const answer = await context.servers.call(server.access, 'hooks/list', '', { timeoutMs })
  if (!answer.ok) throw new ServerFailure('garbled', `it does not list hooks: ${answer.key} ${answer.message}`.trim())
  const hooks = child(answer.root, 'hooks')?.children ?? []
  return hooks.map((hook) => ({ id: childText(hook, 'hookID'), callbackUrl: childText(hook, 'callbackURL') }))
}

/** The path bears our proof, whatever the host was when it was registered. */
function isOurs(context: Context, server: Server, { callbackUrl }: ListedHook): boolean {
  const { pathname } = new URL(context.addresses.address('events', server.access.id))
  return callbackUrl.endsWith(pathname)
}

async function destroy(context: Context, server: Server, { id }: ListedHook): Promise<void> {
  await context.servers.call(server.access, 'hooks/destroy', parameter('hookID', id).raw, { timeoutMs })
}
