import type { Mention } from '../../machines/retire.ts'

/** The sections in which a name of a service says what it is, not that something leads to it. */
const own = ['services', 'people', 'groups']

/** Every text of a document in which one of the names stands as a whole host name, with its place. */
export function findMentions(root: unknown, names: readonly string[]): Mention[] {
  return textsIn(root)
    .filter(({ path }) => !own.includes(String(path[0])))
    .filter(({ text }) => names.some((name) => holdsName(text.toLowerCase(), name)))
}

function holdsName(text: string, name: string): boolean {
  const at = text.indexOf(name)
  if (at === -1) return false
  const [before, after] = [text[at - 1] ?? ' ', text[at + name.length] ?? ' ']
  return !/[a-z0-9.-]/.test(before) && !/[a-z0-9-]/.test(after)
}

function textsIn(value: unknown, path: Mention['path'] = []): Mention[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (typeof value !== 'object' || value === null) return []
  const entries = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item] as const)
    : Object.entries(value)
  return entries.flatMap(([key, item]) => textsIn(item, [...path, key]))
}
