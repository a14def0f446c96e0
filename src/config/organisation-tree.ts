import { Problem } from '../lib/problem.ts'
import type { Locate } from './document.ts'
import { valueAt } from './raw.ts'
import { nearest, type Path, quote, spellPath } from './wording.ts'

interface Entry {
  readonly id: string
  readonly parent: string | undefined
  readonly kind: unknown
  readonly path: Path
}

/** Finds organisations that stand nowhere in the tree. Takes the raw document, so that it works beside other mistakes. */
export function checkTree(root: unknown, locate: Locate): Problem[] {
  const entries = readEntries(root)
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  return entries.flatMap((entry) => {
    const wrong = explain(entry, byId)
    if (!wrong) return []
    const [message, hint] = wrong
    const path = [...entry.path, 'parent']
    return [new Problem('invalid', message, { hint, path: spellPath(path), at: locate(path) })]
  })
}

function explain({ id, parent }: Entry, byId: ReadonlyMap<string, Entry>): [message: string, hint: string] | undefined {
  if (parent === undefined) return undefined
  const above = byId.get(parent)
  if (!above) {
    const guess = nearest(parent, [...byId.keys()])
    const hint = guess ? `did you mean "${guess}"?` : 'declare it in this list too'
    return [`there is no organisation ${quote(parent)} for ${quote(id)} to be part of`, hint]
  }
  if (above.kind === 'application') {
    return [
      `${quote(parent)} is an application, and nothing is part of an application`,
      `give ${quote(parent)} another kind`,
    ]
  }
  return isPartOfItself(id, byId)
    ? [`${quote(id)} is part of itself`, 'one in the circle must be part of no other']
    : undefined
}

function isPartOfItself(id: string, byId: ReadonlyMap<string, Entry>): boolean {
  const seen = new Set<string>()
  for (let at = byId.get(id)?.parent; at !== undefined && !seen.has(at); at = byId.get(at)?.parent) {
    if (at === id) return true
    seen.add(at)
  }
  return false
}

function readEntries(root: unknown): Entry[] {
  const list = valueAt(root, ['meetings', 'organisations'])
  if (!Array.isArray(list)) return []
  return list.flatMap((value: unknown, index) => {
    const [id, parent] = [valueAt(value, ['id']), valueAt(value, ['parent'])]
    if (typeof id !== 'string') return []
    const path = ['meetings', 'organisations', index]
    return [{ id, parent: typeof parent === 'string' ? parent : undefined, kind: valueAt(value, ['kind']), path }]
  })
}
