import { createHash, randomInt, timingSafeEqual } from 'node:crypto'

/** Without letters and digits that are mistaken for others when somebody reads a code aloud. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
const length = 8

/** A code to tell people: 8 letters and digits, 40 bits. */
export function makeCode(): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
}

/** Whether somebody gave that code; in constant time, and however they wrote capitals and spaces. */
export function isCode(given: string, code: string | undefined): boolean {
  const isEqual = timingSafeEqual(digest(given), digest(code ?? ''))
  return isEqual && code !== undefined && code !== ''
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text.replace(/\s/g, '').toLowerCase()).digest()
}
