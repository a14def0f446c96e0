import { randomBytes } from 'node:crypto'

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** `length` random lower-case letters and digits from the system's random source, without modulo bias. */
export function randomId(length: number): string {
  let id = ''
  while (id.length < length) {
    for (const byte of randomBytes(length * 2)) {
      if (byte < 252 && id.length < length) id += alphabet[byte % 36]
    }
  }
  return id
}

/** An id that sorts by the time it was made: milliseconds in base 36, then 12 random characters. */
export function sortableId(now: number): string {
  return now.toString(36).padStart(9, '0') + randomId(12)
}
