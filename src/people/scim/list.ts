import type { Path } from './filter.ts'
import { parseFilter, parseTarget } from './filter.ts'
import { matches, valuesAt } from './match.ts'
import { attributeOf, isResource, type Resource, toList } from './value.ts'

/** A query of RFC 7644, section 3.4.2. */
export interface Query {
  readonly filter?: string | undefined
  readonly sortBy?: string | undefined
  readonly sortOrder?: string | undefined
  /** The first is 1; anything less means 1. */
  readonly startIndex: number
  /** At most so many; a number below 0 means none. */
  readonly count: number
  readonly attributes?: string | undefined
  readonly excludedAttributes?: string | undefined
}

/** As many as are given at once, however many are asked for. */
export const mostResults = 200

/** The answer to a query, of all the resources that there are. Throws ScimProblem 'invalidFilter' or 'invalidPath'. */
export function answerQuery(resources: readonly Resource[], query: Query): Resource {
  const filter = query.filter === undefined ? undefined : parseFilter(query.filter)
  const found = filter ? resources.filter((one) => matches(filter, one)) : resources
  const sorted = query.sortBy === undefined ? found : sort(found, parseTarget(query.sortBy), query.sortOrder)
  const start = Math.max(1, query.startIndex)
  const page = sorted.slice(start - 1, start - 1 + Math.min(Math.max(0, query.count), mostResults))
  return listResponse(page, { ...query, startIndex: start, total: found.length })
}

/** A page of resources as an answer. */
export function listResponse(
  page: readonly Resource[],
  query: Pick<Query, 'startIndex' | 'attributes' | 'excludedAttributes'> & { readonly total: number },
): Resource {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: query.total,
    startIndex: query.startIndex,
    itemsPerPage: page.length,
    Resources: page.map((one) => project(one, query)),
  }
}

/** Those attributes of a resource that were asked for; its id and schemas always. Throws ScimProblem 'invalidPath'. */
export function project(
  resource: Resource,
  { attributes, excludedAttributes }: Pick<Query, 'attributes' | 'excludedAttributes'>,
): Resource {
  const wanted = toPaths(attributes)
  if (wanted.length > 0) return keepOnly(resource, wanted)
  const unwanted = toPaths(excludedAttributes).filter(({ attribute }) => !isAlways(attribute))
  return unwanted.length > 0 ? leaveOut(resource, unwanted) : resource
}

function sort(resources: readonly Resource[], path: Path, order = 'ascending'): Resource[] {
  const keys = new Map(resources.map((one) => [one, sortKey(one, path)]))
  const sign = order.toLowerCase() === 'descending' ? -1 : 1
  return resources.toSorted((one, other) => {
    const [left, right] = [keys.get(one), keys.get(other)]
    if (left === right) return 0
    if (left === undefined || right === undefined) return left === undefined ? sign : -sign
    return left < right ? -sign : sign
  })
}

/** Of several values the primary one counts, else the first. */
function sortKey(resource: Resource, path: Path): string | undefined {
  const list = toList(attributeOf(resource, path.attribute))
  const primary = list.find((one) => isResource(one) && one['primary'] === true)
  const [value] = valuesAt(primary === undefined ? resource : { [path.attribute]: primary }, path)
  return value === undefined ? undefined : String(value).toLowerCase()
}

function toPaths(list: string | undefined): Path[] {
  const names = (list ?? '').split(',').map((name) => name.trim())
  return names.filter((name) => name !== '').map((name) => parseTarget(name))
}

function isAlways(attribute: string): boolean {
  return ['id', 'schemas'].includes(attribute.toLowerCase())
}

const isAt = (name: string) => (path: Path) => path.attribute.toLowerCase() === name.toLowerCase()

function keepOnly(resource: Resource, paths: readonly Path[]): Resource {
  const kept = Object.entries(resource).flatMap(([name, value]) => {
    const here = paths.filter(isAt(name))
    if (isAlways(name) || here.some(({ sub }) => sub === undefined)) return [[name, value] as const]
    if (here.length === 0) return []
    const isKept = (part: string) => here.some(({ sub }) => sub?.toLowerCase() === part.toLowerCase())
    return [[name, mapParts(value, isKept)] as const]
  })
  return Object.fromEntries(kept)
}

function leaveOut(resource: Resource, paths: readonly Path[]): Resource {
  const kept = Object.entries(resource).flatMap(([name, value]) => {
    const here = paths.filter(isAt(name))
    if (here.some(({ sub }) => sub === undefined)) return []
    const isKept = (part: string) => !here.some(({ sub }) => sub?.toLowerCase() === part.toLowerCase())
    return [[name, here.length > 0 ? mapParts(value, isKept) : value] as const]
  })
  return Object.fromEntries(kept)
}

function mapParts(value: Resource[string], isKept: (part: string) => boolean): Resource[string] {
  const pick = (one: Resource[string]) =>
    isResource(one) ? Object.fromEntries(Object.entries(one).filter(([part]) => isKept(part))) : one
  return Array.isArray(value) ? value.map(pick) : pick(value)
}
