import { createHash } from 'node:crypto'
import { createRemoteJWKSet, customFetch as joseFetch, jwtVerify } from 'jose'
import * as oidc from 'openid-client'
import { Agent, fetch } from 'undici'
import type { Clock } from '../../lib/clock.ts'
import { Problem } from '../../lib/problem.ts'
import type { OidcIdentity, OidcLogout, OidcProof, OidcProvider } from '../../people/oidc.ts'
import type { OidcSettings } from '../../people/sign-in-settings.ts'
import type { Guard } from '../outbound/guard.ts'
import { refused, upstream } from './failures.ts'

export interface OidcOptions {
  readonly clock: Clock
  /** An issuer may be named by an organisation's administrators, so no request goes where it should not. */
  readonly guard: Guard
}

/** What a provider says of itself is asked for again after so long. */
const keepMs = 3_600_000

const timeoutMs = 10_000

interface Known {
  readonly configuration: Promise<oidc.Configuration>
  readonly until: number
}

/** Speaks with any OpenID Connect provider: authorization code with PKCE, state and nonce. Disposing it closes connections. */
export function createOidcProvider({ clock, guard }: OidcOptions): OidcProvider & AsyncDisposable {
  const agent = new Agent({ connect: guard.connector, connections: 4 })
  const send = ((url: string, init: Parameters<typeof fetch>[1]) =>
    fetch(url, { ...init, dispatcher: agent, redirect: 'manual' })) as unknown as oidc.CustomFetch
  const known = new Map<string, Known>()

  const find = async (settings: OidcSettings): Promise<oidc.Configuration> => {
    const name = nameOf(settings)
    const there = known.get(name)
    if (there && there.until > clock.now()) return await there.configuration
    const configuration = discover(settings, send)
    known.set(name, { configuration, until: clock.now() + keepMs })
    try {
      return await configuration
    } catch (error) {
      known.delete(name)
      throw upstream(error, settings.issuer)
    }
  }

  return {
    async begin(settings, redirect) {
      return await leadTo(await find(settings), settings, redirect)
    },
    async finish(settings, address, proof) {
      return await readAnswer(await find(settings), settings, address, proof)
    },
    async readLogout(settings, token) {
      return await readLogout(await find(settings), settings, token, send)
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}

/** A secret that was replaced makes another client of it. */
function nameOf({ issuer, clientId, clientSecret }: OidcSettings): string {
  const secret = createHash('sha256')
    .update(clientSecret?.reveal() ?? '')
    .digest('hex')
  return JSON.stringify([issuer, clientId, secret])
}

async function discover(settings: OidcSettings, send: oidc.CustomFetch): Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecret } = settings
  const url = new URL(issuer)
  const client = clientSecret ? oidc.ClientSecretBasic(clientSecret.reveal()) : oidc.None()
  return await oidc.discovery(url, clientId, undefined, client, {
    [oidc.customFetch]: send,
    timeout: timeoutMs / 1000,
    execute: isThisMachine(url) ? [oidc.allowInsecureRequests] : [],
  })
}

/** Only to a provider on this very machine may one speak without TLS. */
function isThisMachine({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}

async function leadTo(configuration: oidc.Configuration, { scopes }: OidcSettings, redirect: string) {
  const proof: OidcProof = {
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
  }
  const address = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: redirect,
    scope: [...new Set(['openid', ...scopes])].join(' '),
    state: proof.state,
    nonce: proof.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(proof.verifier),
    code_challenge_method: 'S256',
  })
  return { address: address.href, proof }
}

async function readAnswer(
  configuration: oidc.Configuration,
  { issuer }: OidcSettings,
  address: string,
  { state, nonce, verifier }: OidcProof,
): Promise<OidcIdentity> {
  try {
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }
    const tokens = await oidc.authorizationCodeGrant(configuration, new URL(address), checks)
    const idToken = tokens.claims()
    if (!idToken) throw new Problem('refused', `${issuer} sent no ID token`)
    const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined
    const more = hasMore ? await oidc.fetchUserInfo(configuration, tokens.access_token, idToken.sub) : {}
    return toIdentity(idToken.iss, { ...idToken, ...more })
  } catch (error) {
    throw refused(error, issuer)
  }
}

function toIdentity(issuer: string, claims: Readonly<Record<string, unknown>>): OidcIdentity {
  const text = (name: string) => {
    const value = claims[name]
    return typeof value === 'string' && value !== '' ? value.toWellFormed().replaceAll('\0', '') : undefined
  }
  return {
    issuer,
    subject: String(claims['sub']),
    name: text('name') ?? text('preferred_username'),
    email: text('email'),
    emailVerified: claims['email_verified'] === true,
    session: text('sid'),
    claims,
  }
}

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

async function readLogout(
  configuration: oidc.Configuration,
  { issuer, clientId }: OidcSettings,
  token: string,
  send: oidc.CustomFetch,
): Promise<OidcLogout> {
  const { jwks_uri: keys, issuer: iss } = configuration.serverMetadata()
  if (keys === undefined) throw new Problem('refused', `${issuer} publishes no keys`)
  try {
    const source = createRemoteJWKSet(new URL(keys), { [joseFetch]: send as typeof globalThis.fetch })
    const { payload } = await jwtVerify(token, source, { issuer: iss, audience: clientId, maxTokenAge: '5m' })
    const events = payload['events']
    const isLogout = typeof events === 'object' && events !== null && logoutEvent in events
    if (!isLogout || payload['nonce'] !== undefined) throw new Problem('refused', 'the token is not a logout token')
    const { sub: subject, sid } = payload
    const session = typeof sid === 'string' ? sid : undefined
    if (subject === undefined && session === undefined) throw new Problem('refused', 'the token names nobody')
    return { subject, session }
  } catch (error) {
    throw refused(error, issuer)
  }
}
