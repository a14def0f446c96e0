import { z } from 'zod'
import { completeApiAddress } from '../../lib/api-address.ts'
import { parseExpression } from '../../lib/expression.ts'

/** The fields of requests. They take what the configuration file takes. */

export const organisationId = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'use small letters, digits and "-", at most 40')
  .describe('Short name in addresses.')

export const serverId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, 'use letters, digits, ".", "_", ":" and "-", at most 100')

export const tag = z.string().regex(/^[A-Za-z0-9_.:-]{1,100}$/, 'use letters, digits, "_", ".", ":" and "-"')

export const checksum = z.enum(['sha1', 'sha256', 'sha384', 'sha512'])

export const host = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*$/, {
    message: 'write a host name such as bbb.example.coop',
  })

/** An http or https address without user name, query and fragment; `toServerAddress` takes its trailing slashes off. */
export const address = z
  .string()
  .max(500)
  .refine(isPlainAddress, 'write an http or https address, without user name and without anything after the path')

/** An https address that browsers and servers fetch from. */
export const publicAddress = z
  .string()
  .max(500)
  .refine(
    (text) => isPlain(text) && /^https:/i.test(text),
    'write an https address, such as https://example.coop/logo.png',
  )

export const secret = z.string().trim().min(1, 'cannot be empty').max(1000).meta({ writeOnly: true })

export const expression = z
  .string()
  .refine(isExpression, 'write tags joined by "and", "or", "not" and parentheses, such as eu and not old')

export const count = (most: number) => z.int().min(1).max(most)

/** A moment in an answer: ISO 8601. */
export const moment = z.string().meta({ format: 'date-time' }).nullable()

/** The address of a server's API, also from what `bbb-conf --secret` prints. */
export function toServerAddress(text: string): string {
  const url = new URL(text)
  return completeApiAddress(`${url.origin}${url.pathname.replace(/\/+$/, '')}`)
}

function isPlainAddress(text: string): boolean {
  const url = isPlain(text) ? new URL(text) : undefined
  return url !== undefined && !url.search && !url.hash
}

function isPlain(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:\/\//i.test(text) && !url.username && !url.password
}

function isExpression(text: string): boolean {
  try {
    parseExpression(text)
    return true
  } catch {
    return false
  }
}
