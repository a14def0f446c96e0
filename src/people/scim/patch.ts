import { type Filter, parseTarget, type Target } from './filter.ts'
import { matches } from './match.ts'
import { ScimProblem } from './problem.ts'
import { isResource, keyOf, type Resource, toList, type Value } from './value.ts'

/** One operation of a PATCH, as it came. */
export interface Operation {
  readonly op: string
  readonly path?: string | undefined
  readonly value?: Value | undefined
}

type Verb = 'add' | 'replace' | 'remove'

const listed = ['emails', 'members', 'roles']
const readOnly = ['id', 'meta', 'schemas', 'groups']

/**
 * The resource after the operations of a PATCH (RFC 7644, section 3.5.2), as directories send them: verbs in any case,
 * paths as keys of a value without a path, and members to be removed in the value. Throws ScimProblem.
 */
export function patch(resource: Resource, operations: readonly Operation[]): Resource {
  let patched = resource
  for (const { op, path, value } of operations) {
    const verb = toVerb(op)
    if (path === undefined || path === '') patched = applyWhole(patched, verb, value)
    else patched = applyAt(patched, verb, refuseReadOnly(parseTarget(path)), value)
  }
  return patched
}

function toVerb(op: string): Verb {
  const verb = op.toLowerCase()
  if (verb === 'add' || verb === 'replace' || verb === 'remove') return verb
  throw new ScimProblem('invalidSyntax', `the operation ${op} is none of add, replace and remove`)
}

function refuseReadOnly(target: Target): Target {
  if (!readOnly.includes(target.attribute.toLowerCase())) return target
  throw new ScimProblem('mutability', `${target.attribute} cannot be changed`)
}

/** Without a path, the value names its attributes itself; directories send back some that cannot be changed. */
function applyWhole(resource: Resource, verb: Verb, value: Value | undefined): Resource {
  if (verb === 'remove') throw new ScimProblem('noTarget', 'a removal must say by its path what is to be removed')
  if (!isResource(value)) throw new ScimProblem('invalidValue', 'without a path, the value must be an object')
  let patched = resource
  for (const [key, part] of Object.entries(value)) {
    const target = parseTarget(key)
    if (!readOnly.includes(target.attribute.toLowerCase())) patched = applyAt(patched, verb, target, part)
  }
  return patched
}

function applyAt(resource: Resource, verb: Verb, target: Target, value: Value | undefined): Resource {
  if (verb !== 'remove' && value === undefined) throw new ScimProblem('invalidValue', 'the value is missing')
  const key = keyOf(resource, target.attribute) ?? target.attribute
  const present = resource[key]
  const isList = Array.isArray(present) || listed.includes(key.toLowerCase()) || target.filter !== undefined
  const after = isList ? changeList(toList(present), verb, target, value) : changeOne(present, verb, target.sub, value)
  if (after !== undefined) return { ...resource, [key]: after }
  return Object.fromEntries(Object.entries(resource).filter(([name]) => name !== key))
}

function changeOne(present: Value | undefined, verb: Verb, sub: string | undefined, value: Value | undefined) {
  if (sub !== undefined) return setPart(isResource(present) ? present : {}, verb, sub, value)
  if (verb === 'remove' || value === undefined || value === null) return undefined
  return isResource(present) && isResource(value) ? merge(present, value) : value
}

function changeList(
  present: readonly Value[],
  verb: Verb,
  { filter, sub }: Target,
  value: Value | undefined,
): readonly Value[] {
  if (!filter && sub === undefined) return changeWholeList(present, verb, value)
  const fits = (one: Value) => !filter || matches(filter, isResource(one) ? one : { value: one })
  const change = (one: Value): Value[] => {
    if (!fits(one)) return [one]
    if (sub !== undefined) return [setPart(isResource(one) ? one : { value: one }, verb, sub, value)]
    if (verb === 'remove') return []
    return [isResource(one) && isResource(value) ? merge(one, value) : (value ?? null)]
  }
  if (present.some(fits)) return withOnePrimary(present.flatMap(change), present)
  if (verb === 'remove') return present
  if (verb === 'replace' && filter) throw new ScimProblem('noTarget', 'there is no value that fits the path')
  const made = filter ? described(filter) : {}
  const added =
    sub === undefined ? (isResource(value) ? merge(made, value) : (value ?? null)) : setPart(made, verb, sub, value)
  return withOnePrimary([...present, added], present)
}

function changeWholeList(present: readonly Value[], verb: Verb, value: Value | undefined): readonly Value[] {
  const values = toList(value)
  switch (verb) {
    case 'add':
      return withOnePrimary(
        [...present, ...values.filter((one) => !present.some((other) => isSame(one, other)))],
        present,
      )
    case 'replace':
      return values
    case 'remove':
      return values.length === 0 ? [] : present.filter((one) => !values.some((other) => isSame(one, other)))
  }
}

/** Values with parts are the same when what they stand for is. */
function isSame(one: Value, other: Value): boolean {
  if (isResource(one) && isResource(other) && 'value' in one && 'value' in other) {
    return one['value'] === other['value'] && (one['type'] === other['type'] || !('type' in one) || !('type' in other))
  }
  return JSON.stringify(one) === JSON.stringify(other)
}

function setPart(resource: Resource, verb: Verb, sub: string, value: Value | undefined): Resource {
  const key = keyOf(resource, sub) ?? sub
  const others = Object.fromEntries(Object.entries(resource).filter(([name]) => name !== key))
  return verb === 'remove' || value === undefined || value === null ? others : { ...others, [key]: value }
}

function merge(resource: Resource, more: Resource): Resource {
  let merged = resource
  for (const [name, value] of Object.entries(more)) merged = setPart(merged, 'replace', name, value)
  return merged
}

/** What a value must say to fit a filter of equalities. */
function described(filter: Filter): Resource {
  if (filter.kind === 'and') return { ...described(filter.left), ...described(filter.right) }
  if (filter.kind !== 'compare' || filter.operator !== 'eq') return {}
  return { [filter.path.attribute]: filter.value }
}

/** A value that becomes the primary one takes that from the others. */
function withOnePrimary(after: readonly Value[], before: readonly Value[]): readonly Value[] {
  const isPrimary = (one: Value) => isResource(one) && String(one['primary']).toLowerCase() === 'true'
  const fresh = after.find((one) => isPrimary(one) && !before.includes(one))
  if (!fresh) return after
  return after.map((one) => (one !== fresh && isResource(one) && isPrimary(one) ? { ...one, primary: false } : one))
}
