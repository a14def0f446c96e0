import type { NotePerson } from '../model.ts'

/** Finds whom a word of a note names. Capitals and a leading `@` do not matter. */
export interface Directory {
  /** The id of a person; undefined for a word that names nobody, or more than one. */
  find(word: string): string | undefined
  /** Whether a word is one of the initials, ids or aliases of at most three letters. */
  isShort(word: string): boolean
  /** Whether somebody of that name, not otherwise known, was there. */
  isGuest(word: string): boolean
  /** Whether a word means several: `all`, `everyone`, `infra-wg`, `wgs`. */
  isGroup(word: string): boolean
}

/** Who is looked up beside the people that are known. */
export interface Others {
  readonly guests?: readonly string[]
  readonly groups?: readonly string[] | undefined
}

/** Makes the directory. A word that two people share names neither. */
export function directoryOf(people: readonly NotePerson[], { guests = [], groups = [] }: Others = {}): Directory {
  const given = people.map(({ id, name, initials, aliases }) => ({ id, words: [id, initials, name, ...aliases] }))
  const exact = index(given)
  const first = index(people.map(({ id, name }) => ({ id, words: [name.trim().split(/\s+/)[0]] })))
  const present = new Set(guests.map(fold))
  const named = new Set(groups.map(fold))
  const find = (word: string) => exact.get(fold(word)) ?? first.get(fold(word)) ?? undefined
  return {
    find,
    isShort: (word) => fold(word).length <= 3 && find(word) !== undefined,
    isGuest: (word) => present.has(fold(word)),
    isGroup: (word) => named.has(fold(word)) || group.test(fold(word)),
  }
}

const several = 'all|everyone|everybody|folks|members|wgs?|[\\w&-]+[- ]wgs?|[\\w&-]+[- ]working groups?'
const circles = 'biz(?:-?dev)?|fin(?:ance)?|gov(?:ernance)?|ops|operations|infra(?:structure)?|tech|comms'
const group = new RegExp(`^(?:${several}|${circles})$`)

function index(entries: readonly { id: string; words: readonly (string | undefined)[] }[]): Map<string, string | null> {
  const found = new Map<string, string | null>()
  for (const { id, words } of entries) {
    for (const word of words) {
      const key = fold(word ?? '')
      if (key === '') continue
      const before = found.get(key)
      found.set(key, before === undefined || before === id ? id : null)
    }
  }
  return found
}

function fold(word: string): string {
  return word.trim().replace(/^@/, '').normalize('NFKC').toLowerCase()
}
