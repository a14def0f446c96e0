import { createRateLimit } from '../lib/rate-limit.ts'
import { createTurns } from '../lib/turns.ts'
import { ServerFailure } from '../protocol/server-failure.ts'
import type { Context } from './context.ts'
import { canJoin } from './health.ts'
import type { Server } from './pool.ts'
import type { CallOptions, RawAnswer } from './servers.ts'

/** A call that a client's session token authorises: the gateway never saw the token, only one server knows it. */
export interface SessionCall {
  readonly call: string
  readonly token: string
  /** Raw. */
  readonly query: string
  readonly body: CallOptions['body']
  /** Where it comes from. */
  readonly address: string
  /** Whose servers it is for; undefined when that was not said. */
  readonly organisation: string | undefined
}

export interface Sessions {
  /**
   * The answer of the server that knows the token; undefined when none does; `busy` when too much was asked for tokens
   * that nobody knows.
   */
  relay(call: SessionCall): Promise<RawAnswer | 'busy' | undefined>
}

/** Servers asked at a time in one search, searches at a time and waiting, and tokens remembered. */
const batch = 8
const searches = 4
const searchesWaiting = 100
const remembered = 10_000

/** Searches in 10 seconds. A school behind one address sends a feedback for each pupil when its lessons end. */
const windowMs = 10_000
const perAddress = 100
const perOrganisation = 500

export function createSessions(context: Context): Sessions {
  const homes = new Map<string, string>()
  const turns = createTurns(searches, searchesWaiting)
  const addresses = createRateLimit(context.clock, perAddress, windowMs)
  const organisations = createRateLimit(context.clock, perOrganisation, windowMs)

  const remember = (token: string, server: string) => {
    homes.set(token, server)
    const oldest = homes.keys().next()
    if (homes.size > remembered && !oldest.done) homes.delete(oldest.value)
  }

  const search = async (call: SessionCall): Promise<RawAnswer | undefined> => {
    const candidates = inUse(context, call.organisation)
    for (let i = 0; i < candidates.length; i += batch) {
      const asked = candidates.slice(i, i + batch).map((server) => ask(context, server, call))
      const found = (await Promise.all(asked)).find((answer) => answer !== undefined)
      if (!found) continue
      remember(call.token, found.server.access.id)
      return found.answer
    }
    return undefined
  }

  return {
    async relay(call) {
      const home = context.pool.find(homes.get(call.token) ?? '')
      if (home) return (await ask(context, home, call))?.answer
      if (!addresses.take(call.address) || !organisations.take(call.organisation ?? '')) return 'busy'
      return await (turns(() => search(call)) ?? 'busy')
    },
  }
}

/** Only a server with people on it can know a session. */
function inUse(context: Context, organisation: string | undefined): Server[] {
  const meetings = organisation === undefined ? undefined : context.directory.inOrganisation(organisation)
  const theirs = meetings && new Set([...meetings].map(({ server }) => server))
  return context.pool.list().filter((server) => {
    if (server.admin === 'disabled' || !canJoin(server.health)) return false
    return theirs ? theirs.has(server.access.id) : context.directory.onServer(server.access.id).size > 0
  })
}

async function ask(
  context: Context,
  server: Server,
  { call, query, body }: SessionCall,
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
