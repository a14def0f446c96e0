import { z } from 'zod'
import { schema } from './schema.ts'
import type { Path } from './wording.ts'

/** The part of JSON Schema that coop.yaml uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly writeOnly?: boolean
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
}

/** JSON Schema of coop.yaml as it is written, with which editors complete and check it. */
export const jsonSchema: JsonSchema = z.toJSONSchema(schema, {
  io: 'input',
  override: ({ zodSchema, jsonSchema: node }) => {
    // A key read by a function loses its examples on the way; they are meant for both sides.
    const examples = z.globalRegistry.get(zodSchema)?.['examples']
    if (Array.isArray(examples) && examples.length > 0) node.examples = examples
    else if (node.examples?.length === 0) delete node.examples
    delete node.propertyNames
    if (node.type === 'object') node.patternProperties = { '^x-': {} }
  },
}) as JsonSchema

/** The schema of what is written at a path; undefined where nothing may be written. */
export function schemaAt(path: Path, from: JsonSchema = jsonSchema): JsonSchema | undefined {
  let node: JsonSchema | undefined = from
  for (const step of path) {
    if (typeof step === 'number') node = node?.items
    else
      node =
        node?.properties?.[step] ??
        (typeof node?.additionalProperties === 'object' ? node.additionalProperties : undefined)
  }
  return node
}

/** Stands in a path for whatever an entry is named. */
export const anyName = '*'

/** What each entry of a group of named things holds; undefined when it is no such group. */
export function namedEntries({ additionalProperties }: JsonSchema): JsonSchema | undefined {
  return typeof additionalProperties === 'object' && additionalProperties.properties ? additionalProperties : undefined
}

/** Every known key with the paths of the sections that hold it, such as `servers` under `meetings`. */
export function sectionsHolding(key: string, node: JsonSchema = jsonSchema, path: Path = []): Path[] {
  const here = Object.hasOwn(node.properties ?? {}, key) ? [path] : []
  const below = Object.entries(node.properties ?? {}).flatMap(([name, child]) =>
    sectionsHolding(key, child, [...path, name]),
  )
  const entries = node.items ? sectionsHolding(key, node.items, [...path, 0]) : []
  const named = namedEntries(node)
  return [...here, ...below, ...entries, ...(named ? sectionsHolding(key, named, [...path, anyName]) : [])]
}
