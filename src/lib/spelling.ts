import ipaddr from 'ipaddr.js'
import { Problem } from './problem.ts'

/**
 * IPv6 addresses whose last 64 bits are eight letters: `HyphaWEB` is `4879:7068:6157:4542`. Both ways, in capitals and
 * small letters as given.
 */

/** The last 64 bits that spell a word, as four groups. Throws a Problem unless it is eight printable ASCII characters. */
export function spellWord(word: string): string {
  const bytes = Buffer.from(word, 'utf8')
  const foreign = Array.from(word).find((letter) => !/^[\x20-\x7e]$/.test(letter))
  if (foreign !== undefined) {
    throw new Problem('invalid', `${JSON.stringify(foreign)} has no place in an address`, {
      hint: 'use letters, digits and signs without accents',
    })
  }
  if (bytes.length !== 8) {
    throw new Problem('invalid', `${JSON.stringify(word)} has ${bytes.length} letters, and an address spells 8`, {
      hint: bytes.length < 8 ? `fill it up, such as ${example(word)}` : `shorten it, such as ${word.slice(0, 8)}`,
    })
  }
  return groupsOf([...bytes]).join(':')
}

/** Whether a word can be spelt at all. */
export function canSpell(word: string): boolean {
  return /^[\x20-\x7e]{8}$/.test(word)
}

/** The word that the last 64 bits of an address spell; undefined when they spell none. Throws a Problem for no address. */
export function readWord(address: string): string | undefined {
  const bytes = identifierOf(address)
  return bytes.every((byte) => byte >= 0x20 && byte <= 0x7e) ? String.fromCharCode(...bytes) : undefined
}

/** The last 64 bits of an address, or of four groups such as `4879:7068:6157:4542`. Throws a Problem. */
export function identifierOf(text: string): number[] {
  const address = bareGroups.test(text) ? `::${text}` : (text.split('/')[0] ?? '')
  if (!ipaddr.IPv6.isValid(address)) {
    throw new Problem('invalid', `${JSON.stringify(text)} is not an IPv6 address`, {
      hint: 'write it in full, or its last four groups, such as 4879:7068:6157:4542',
    })
  }
  return ipaddr.IPv6.parse(address).toByteArray().slice(8)
}

/** An address in a range of 64 bits, in its shortest spelling (RFC 5952). */
export function inPrefix(prefix: string, identifier: readonly number[]): string {
  const start = ipaddr.IPv6.parse(prefix.split('/')[0] ?? '')
    .toByteArray()
    .slice(0, 8)
  return ipaddr.fromByteArray([...start, ...identifier]).toString()
}

/** Eight groups of four digits. */
export function writeOut(address: string): string {
  const bytes = ipaddr.IPv6.parse(address).toByteArray()
  return [...groupsOf(bytes.slice(0, 8)), ...groupsOf(bytes.slice(8))].join(':')
}

/** Why no machine may have an address that ends so; undefined when one may. */
export function whyReserved(identifier: readonly number[]): string | undefined {
  const [a, b, c, d] = groupsOf(identifier)
  if (identifier.every((byte) => byte === 0)) return 'it is the address of every router in the range (RFC 4291)'
  if (a === 'fdff' && b === 'ffff' && c === 'ffff' && Number.parseInt(d ?? '', 16) >= 0xff80) {
    return 'it is kept for anycast (RFC 2526)'
  }
  if (a === '0200' && b === '5efe') return 'it is kept for ISATAP (RFC 5214)'
  return undefined
}

const bareGroups = /^[0-9a-f]{1,4}(:[0-9a-f]{1,4}){3}$/i

function groupsOf(bytes: readonly number[]): string[] {
  return [0, 2, 4, 6].map((at) =>
    bytes
      .slice(at, at + 2)
      .map(hex)
      .join(''),
  )
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}

function example(word: string): string {
  return `${word}WEB--------`.slice(0, 8)
}
