import { createHash } from 'node:crypto'
import type { Note } from './model.ts'

/** What tells one note from another wherever its file is: its day and title, else its path. */
export function identityOf({ date, title }: Pick<Note, 'date' | 'title'>, path: string): string {
  return date !== null && title !== null ? `${date} ${plain(title)}` : path
}

/**
 * Gives keys for what a note asks for. A key stays the same when lines are added or the file is moved, and two equal
 * sentences in one note have two.
 */
export function createKeys(identity: string): (kind: string, what: string) => string {
  const seen = new Map<string, number>()
  return (kind, what) => {
    const name = JSON.stringify([identity, kind, plain(what)])
    const count = seen.get(name) ?? 0
    seen.set(name, count + 1)
    return createHash('sha256').update(`${name} ${count}`).digest('hex').slice(0, 32)
  }
}

/** Words alone: without case, links, marks, and the proof that it became a task. */
export function plain(text: string): string {
  return text
    .replace(becameLink, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}#+]+/gu, ' ')
    .trim()
}

/** `-> [#12](https://…)` at the end of a line: what was made of it. */
export const becameLink = /\s*(?:->|→)\s*\[[^\]]*\]\([^)\s]*\)(?:,\s*\[[^\]]*\]\([^)\s]*\))*\s*$/u
