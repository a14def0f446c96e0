import ipaddr from 'ipaddr.js'
import { Problem } from '../lib/problem.ts'
import type { Config, SecretRef } from './config.ts'
import type { Locate } from './document.ts'
import { type Path, spellPath } from './wording.ts'

/** What is allowed but probably not meant, or not wise. */
export function findWarnings(config: Config, locate: Locate): Problem[] {
  return [...literalSecrets(config), ...serverWarnings(config), ...publicUrl(config)].map(
    ({ path, message, hint }) => new Problem('invalid', message, { hint, path: spellPath(path), at: locate(path) }),
  )
}

interface Warning {
  readonly path: Path
  readonly message: string
  readonly hint: string
}

function literalSecrets({ database, meetings }: Config): Warning[] {
  const places: [path: Path, ref: SecretRef | undefined, name: string][] = [
    [['meetings', 'greenlight', 'secret'], meetings.greenlight?.secret, 'greenlight'],
    ...meetings.servers.map((server, index) =>
      place(['meetings', 'servers', index, 'secret'], server.secret, server.id),
    ),
    ...meetings.organisations.flatMap(({ id, secrets }, index) =>
      secrets.map((ref, at) => place(['meetings', 'organisations', index, 'secrets', at], ref, id)),
    ),
  ]
  if (database && holdsPassword(database)) places.push(place(['database'], database, 'database'))
  return places
    .filter(([, ref]) => ref?.kind === 'literal')
    .map(([path, , name]) => {
      const file = name.replaceAll(/[^A-Za-z0-9._-]/g, '-')
      const message = 'the secret is written in the file, and anyone who reads the file can use it'
      return { path, message, hint: `store it with "mycel secret set ${file}" and write secret://${file}` }
    })
}

function place(path: Path, ref: SecretRef, name: string): [Path, SecretRef, string] {
  return [path, ref, name]
}

function holdsPassword(ref: SecretRef): boolean {
  return ref.kind === 'literal' && URL.canParse(ref.value.reveal()) && new URL(ref.value.reveal()).password !== ''
}

function serverWarnings({ meetings }: Config): Warning[] {
  return meetings.servers.flatMap(({ url, capacity }, index) => {
    const path = ['meetings', 'servers', index]
    const found: Warning[] = []
    if (!url.endsWith('/api')) {
      const hint = `BigBlueButton's address is usually ${new URL(url).origin}/bigbluebutton/api`
      found.push({ path: [...path, 'url'], message: 'the address does not end in /api', hint })
    }
    if (isPlainAndPublic(url)) found.push({ path: [...path, 'url'], ...plainHttp })
    if (capacity > 500) {
      const hint = 'one BigBlueButton server seldom carries more than 200; capacity counts users, not meetings'
      found.push({ path: [...path, 'capacity'], message: `${capacity} users on one server is a great many`, hint })
    }
    return found
  })
}

const plainHttp = {
  message: 'http:// sends everything readable over the network',
  hint: 'write https://, unless the way there is private',
}

function publicUrl({ web }: Config): Warning[] {
  return web.url && isPlainAndPublic(web.url) ? [{ path: ['web', 'url'], ...plainHttp }] : []
}

function isPlainAndPublic(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !isPrivateHost(hostname.replaceAll(/[[\]]/g, ''))
}

function isPrivateHost(host: string): boolean {
  if (ipaddr.isValid(host)) return ipaddr.process(host).range() !== 'unicast'
  return !host.includes('.') || /\.(localhost|local|lan|internal|home\.arpa|test)$/.test(host)
}
