import type { Group } from '../groups.ts'
import { isLine } from '../words.ts'
import { ScimProblem } from './problem.ts'
import { groupSchema, present, textOf, withMeta } from './resource.ts'
import { attributeOf, isResource, type Resource, toList } from './value.ts'

/** Somebody in a group, by id and name. */
export interface Member {
  readonly id: string
  readonly name: string
}

/** A group as one of SCIM; `base` is the address of the organisation's SCIM service. */
export function toScimGroup(group: Group, members: readonly Member[], base: string): Resource {
  const resource = present({
    schemas: [groupSchema],
    id: group.id,
    externalId: group.externalId,
    displayName: group.name,
    members: members.map(({ id, name }) => ({ value: id, $ref: `${base}/Users/${id}`, display: name, type: 'User' })),
  })
  return withMeta(resource, { type: 'Group', base, createdAt: group.createdAt, changedAt: group.changedAt })
}

export interface GroupWanted {
  readonly name: string
  readonly externalId: string | null
  /** The ids of all members. */
  readonly members: readonly string[]
}

/** Reads a group as a whole. Throws ScimProblem 'invalidValue'. */
export function readGroup(group: Resource): GroupWanted {
  const name = textOf(group, 'displayName', isLine)
  if (name === undefined) throw new ScimProblem('invalidValue', 'displayName is missing')
  const members = toList(attributeOf(group, 'members')).map((one) => {
    const member = isResource(one) ? one : { value: one }
    const id = attributeOf(member, 'value')
    const type = attributeOf(member, 'type') ?? 'User'
    if (typeof id === 'string' && String(type).toLowerCase() === 'user') return id
    throw new ScimProblem('invalidValue', 'members of a group are users, each with its id as value')
  })
  return { name, externalId: textOf(group, 'externalId', isLine) ?? null, members: [...new Set(members)] }
}
