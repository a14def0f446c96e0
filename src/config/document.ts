import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Pair,
  parseDocument,
  visit,
} from 'yaml'
import { type Position, Problem } from '../lib/problem.ts'
import { type Path, quote } from './wording.ts'
import { explainYamlError } from './yaml-errors.ts'

/** Finds where a path is written: its key (for a list entry, its start) or its value; if absent, its nearest parent. */
export type Locate = (path: Path, part?: 'key' | 'value') => Position

/** A YAML text as plain data without the keys that begin with `x-`. `value` is absent when it cannot be read at all. */
export interface ReadDocument {
  readonly value?: unknown
  readonly problems: readonly Problem[]
  readonly locate: Locate
}

const largest = 1_000_000

/** Reads YAML and reports every mistake of its syntax with its place. Throws nothing. */
export function readDocument(file: string, text: string): ReadDocument {
  const start = { file, line: 1, column: 1 }
  const unreadable = (message: string, hint: string): ReadDocument => ({
    problems: [new Problem('invalid', message, { hint, at: start })],
    locate: () => start,
  })
  if (text.length > largest) return unreadable('the file is larger than 1 MB', 'is it the right file?')
  try {
    return readText(file, text)
  } catch (error) {
    // The YAML library throws RangeError when the stack ends and ReferenceError on runaway aliases.
    if (error instanceof RangeError) return unreadable('the file is nested too deeply', 'is it the right file?')
    if (error instanceof ReferenceError) {
      return unreadable('the file repeats itself through aliases ("*name") too often', 'write the repeated parts out')
    }
    throw error
  }
}

function readText(file: string, text: string): ReadDocument {
  const lines = new LineCounter()
  const document: Document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    merge: true,
    // Not 'silent', which would also keep quiet about a second document.
    logLevel: 'error',
  })
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const locate = locator(document, at)
  const errors = [...document.errors, ...document.warnings]
  const problems = [
    ...errors.map((error) => explainYamlError(error, document, at)),
    ...refuseReservedKeys(document, at),
  ]
  const duplicatesOnly = errors.every((error) => error.code === 'DUPLICATE_KEY')
  if (!duplicatesOnly || problems.length > errors.length) return { problems: onePerLine(problems), locate }
  return { value: withoutExtensions(document.toJS({ maxAliasCount: 500 })), problems, locate }
}

/** One slip often upsets the parser several times on a line; the first complaint is the useful one. */
function onePerLine(problems: readonly Problem[]): Problem[] {
  const seen = new Set<number | undefined>()
  return problems.filter((problem) => {
    const fresh = !seen.has(problem.at?.line)
    seen.add(problem.at?.line)
    return fresh
  })
}

function refuseReservedKeys(document: Document, at: (offset: number) => Position): Problem[] {
  const problems: Problem[] = []
  visit(document, {
    Pair(_, { key }) {
      if (!isScalar(key) || key.value !== '__proto__') return
      const hint = 'remove the line'
      problems.push(
        new Problem('invalid', `${quote(key.value)} cannot be a key`, { hint, at: at(key.range?.[0] ?? 0) }),
      )
    },
  })
  return problems
}

function withoutExtensions(value: unknown, depth = 0): unknown {
  if (depth > 100) throw new RangeError('nested too deeply')
  if (Array.isArray(value)) return value.map((item) => withoutExtensions(item, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key]) => !key.startsWith('x-'))
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutExtensions(item, depth + 1)]))
}

interface Found {
  readonly key?: Node | undefined
  readonly value?: Node | undefined
}

function locator(document: Document, at: (offset: number) => Position): Locate {
  return (path, part = 'value') => {
    let found: Found = { value: document.contents ?? undefined }
    for (const step of path) {
      const next = child(document, found.value, step)
      if (!next) return at(offsetOf(found, 'key'))
      found = next
    }
    return at(offsetOf(found, part))
  }
}

function child(document: Document, parent: Node | undefined, step: string | number): Found | undefined {
  const node = isAlias(parent) ? parent.resolve(document) : parent
  if (isSeq(node)) {
    const item = typeof step === 'number' ? node.items[step] : undefined
    return item instanceof Pair || item === undefined ? undefined : { value: item as Node }
  }
  if (!isMap(node)) return undefined
  const pair = node.items.findLast(({ key }) => isScalar(key) && key.value === String(step))
  return pair && { key: pair.key as Node, value: (pair.value as Node | null) ?? undefined }
}

function offsetOf({ key, value }: Found, part: 'key' | 'value'): number {
  // An empty value has no place of its own: the reader finds it by its key.
  const range = value?.range
  const empty = !range || range[0] === range[1]
  const node = key && (part === 'key' || empty) ? key : value
  return node?.range?.[0] ?? 0
}
