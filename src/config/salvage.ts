import type { z } from 'zod'
import type { Config } from './config.ts'
import { schema } from './schema.ts'

/** What was left of a document, and of which sections something was left out. */
export interface Salvaged {
  readonly config: Config
  readonly broken: ReadonlySet<string>
}

/**
 * What can be understood of a document that has mistakes: every entry that holds one is left out, so that the others can
 * be looked at together all the same. Undefined when too little is left.
 */
export function salvage(root: unknown, issues: readonly z.core.$ZodIssue[]): Salvaged | undefined {
  const copy: unknown = structuredClone(root)
  for (const { path, code, ...issue } of issues) {
    const unknown = code === 'unrecognized_keys' && 'keys' in issue ? (issue.keys as string[]) : undefined
    for (const key of unknown ?? [undefined]) remove(copy, key === undefined ? path : [...path, key])
  }
  const result = schema.safeParse(withCoop(copy))
  const broken = new Set(
    issues.flatMap(({ path, ...issue }) => path[0] ?? ('keys' in issue ? (issue.keys as string[]) : [])),
  )
  return result.success ? { config: result.data, broken: new Set([...broken].map(String)) } : undefined
}

/** The entry of a section, such as one machine; else the whole section. */
const depth = 2

function remove(root: unknown, path: readonly PropertyKey[]): void {
  const [section, name] = path.slice(0, depth)
  if (!isGroup(root) || section === undefined) return
  const held = root[String(section)]
  if (name !== undefined && path.length >= depth && isGroup(held)) delete held[String(name)]
  else delete root[String(section)]
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Without a name and a domain nothing else could be looked at. */
function withCoop(root: unknown): unknown {
  if (!isGroup(root)) return root
  const { coop } = root
  return { ...root, coop: { name: 'Co-op', domain: 'example.coop', ...(isGroup(coop) ? coop : {}) } }
}
