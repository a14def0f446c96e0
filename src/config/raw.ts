import type { Path } from './wording.ts'

/** Looks into the document as it was read, before it is known to be right. */

/** What is written at a place; undefined where nothing is. */
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

/** The names of the things in a group. */
export function keysOf(value: unknown): string[] {
  return entriesOf(value).map(([key]) => key)
}

/** A text in the document. */
export interface Entry {
  readonly path: Path
  readonly value: string
}

/** The texts at a path in which `*` stands for every entry of a list or group, and a last `~` for the names in a group. */
export function collect(value: unknown, pattern: Path, path: Path = []): Entry[] {
  const [step, ...rest] = pattern
  if (step === undefined) return typeof value === 'string' ? [{ path, value }] : []
  if (step === '~') return keysOf(value).map((key) => ({ path: [...path, key], value: key }))
  if (step !== '*') return collect(valueAt(value, [step]), rest, [...path, step])
  const entries = Array.isArray(value) ? value.map((item: unknown, index) => [index, item] as const) : entriesOf(value)
  return entries.flatMap(([key, item]) => collect(item, rest, [...path, key]))
}
