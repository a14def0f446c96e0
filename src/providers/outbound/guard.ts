import { lookup as systemLookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { callbackify } from 'node:util'
import { buildConnector } from 'undici'
import { Problem } from '../../lib/problem.ts'
import type { Log } from '../../meetings/context.ts'
import { parseRanges, type Range, refuseAddress } from './addresses.ts'

/** What the guard says of a URL. `temporary` tells a name that cannot be looked up now from a URL that is not allowed. */
export type Verdict =
  | { readonly ok: true; readonly addresses: readonly string[] }
  | { readonly ok: false; readonly reason: string; readonly temporary: boolean }

/** Stands between URLs that clients supply and the network. */
export interface Guard {
  /**
   * Whether the URL may be fetched: HTTP, without credentials, and every address of its host public or allowed. With
   * `lookups`, what it finds of the host is put there, and what is there already is not looked up again.
   */
  check(url: string, lookups?: Map<string, Promise<Verdict>>): Promise<Verdict>
  /**
   * Opens connections for undici, only to addresses that pass the same test at that very moment: a name that changes its
   * address after `check` gains nothing. The connection fails with a Problem 'refused' or 'unavailable'.
   */
  readonly connector: buildConnector.connector
}

export type Resolve = (hostname: string) => Promise<readonly string[]>

export interface GuardOptions {
  /** Ranges such as `10.20.0.0/16` that are open although they are not public. */
  readonly allow: readonly string[]
  /** How a name becomes addresses; the system's way if not given. */
  readonly resolve?: Resolve
  /** Told of every URL that is refused for good. */
  readonly log?: Pick<Log, 'info'> | undefined
}

/** Throws Problem 'invalid' when an allowed range cannot be read. */
export function createGuard(options: GuardOptions): Guard {
  const allowed = parseRanges(options.allow)
  const judge = (host: string) => judgeHost(host, allowed, options.resolve ?? resolveBySystem)
  return {
    async check(url, lookups = new Map()) {
      const host = readHost(url)
      const verdict = typeof host === 'string' ? await lookUpOnce(host, lookups, judge) : host
      if (!verdict.ok && !verdict.temporary) {
        options.log?.info(
          { host: typeof host === 'string' ? host : undefined, reason: verdict.reason },
          'an address that a client supplied was refused',
        )
      }
      return verdict
    },
    connector: createConnector(judge),
  }
}

function lookUpOnce(
  host: string,
  lookups: Map<string, Promise<Verdict>>,
  judge: (host: string) => Promise<Verdict>,
): Promise<Verdict> {
  const lookup = lookups.get(host) ?? judge(host)
  lookups.set(host, lookup)
  return lookup
}

const longestUrl = 2048
const longestLookup = 3_000

/** The host to connect to, an address without brackets or a name; or why there is none. */
function readHost(text: string): string | Verdict {
  if (text.length > longestUrl) return refuse(`it is longer than ${longestUrl} characters`)
  if (!URL.canParse(text)) return refuse('it is not a complete URL')
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse('it is not an http or https URL')
  if (url.username !== '' || url.password !== '') return refuse('it holds a user name or a password')
  return bare(url.hostname)
}

/** Whoever reads this may be able to, or knows who is. */
const opening = 'where that is meant, coop.yaml opens its range with network: { outbound_allow: [...] }'

function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').toLowerCase()
}

async function judgeHost(host: string, allowed: readonly Range[], resolve: Resolve): Promise<Verdict> {
  const addresses = await findAddresses(host, resolve)
  if (addresses.length === 0) return { ok: false, reason: 'its host name could not be looked up', temporary: true }
  for (const address of addresses) {
    const kind = refuseAddress(address, allowed)
    // The address itself stays unsaid: what an internal name resolves to is nobody's business.
    if (kind !== undefined)
      return refuse(`${isIP(host) ? 'its host is' : 'its host name leads to'} ${kind}; ${opening}`)
  }
  return { ok: true, addresses }
}

async function findAddresses(host: string, resolve: Resolve): Promise<readonly string[]> {
  if (isIP(host)) return [host]
  if (isLocalhost(host)) return ['127.0.0.1']
  return await within(longestLookup, resolve(host)).catch(() => [])
}

/** Names that mean this machine whatever the DNS says (RFC 6761). */
function isLocalhost(host: string): boolean {
  return /(^|\.)(localhost|localhost\.localdomain|ip6-localhost|ip6-loopback)\.?$/.test(host)
}

async function resolveBySystem(hostname: string): Promise<string[]> {
  return (await systemLookup(hostname, { all: true })).map(({ address }) => address)
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too slow')), ms)
  })
  return await Promise.race([work, late]).finally(() => clearTimeout(timer))
}

function refuse(reason: string): Verdict {
  return { ok: false, reason, temporary: false }
}

function createConnector(judge: (host: string) => Promise<Verdict>): buildConnector.connector {
  const admit = callbackify(async (host: string) => await addressesOf(judge, host))
  const lookup: LookupFunction = (hostname, options, callback) =>
    admit(hostname.toLowerCase(), (error, admitted) => {
      const found = error === null ? admitted.filter(({ family }) => !options.family || family === options.family) : []
      const [first] = found
      if (first === undefined) callback(error ?? new Problem('unavailable', 'the host has no usable address'), '')
      else if (options.all) callback(null, found)
      else callback(null, first.address, first.family)
    })
  const connect = buildConnector({ lookup, timeout: 5_000 })
  return (options, callback) => {
    const host = bare(options.hostname)
    if (!isIP(host)) return connect(options, callback)
    // An address needs no lookup, so the one above would never see it.
    admit(host, (error) => (error === null ? connect(options, callback) : callback(error, null)))
  }
}

async function addressesOf(judge: (host: string) => Promise<Verdict>, host: string) {
  const verdict = await judge(host)
  if (!verdict.ok) throw problemOf(verdict)
  return verdict.addresses.map((address) => ({ address, family: isIP(address) }))
}

/** The Problem that a refusing verdict is. */
export function problemOf(verdict: Verdict & { ok: false }): Problem {
  return new Problem(verdict.temporary ? 'unavailable' : 'refused', `the URL cannot be used: ${verdict.reason}`)
}
