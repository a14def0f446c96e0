import { Agent, type Dispatcher } from 'undici'
import { Problem } from '../../lib/problem.ts'
import type { Probe, Prober } from '../../links/check.ts'
import { explain } from './deliver.ts'
import { type Guard, problemOf } from './guard.ts'

export interface ProberOptions {
  readonly guard: Guard
  readonly timeoutMs?: number
}

const mostRedirects = 6

/** Asks for addresses of links: HEAD, then GET where HEAD is not understood; never more than the beginning of an answer. */
export function createProber({ guard, timeoutMs = 10_000 }: ProberOptions): Prober & AsyncDisposable {
  const agent = new Agent({ connect: guard.connector, connections: 2, allowH2: false, maxHeaderSize: 64 * 1024 })
  return {
    async probe(url, signal) {
      try {
        return await follow(agent, guard, url, () => AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]))
      } catch (error) {
        const problem = explain(error, new URL(url).origin, timeoutMs)
        if (!(problem instanceof Problem)) return { status: undefined, trouble: 'the address cannot be asked for' }
        return { status: undefined, isBlocked: problem.code === 'refused', trouble: problem.message }
      }
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}

async function follow(agent: Agent, guard: Guard, first: string, signal: () => AbortSignal): Promise<Probe> {
  const seen: string[] = []
  let isForGood = true
  for (let url = first; seen.length <= mostRedirects; ) {
    const verdict = await guard.check(url)
    if (!verdict.ok) throw problemOf(verdict)
    const { statusCode, headers } = await ask(agent, url, signal())
    seen.push(url)
    const location = headers['location']
    if (statusCode < 300 || statusCode > 399 || typeof location !== 'string') {
      const isMoved = isForGood && seen.length > 1 && statusCode < 300 && !isSameWithoutForm(first, url)
      return { status: statusCode, movedTo: isMoved ? url : undefined, asksToSignIn: seen.length > 1 && isSignIn(url) }
    }
    isForGood &&= statusCode === 301 || statusCode === 308
    if (!URL.canParse(location, url)) return { status: undefined, trouble: 'it redirects to what is no address' }
    url = new URL(location, url).href
  }
  return { status: undefined, trouble: 'it redirects without end' }
}

/** Some servers answer HEAD wrongly, so what looks bad is asked for as browsers do. */
async function ask(agent: Agent, url: string, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
  const head = await send(agent, 'HEAD', url, signal)
  const isDoubtful = head.statusCode >= 400 && head.statusCode !== 401 && head.statusCode !== 429
  return isDoubtful ? await send(agent, 'GET', url, signal) : head
}

async function send(agent: Agent, method: 'HEAD' | 'GET', url: string, signal: AbortSignal) {
  const { origin, pathname, search } = new URL(url)
  const headers = { 'user-agent': 'Mycel (link check)', accept: 'text/html,*/*;q=0.8' }
  const response = await agent.request({ origin, path: pathname + search, method, headers, signal })
  // A page may be large, and only its status is wanted.
  if (method === 'HEAD') await response.body.dump({ limit: 16 * 1024, signal }).catch(() => {})
  else response.body.on('error', () => {}).destroy()
  return response
}

/** A slash more, or `www.`, is no news; https instead of http is. */
function isSameWithoutForm(one: string, other: string): boolean {
  const plain = (url: string) =>
    url
      .replace(/^https?:\/\/(www\.)?/, '')
      .replace(/#.*$/, '')
      .replace(/\/$/, '')
  return plain(one) === plain(other) && new URL(one).protocol === new URL(other).protocol
}

const signIns =
  /^(accounts\.google|login\.|signin\.|auth\.|sso\.|id\.)|\/(log-?in|sign-?in|sso|oauth2?|servicelogin)(\/|\?|$)/i

function isSignIn(url: string): boolean {
  const { host, pathname } = new URL(url)
  return signIns.test(host) || signIns.test(pathname)
}
