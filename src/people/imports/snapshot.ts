import type { PersonChanges } from '../change-person.ts'
import type { Person, PersonStatus } from '../people.ts'
import type { Role } from '../rights.ts'

/** Fields of an account at one moment; only those that are of interest. Groups by id. */
export interface Snapshot {
  readonly name?: string
  readonly email?: string | null
  readonly externalId?: string | null
  readonly role?: Role
  readonly language?: string | null
  readonly status?: PersonStatus
  readonly groups?: readonly string[]
}

export type SnapshotField = keyof Snapshot

/** Those fields of an account that `of` has, as they are now. */
export function snapshot(person: Person, groups: readonly string[], of: Iterable<SnapshotField>): Snapshot {
  const { name, email = null, externalId = null, role, language = null, status } = person
  const all = { name, email, externalId, role, language, status, groups: [...groups].toSorted() }
  return Object.fromEntries([...of].map((field) => [field, all[field]]))
}

/** Every field that a snapshot can have. */
export const allFields: readonly SnapshotField[] = [
  'name',
  'email',
  'externalId',
  'role',
  'language',
  'status',
  'groups',
]

/** Whether two snapshots say the same. */
export function isSameSnapshot(one: Snapshot, other: Snapshot): boolean {
  return allFields.every((field) => JSON.stringify(one[field]) === JSON.stringify(other[field]))
}

/** The fields that a change of an account touches. */
export function fieldsOf({ suspended, ...changes }: PersonChanges, withGroups: boolean): SnapshotField[] {
  const fields = allFields.filter((field) => field in changes)
  return [
    ...fields,
    ...(suspended === undefined ? [] : ['status' as const]),
    ...(withGroups ? ['groups' as const] : []),
  ]
}
