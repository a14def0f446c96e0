import type { NotePerson } from '../model.ts'

/** Finds people by what notes call them: id, initials, name, first name, alias; capitals and `@` do not matter. */
export interface Directory {
  /** The id, or undefined for a word that names nobody, or more than one person. */
  find(word: string): string | undefined
}

/** Makes the directory. A first name that two people share names neither. */
export function directoryOf(people: readonly NotePerson[]): Directory {
  const exact = new Map<string, string>()
  for (const { id, name, initials, aliases } of people) {
    for (const word of [id, initials, name, ...aliases]) if (word) exact.set(fold(word), id)
  }
  const firstNames = new Map<string, string | null>()
  for (const { id, name } of people) {
    const [first = '', ...rest] = name.trim().split(/\s+/)
    if (rest.length === 0 || exact.has(fold(first))) continue
    firstNames.set(fold(first), firstNames.has(fold(first)) ? null : id)
  }
  return { find: (word) => exact.get(fold(word)) ?? firstNames.get(fold(word)) ?? undefined }
}

function fold(word: string): string {
  return word.trim().replace(/^@/, '').normalize('NFKC').toLowerCase()
}
