import { createHash } from 'node:crypto'
import { ScimProblem } from './problem.ts'
import { attributeOf, isResource, type Resource, type Value } from './value.ts'

export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User'
export const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group'

/** Completes a resource with its `meta`; its version changes with whatever else is in it. */
export function withMeta(
  resource: Resource,
  meta: {
    readonly type: 'User' | 'Group'
    readonly base: string
    readonly createdAt: number
    readonly changedAt: number
  },
): Resource {
  const hash = createHash('sha256').update(JSON.stringify(resource)).digest('base64url').slice(0, 16)
  return {
    ...resource,
    meta: {
      resourceType: meta.type,
      created: new Date(meta.createdAt).toISOString(),
      lastModified: new Date(meta.changedAt).toISOString(),
      location: `${meta.base}/${meta.type}s/${String(resource['id'])}`,
      version: `W/"${hash}"`,
    },
  }
}

/** The version of a resource, as its ETag. */
export function versionOf(resource: Resource): string {
  const meta = resource['meta']
  return isResource(meta) ? String(meta['version']) : ''
}

/** The text that an attribute has, undefined where it has none. Throws ScimProblem 'invalidValue' for anything else. */
export function textOf(resource: Resource, name: string, fits: (text: string) => boolean): string | undefined {
  const value = attributeOf(resource, name)
  if (value === undefined || value === null || value === '') return undefined
  const text = typeof value === 'string' ? value.trim() : ''
  if (text !== '' && text.length <= 200 && fits(text)) return text
  throw new ScimProblem('invalidValue', `${name} must be one line of at most 200 characters`)
}

/** The attributes of a resource that are there; SCIM leaves the others out. */
export function present(attributes: Readonly<Record<string, Value | undefined>>): Resource {
  const entries = Object.entries(attributes).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as Resource
}
