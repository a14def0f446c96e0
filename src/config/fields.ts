import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { completeApiAddress } from '../lib/api-address.ts'
import { parseExpression } from '../lib/expression.ts'
import { Problem } from '../lib/problem.ts'
import { Secret } from '../lib/secret.ts'
import type { SecretRef } from './config.ts'
import { quote } from './wording.ts'

/** What an editor shows about a key. `writeOnly` marks what must never be quoted in a message. */
export interface About {
  readonly description: string
  readonly examples?: readonly unknown[]
  readonly writeOnly?: boolean
}

/** A text field read by a function that throws a Problem when the text will not do. */
export function textField<T>(read: (text: string) => T, about: About) {
  return z
    .string()
    .transform((text, context): T => {
      try {
        return read(text)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        context.addIssue({ code: 'custom', message: error.message, params: { hint: error.hint } })
        return z.NEVER
      }
    })
    .meta({ ...about, examples: [...(about.examples ?? [])] })
}

const fileName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/

/** Reads `secret://name`, `env://NAME` or a literal. Throws a Problem that never quotes the text. */
export function parseSecretRef(text: string): SecretRef {
  const reference = /^(secret|env):\/\/(.*)$/s.exec(text)
  if (!reference) {
    if (text.trim() === '') throw new Problem('invalid', 'the secret is empty', { hint: 'write secret://name' })
    return { kind: 'literal', value: new Secret(text) }
  }
  const [, scheme, rest = ''] = reference
  const valid = scheme === 'env' ? variableName.test(rest) : fileName.test(rest)
  if (!valid) {
    const hint =
      scheme === 'env'
        ? 'use letters, digits and "_", such as env://BBB1_SECRET'
        : 'use letters, digits, ".", "_" and "-", such as secret://bbb1'
    throw new Problem('invalid', `what follows ${scheme}:// is not a name`, { hint })
  }
  return scheme === 'env' ? { kind: 'env', name: rest } : { kind: 'file', name: rest }
}

/** Reads where the PostgreSQL URL is. Throws a Problem that never quotes the text. */
export function parseDatabase(text: string): SecretRef {
  const ref = parseSecretRef(text)
  if (ref.kind === 'literal' && !/^postgres(ql)?:\/\/./.test(text)) {
    throw new Problem('invalid', 'this is not a PostgreSQL address', {
      hint: 'write env://DATABASE_URL, secret://database or postgres://user@host/name; remove the line for the embedded database',
    })
  }
  return ref
}

/** Reads where the Redis URL is. Throws a Problem that never quotes the text. */
export function parseRedis(text: string): SecretRef {
  const ref = parseSecretRef(text)
  if (ref.kind === 'literal' && !/^rediss?:\/\/./.test(text)) {
    throw new Problem('invalid', 'this is not a Redis address', {
      hint: 'write env://REDIS_URL, secret://redis or redis://host:6379; remove the line for a single gateway',
    })
  }
  return ref
}

/** Reads an http or https address and gives it without trailing slash. Throws a Problem. */
export function parseWebAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.username || url?.password) {
    const hint = `write ${url.protocol}//${url.host}${url.pathname}`
    throw new Problem('invalid', 'the address holds a user name or password', { hint })
  }
  if (!url || !/^https?:\/\//i.test(text)) {
    const hint = /^[a-z0-9.-]+(:\d+)?(\/|$)/i.test(text) ? `write https://${text}` : 'begin with https://'
    // What stands before an @ may be a password.
    const shown = text.includes('@') ? 'this' : quote(text)
    throw new Problem('invalid', `${shown} is not a web address`, { hint })
  }
  if (url.search || url.hash) {
    throw new Problem('invalid', 'the address goes on after the path', { hint: 'leave away the part from ? or # on' })
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

/** Checks an http or https address that this program fetches from, with its query, and gives it unchanged. Throws a Problem. */
export function parseSourceAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.username || url?.password) {
    throw new Problem('invalid', 'the address holds a user name or password', { hint: 'use token: secret://name' })
  }
  if (url && /^https?:\/\//i.test(text)) return text
  throw new Problem('invalid', `${text.includes('@') ? 'this' : quote(text)} is not a web address`, {
    hint: 'begin with https://',
  })
}

/** Checks an https address that browsers and servers fetch from, and gives it unchanged. Throws a Problem. */
export function parsePublicAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'https:' && !url.username && !url.password) return text
  throw new Problem('invalid', `${text.includes('@') ? 'this' : quote(text)} is not an https address`, {
    hint: 'write it in full, such as https://example.coop/logo.png',
  })
}

/** Reads the address of an OpenID Connect issuer: exactly as the provider writes it, so nothing is taken off. Throws a Problem. */
export function parseIssuer(text: string): string {
  const url = new URL(parseWebAddress(text))
  if (url.protocol === 'https:' || /^(localhost|\[::1\]|127\..*)$/.test(url.hostname)) return text
  throw new Problem('invalid', 'a provider is reached by https', { hint: `write https://${url.host}${url.pathname}` })
}

/** Reads the address of a server's API, also as `bbb-conf --secret` prints it. Throws a Problem. */
export function parseServerAddress(text: string): string {
  return completeApiAddress(parseWebAddress(text))
}

const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/

/** Reads a host name and gives it in lower case. Throws a Problem. */
export function parseHost(text: string): string {
  const host = text.toLowerCase()
  if (host.length <= 253 && host.split('.').every((part) => label.test(part))) return host
  const hint = /[/:]/.test(text)
    ? 'leave away https://, the port and the path'
    : 'write a name such as bbb.example.coop'
  throw new Problem('invalid', `${quote(text)} is not a host name`, { hint })
}

/** Reads a domain: a host name of at least two parts. Throws a Problem. */
export function parseDomain(text: string): string {
  const domain = parseHost(text)
  if (domain.includes('.')) return domain
  throw new Problem('invalid', `${quote(text)} is not a whole domain`, {
    hint: `write it in full, such as ${domain}.coop`,
  })
}

/** Checks a range of addresses such as 10.0.0.0/8 and gives it unchanged. Throws a Problem. */
export function parseCidr(text: string): string {
  if (ipaddr.isValidCIDR(text)) return text
  const hint = ipaddr.isValid(text)
    ? `for this one address write ${text}/${text.includes(':') ? 128 : 32}`
    : 'write an address, a slash and the number of fixed bits, such as 10.0.0.0/8'
  throw new Problem('invalid', `${quote(text)} is not a range of addresses`, { hint })
}

/** Checks a tag expression and gives it unchanged. Throws a Problem. */
export function checkExpression(text: string): string {
  parseExpression(text)
  return text
}
