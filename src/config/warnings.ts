import ipaddr from 'ipaddr.js'
import { Problem } from '../lib/problem.ts'
import type { Config, SecretRef } from './config.ts'
import type { Locate } from './document.ts'
import { type Path, spellPath } from './wording.ts'

/** What is allowed but probably not meant, or not wise. */
export function findWarnings(config: Config, locate: Locate): Problem[] {
  return [
    ...literalSecrets(config),
    ...serverWarnings(config),
    ...publicUrl(config),
    ...joinPages(config),
    ...chats(config),
  ].map(({ path, message, hint }) => new Problem('invalid', message, { hint, path: spellPath(path), at: locate(path) }))
}

interface Warning {
  readonly path: Path
  readonly message: string
  readonly hint: string
}

function literalSecrets({ chat, database, meetings }: Config): Warning[] {
  const places: [path: Path, ref: SecretRef | undefined, name: string][] = [
    [['meetings', 'greenlight', 'secret'], meetings.greenlight?.secret, 'greenlight'],
    [['chat', 'token'], chat?.token, 'matrix-admin'],
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

function publicUrl({ web, meetings }: Config): Warning[] {
  if (!web.url) return []
  const path = ['web', 'url']
  const server = meetings.servers.find(({ url }) => !isLoopback(url))
  if (server && isLoopback(web.url)) {
    const hint = 'write the address under which servers and front ends reach this program'
    return [
      { path, message: `the server ${server.id} cannot reach this address: it is that of this machine alone`, hint },
    ]
  }
  return isPlainAndPublic(web.url) ? [{ path, ...plainHttp }] : []
}

function chats({ chat }: Config): Warning[] {
  return chat && isPlainAndPublic(chat.homeserver) ? [{ path: ['chat', 'homeserver'], ...plainHttp }] : []
}

function isLoopback(url: string): boolean {
  const host = hostOf(url)
  if (ipaddr.isValid(host)) return ipaddr.process(host).range() === 'loopback'
  return /(^|\.)localhost$/.test(host)
}

function hostOf(url: string): string {
  return new URL(url).hostname.replaceAll(/[[\]]/g, '')
}

function joinPages({ web, meetings }: Config): Warning[] {
  if (web.url) return []
  const message = 'the join page sends browsers to web.url, which is not set'
  const hint = 'write web: { url: "https://meet.example.coop" } with the address at which browsers reach this program'
  return meetings.organisations.flatMap(({ join_page: page }, index) =>
    page?.enabled ? [{ path: ['meetings', 'organisations', index, 'join_page'], message, hint }] : [],
  )
}

function isPlainAndPublic(url: string): boolean {
  return new URL(url).protocol === 'http:' && !isPrivateHost(hostOf(url))
}

function isPrivateHost(host: string): boolean {
  if (ipaddr.isValid(host)) return ipaddr.process(host).range() !== 'unicast'
  return !host.includes('.') || /\.(localhost|local|lan|internal|home\.arpa|test)$/.test(host)
}
