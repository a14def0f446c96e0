import type { Directory } from './people.ts'

/** Names at the beginning of a text: ids (or the words as written), and how long they are with their separators. */
export interface Names {
  readonly who: readonly string[]
  readonly length: number
}

/** Which words count as names: `known` people; `present` ones, guests too; groups besides; any word at all. */
export type Breadth = 'known' | 'present' | 'groups' | 'any'

const word = String.raw`@?\p{L}(?:[\p{L}\p{N}_.'’-]*[\p{L}\p{N}])?`
const separator = String.raw`(?:\s*[,/&+]\s*(?:and\s+)?|\s+and\s+)`

const behindName = {
  marked: new RegExp(`^${separator}`, 'u'),
  spaced: new RegExp(String.raw`^(?:${separator}|\s+)`, 'u'),
}

/** Reads `bl`, `bl+pc`, `dc, yj and @patcon`, `finance wg` at the beginning of a text, as far as words count as names. */
export function namesAt(text: string, people: Directory, breadth: Breadth, spaced = false): Names | undefined {
  const words: string[] = []
  let length = 0
  const next = spaced ? behindName.spaced : behindName.marked
  for (;;) {
    const lead = words.length === 0 ? '' : (next.exec(text.slice(length))?.[0] ?? null)
    if (lead === null) break
    const found = nameAt(text.slice(length + lead.length), people, breadth)
    if (found === undefined) break
    words.push(found)
    length += lead.length + found.length
  }
  if (words.length === 0) return undefined
  return { who: [...new Set(words.map((one) => resolve(one, people)))], length }
}

/** Reads a text that holds nothing but names; undefined when it holds something else. */
export function onlyNames(text: string, people: Directory, breadth: Breadth, spaced = false): Names | undefined {
  const bare = text.trim()
  const names = namesAt(bare, people, breadth, spaced)
  return names?.length === bare.length ? names : undefined
}

/** The id of a person who is known, else the word as written, without `@`. */
export function resolve(name: string, people: Directory): string {
  return people.find(name) ?? name.replace(/^@/, '')
}

const one = new RegExp(`^${word}`, 'u')
const two = new RegExp(String.raw`^${word} (?:wgs?|working groups?)\b`, 'iu')

function nameAt(text: string, people: Directory, breadth: Breadth): string | undefined {
  const group = two.exec(text)?.[0]
  if (group !== undefined && breadth !== 'known' && breadth !== 'present') return group
  const found = one.exec(text)?.[0]
  if (found === undefined || breadth === 'any' || people.find(found) !== undefined) return found
  if (breadth !== 'known' && people.isGuest(found)) return found
  return breadth === 'groups' && people.isGroup(found) ? found : undefined
}
