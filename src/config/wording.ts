import { stringify } from 'yaml'
import { editDistance } from '../lib/distance.ts'

/** A place in the document: keys and list indexes from 0. */
export type Path = readonly (string | number)[]

/** Spells a path as people read it: `meetings.servers[0].url`. */
export function spellPath(path: Path): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '')
}

/** Quotes what the reader wrote, on one line and not too long. */
export function quote(value: unknown): string {
  if (typeof value !== 'string') return String(value)
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value)
}

/** Spells a value as it may be written in the file, on one line. */
export function spellExample(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trim()
}

/** The candidate that was probably meant, if one is near enough. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const allowed = word.length < 5 ? 1 : 2
  let best: string | undefined
  let bestDistance = allowed + 1
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase().replaceAll('-', '_'), candidate)
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance]
  }
  return best
}
