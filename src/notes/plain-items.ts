import type { Item, Note } from './model.ts'

/** An item for programs: what it says, on which line, and how sure that is. */
export type PlainItem = Readonly<Record<string, unknown>> & { readonly kind: Item['kind']; readonly line: number }

/**
 * The items of a note for tools and scoring. Tasks, references, decisions, votes and moves have only the fields that are
 * promised for them; an issue that a line names twice is there once.
 */
export function plainItems({ items }: Pick<Note, 'items'>): readonly PlainItem[] {
  const seen = new Set<string>()
  return items.map(plain).filter((item) => {
    if (item.kind !== 'reference') return true
    const key = JSON.stringify([item.line, item['owner'], item['repo'], item['number']])
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}

function plain(item: Item): PlainItem {
  const { kind, line, confidence } = item
  switch (item.kind) {
    case 'todo':
      return { kind, line, text: item.text, assignees: item.assignees, done: item.done, confidence }
    case 'reference':
      return { kind, line, repo: item.repo, number: item.number, ...ownerOf(item), confidence }
    case 'decision':
      return { kind, line, text: item.text, confidence }
    case 'vote':
      return { kind, line, voter: item.voter, value: item.value, confidence }
    case 'move':
      return { kind, line, repo: item.repo, number: item.number, ...ownerOf(item), to: item.to, confidence }
    default:
      return { ...item }
  }
}

/** Whose repository it is, where that is somebody else's or not known to be ours. */
function ownerOf({ owner }: { owner?: string | undefined }): { owner?: string } {
  return owner === undefined ? {} : { owner }
}
