import { withPlace } from './board.ts'
import type { IssueName, Note } from './model.ts'

/** What a note calls an issue: the words after its number on the nearest line above that names it, else its number. */
export function titleOf(note: Note, { repo, number, line }: IssueName & { readonly line: number }): string {
  const named = note.items.filter((item) => {
    if (item.kind !== 'reference' || item.line > line) return false
    const named = withPlace(item)
    return named.repo === repo && named.number === number
  })
  for (const { line: at, column, length } of named.toReversed()) {
    const text = note.lines[at - 1]?.text ?? ''
    const words = cleanTitle(text.slice(column - 1 + length))
    if (words !== '') return words
  }
  return `${repo}#${number}`
}

const longest = 120

function cleanTitle(text: string): string {
  const words = text
    .replace(/^\]?\([^)]*\)/, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[*_~`]+/g, '')
    .replace(/^[\s:;,.)\]–-]+/u, '')
    .trim()
    .replace(/[\s.:;,]+$/, '')
  return words.length > longest ? `${words.slice(0, longest - 1)}…` : words
}
