import type { Filter, Literal, Operator, Path } from './filter.ts'
import { attributeOf, isResource, type Resource, toList, type Value } from './value.ts'

/** Whether a resource is one of those that a filter means. An attribute that is not there fits no comparison but `ne`. */
export function matches(filter: Filter, resource: Resource): boolean {
  switch (filter.kind) {
    case 'and':
      return matches(filter.left, resource) && matches(filter.right, resource)
    case 'or':
      return matches(filter.left, resource) || matches(filter.right, resource)
    case 'not':
      return !matches(filter.inner, resource)
    case 'present':
      return valuesAt(resource, filter.path).some((value) => value !== '')
    case 'some':
      return toList(attributeOf(resource, filter.path.attribute)).some((one) => matches(filter.inner, toResource(one)))
    case 'compare':
      return compareAll(valuesAt(resource, filter.path), filter)
  }
}

/** The values of an attribute; of values with parts, the part that is named, or the one that is the value itself. */
export function valuesAt(resource: Resource, { attribute, sub }: Path): Value[] {
  return toList(attributeOf(resource, attribute)).flatMap((one) => {
    if (!isResource(one)) return sub === undefined ? [one] : []
    const part = attributeOf(one, sub ?? 'value')
    if (part !== undefined && part !== null) return [part]
    return sub === undefined && Object.keys(one).length > 0 ? [one] : []
  })
}

/** The parts of a value; what has none is its own `value`. */
function toResource(value: Value): Resource {
  return isResource(value) ? value : { value }
}

function compareAll(values: readonly Value[], { path, operator, value }: Filter & { kind: 'compare' }): boolean {
  if (operator === 'ne') return !compareAll(values, { kind: 'compare', path, operator: 'eq', value })
  if (value === null) return operator === 'eq' && values.length === 0
  const exact = isExact(path)
  return values.some((one) => compare(one, operator, value, exact))
}

/** Ids are compared letter by letter, everything else whatever its case. */
function isExact({ attribute, sub }: Path): boolean {
  return ['id', 'externalid', 'members', 'groups'].includes(attribute.toLowerCase()) && sub?.toLowerCase() !== 'display'
}

function compare(one: Value, operator: Operator, wanted: Literal, exact: boolean): boolean {
  if (typeof one === 'boolean') return operator === 'eq' && String(one) === String(wanted).toLowerCase()
  if (typeof one === 'number') return typeof wanted === 'number' && isOrdered(operator, one - wanted)
  if (typeof one !== 'string' || typeof wanted !== 'string') return false
  const [text, other] = exact ? [one, wanted] : [one.toLowerCase(), wanted.toLowerCase()]
  switch (operator) {
    case 'co':
      return text.includes(other)
    case 'sw':
      return text.startsWith(other)
    case 'ew':
      return text.endsWith(other)
    default:
      return isOrdered(operator, distance(text, other))
  }
}

function isOrdered(operator: Operator, difference: number): boolean {
  switch (operator) {
    case 'eq':
      return difference === 0
    case 'gt':
      return difference > 0
    case 'ge':
      return difference >= 0
    case 'lt':
      return difference < 0
    case 'le':
      return difference <= 0
    default:
      return false
  }
}

const moment = /^\d{4}-\d\d-\d\dt[\d:.]+(z|[+-]\d\d:\d\d)$/i

function distance(text: string, other: string): number {
  if (moment.test(text) && moment.test(other)) return Date.parse(text) - Date.parse(other)
  return text === other ? 0 : text < other ? -1 : 1
}
