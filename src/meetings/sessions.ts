import { ServerFailure } from '../protocol/server-failure.ts'
import type { Context } from './context.ts'
import { canJoin } from './health.ts'
import type { Server } from './pool.ts'
import type { CallOptions, RawAnswer } from './servers.ts'

/** Calls that a client's session token authorises: the gateway never saw the token, only one server knows it. */
export interface Sessions {
  /** The answer of the server that knows the token; undefined when none does. `query` is raw. */
  relay(call: string, token: string, query: string, body: CallOptions['body']): Promise<RawAnswer | undefined>
}

/** Servers asked at a time, and tokens remembered. */
const batch = 8
const remembered = 10_000

export function createSessions(context: Context): Sessions {
  const homes = new Map<string, string>()

  const remember = (token: string, server: string) => {
    homes.set(token, server)
    const oldest = homes.keys().next()
    if (homes.size > remembered && !oldest.done) homes.delete(oldest.value)
  }

  return {
    async relay(call, token, query, body) {
      const home = context.pool.find(homes.get(token) ?? '')
      const candidates = home ? [home] : inUse(context)
      for (let i = 0; i < candidates.length; i += batch) {
        const asked = candidates.slice(i, i + batch).map((server) => ask(context, server, call, query, body))
        const found = (await Promise.all(asked)).find((answer) => answer !== undefined)
        if (!found) continue
        remember(token, found.server.access.id)
        return found.answer
      }
      return undefined
    },
  }
}

/** Only a server with people on it can know a session. */
function inUse(context: Context): Server[] {
  return context.pool.list().filter((server) => {
    if (server.admin === 'disabled' || !canJoin(server.health)) return false
    return context.directory.onServer(server.access.id).size > 0
  })
}

async function ask(
  context: Context,
  server: Server,
  call: string,
  query: string,
  body: CallOptions['body'],
): Promise<{ server: Server; answer: RawAnswer } | undefined> {
  try {
    const answer = await context.servers.session(server.access, call, query, { body, timeoutMs: 3000 })
    return isKnown(answer) ? { server, answer } : undefined
  } catch (error) {
    if (error instanceof ServerFailure) return undefined
    throw error
  }
}

function isKnown(answer: RawAnswer): boolean {
  return answer.status === 200 && /"returncode"\s*:\s*"SUCCESS"|<returncode>SUCCESS</.test(answer.body)
}
