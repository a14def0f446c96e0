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

/** Makes UUIDs (version 7) each of which sorts after those that it gave before. `now` is in milliseconds since 1970. */
export function createSortableUuids(): (now: number) => string {
  let last = 0
  let count = 0
  return (now) => {
    count = now > last ? 0 : count + 1
    last = Math.max(now, last)
    // Twelve bits count within a millisecond; what is more spills over into the next one.
    return formatUuid(last + (count >> 12), count & 0xfff, randomBytes(8))
  }
}

/** A UUID (version 7) made of a time in milliseconds since 1970 and whatever else tells it from others: 10 bytes. */
export function uuidOf(time: number, bytes: Uint8Array): string {
  const view = Buffer.from(bytes)
  return formatUuid(time, view.readUInt16BE(0) & 0xfff, view.subarray(2, 10))
}

function formatUuid(time: number, count: number, rest: Buffer): string {
  const hex = time.toString(16).padStart(12, '0') + (0x7000 | count).toString(16) + rest.toString('hex')
  const variant = (0x8 | (Number.parseInt(hex.charAt(16), 16) & 0x3)).toString(16)
  const text = `${hex.slice(0, 16)}${variant}${hex.slice(17)}`
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
