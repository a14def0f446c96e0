import type { Parameter } from './query.ts'

const shape = /^meta_[a-zA-Z][a-zA-Z0-9-]*$/

/**
 * The metadata of create parameters: names lower-cased without `meta_`. Names of another shape are dropped, as
 * bbb-web does; the first of two equal names wins.
 */
export function metadataOf(parameters: readonly Parameter[]): Map<string, string> {
  const metadata = new Map<string, string>()
  for (const { name, value } of parameters) {
    if (!shape.test(name)) continue
    const key = name.slice('meta_'.length).toLowerCase()
    if (!metadata.has(key)) metadata.set(key, value)
  }
  return metadata
}

/** Whether a parameter is metadata of that name, in any case of its letters. */
export function isMetadata(parameter: Parameter, name: string): boolean {
  return parameter.name.toLowerCase() === `meta_${name}`
}
