import type { Directory } from './people.ts'

/** Names at the beginning of a text: ids (or the words as written), and how long they are with their separators. */
export interface Names {
  readonly who: readonly string[]
  /** Whether every one of them is a person who is known. */
  readonly known: boolean
  readonly length: number
}

const word = String.raw`@?\p{L}(?:[\p{L}\p{N}_.'’-]*[\p{L}\p{N}])?`
const separator = String.raw`(?:\s*[,/&+]\s*|\s+and\s+)`
const first = new RegExp(`^${word}`, 'u')
const next = new RegExp(`^${separator}(${word})`, 'u')

/** Reads `bl`, `bl+pc`, `dc, yj and @patcon`; undefined when no word is there. */
export function namesAt(text: string, people: Directory): Names | undefined {
  return read(text, people, () => true)
}

/** The same, as far as people are known; undefined when the first is not. */
export function knownNamesAt(text: string, people: Directory): Names | undefined {
  return read(text, people, (one) => people.find(one) !== undefined)
}

/** Reads a text that holds nothing but names; undefined when it holds something else. */
export function onlyNames(text: string, people: Directory): Names | undefined {
  const names = namesAt(text.trim(), people)
  return names?.length === text.trim().length ? names : undefined
}

function read(text: string, people: Directory, accept: (word: string) => boolean): Names | undefined {
  const words: string[] = []
  let length = 0
  for (;;) {
    const match = (length === 0 ? first : next).exec(text.slice(length))
    const found = match?.[1] ?? match?.[0]
    if (!match || found === undefined || !accept(found)) break
    words.push(found)
    length += match[0].length
  }
  if (words.length === 0) return undefined
  const ids = words.map((one) => people.find(one))
  const who = ids.map((id, at) => id ?? (words[at] ?? '').replace(/^@/, ''))
  return { who: [...new Set(who)], known: !ids.includes(undefined), length }
}
