import type { NewTask } from '../../notes/board.ts'

/** The text of an issue that a note asked for, with the mark by which it is found again. */
export function bodyOf({ details, key }: NewTask): string {
  return `${details}\n\n<!-- mycel:${key} -->\n`
}

/** The mark in the text of an issue, if there is one. */
export function markIn(body: unknown): string | undefined {
  const [, key] = typeof body === 'string' ? (mark.exec(body) ?? []) : []
  return key
}

// A literal that begins like a comment of HTML is one for some readers of this file.
const mark = new RegExp('[<]!-- mycel:([0-9a-f]{32}) --[>]')
