import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** One-time codes by time (RFC 6238) with what every authenticator app takes: SHA-1, 6 digits, 30 seconds. */

const digits = 6
const stepMs = 30_000
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export type CodeHash = 'sha1' | 'sha256' | 'sha512'

/** A new shared secret in base32, of the 160 bits that RFC 4226 recommends. */
export function makeTotpSecret(): string {
  return toBase32(randomBytes(20))
}

/** The code of one step: steps of 30 seconds are counted from 1970. */
export function codeAt(key: Buffer, step: number, length = digits, hash: CodeHash = 'sha1'): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac(hash, key).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 0x0f
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** length
  return String(number).padStart(length, '0')
}

/**
 * The step that a code is of, among now, the one before and the one after (clocks differ); undefined when it is of none.
 * Steps up to `used` are left out: no code works twice.
 */
export function stepOf(secret: string, code: string, now: number, used: number): number | undefined {
  const key = fromBase32(secret)
  const current = Math.floor(now / stepMs)
  return [current - 1, current, current + 1].find((step) => step > used && isSame(codeAt(key, step), code))
}

/** What an authenticator app reads from the QR code. */
export function totpAddress(secret: string, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer.replaceAll(':', ' '))}:${encodeURIComponent(account)}`
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${digits}&period=${stepMs / 1000}`
}

/** RFC 4648 without padding. */
export function toBase32(bytes: Uint8Array): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => alphabet[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
}

/** Throws for text that is not base32. */
export function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => {
    const value = alphabet.indexOf(letter)
    if (value < 0) throw new Error('a stored secret is not base32')
    return value.toString(2).padStart(5, '0')
  })
  const bytes = bits.join('').match(/.{8}/g) ?? []
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))
}

function isSame(ours: string, theirs: string): boolean {
  const [a, b] = [Buffer.from(ours), Buffer.from(theirs)]
  return a.length === b.length && timingSafeEqual(a, b)
}
