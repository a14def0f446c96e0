import type { Path } from './wording.ts'

/** Looks into the document as it was read, before it is known to be right. */

export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    return (value as Readonly<Record<string | number, unknown>>)[step]
  }, root)
}

/** The named things in a group; none when it is no group. */
export function entriesOf(value: unknown): [name: string, value: unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
}

export function keysOf(value: unknown): string[] {
  return entriesOf(value).map(([key]) => key)
}

/** The texts in a list, each with its index. */
export function textsOf(value: unknown): [text: string, index: number][] {
  if (!Array.isArray(value)) return []
  return value.flatMap((item: unknown, index) => (typeof item === 'string' ? [[item, index]] : []))
}
