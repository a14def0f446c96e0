import { withPlace } from './board.ts'
import type { Note, Reference } from './model.ts'

/** Where repositories are. */
export interface Repositories {
  /** `owner/name` by the short name that notes use. */
  readonly places: Readonly<Record<string, string>>
  /** Without a trailing slash. */
  readonly url: string
  /** Whose repositories all others are; undefined when nobody said so. */
  readonly owner?: string | undefined
}

export interface LinkedLine {
  readonly line: number
  readonly before: string
  readonly after: string
}

/** The address of an issue; undefined when nobody said where its repository is. */
export function addressOf(repositories: Repositories, { repo, number }: { repo: string; number: number }) {
  const place = placeOf(repositories, repo)
  return place === undefined ? undefined : `${repositories.url}/${place}/issues/${number}`
}

/** `owner/name` of a repository by the name that notes use; undefined when nobody said where it is. */
export function placeOf({ places, owner }: Repositories, repo: string): string | undefined {
  if (repo.includes('/')) return repo
  return places[repo] ?? (owner === undefined ? undefined : `${owner}/${repo}`)
}

/**
 * The lines in which bare references to issues become links. What is a link, code or an address already stays, and so does
 * what names a repository whose place is not known: no link is better than one into the wrong repository.
 */
export function linkLines(note: Note, repositories: Repositories): LinkedLine[] {
  const byLine = Map.groupBy(
    note.items.filter((item): item is Reference => item.kind === 'reference'),
    ({ line }) => line,
  )
  return [...byLine].flatMap(([line, references]) => {
    const at = note.lines[line - 1]
    if (!at || !['bullet', 'text', 'heading'].includes(at.kind)) return []
    const after = linkLine(at.text, references, repositories)
    return after === at.text ? [] : [{ line, before: at.text, after }]
  })
}

function linkLine(text: string, references: readonly Reference[], repositories: Repositories): string {
  const closed = closedSpans(text)
  let linked = text
  for (const reference of references.toSorted((a, b) => b.column - a.column)) {
    const start = reference.column - 1
    const end = start + reference.length
    const words = text.slice(start, end)
    const address = addressOf(repositories, withPlace(reference))
    const isClosed = closed.some(([from, to]) => start < to && end > from)
    if (address === undefined || isClosed || !bare.test(words)) continue
    linked = `${linked.slice(0, start)}[${words}](${address})${linked.slice(end)}`
  }
  return linked
}

/** `#12`, `private#12`, `hypha.coop#5`, `private #12`, `#private/12`. */
const bare = /^(?:[\w./-]* ?#\d+|#[\w.-]+\/\d+)$/

/** Where links, code and addresses are: nothing in them is changed. */
function closedSpans(text: string): (readonly [number, number])[] {
  const pattern = /`+[^`]*`+|!?\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])|<[^>\s]+>|https?:\/\/\S+/g
  return [...text.matchAll(pattern)].map(({ index, 0: found }) => [index, index + found.length])
}

/** The text of a note with some of its lines replaced and proofs written behind others; line ends stay as they are. */
export function rewrite(text: string, lines: ReadonlyMap<number, string>, proofs: ReadonlyMap<number, string>): string {
  return text
    .split('\n')
    .map((raw, index) => {
      const [ending = ''] = /\r?$/.exec(raw) ?? []
      const line = lines.get(index + 1)
      const replaced = line === undefined ? raw : line + ending
      const proof = proofs.get(index + 1)
      if (proof === undefined) return replaced
      const [end = ''] = /\s*$/.exec(replaced) ?? []
      return `${replaced.slice(0, replaced.length - end.length)} -> ${proof}${end}`
    })
    .join('\n')
}
