import { type ExportedFile, pages } from '../lib/exported.ts'
import { listChanges } from './audit.ts'
import { groupsOf } from './groups.ts'
import { allPeople } from './list-people.ts'
import { membersByGroup } from './members.ts'
import type { PeopleParts } from './people.ts'

const pageSize = 1000

/** An organisation's accounts and what was changed. Names and addresses only for those who may see them. */
export function exportPeople(parts: PeopleParts, organisation: string, withNames: boolean): ExportedFile[] {
  return [
    {
      name: 'people',
      about: withNames
        ? 'Its accounts. Passwords and other proofs of who somebody is are left out.'
        : 'Its accounts, without names and addresses: whoever made this export may not see them.',
      async *rows() {
        for (const { id, role, status, ...personal } of await parts.database.read((db) =>
          allPeople(db, organisation),
        )) {
          yield withNames ? { id, role, status, ...personal } : { id, role, status }
        }
      },
    },
    {
      name: 'groups',
      about: 'Its groups, with the ids of those who are in them.',
      async *rows() {
        yield* await parts.database.read(async (db) => {
          const groups = await groupsOf(db, organisation)
          const members = await membersByGroup(
            db,
            groups.map(({ id }) => id),
          )
          return groups.map((group) => ({ ...group, members: members.get(group.id) ?? [] }))
        })
      },
    },
    {
      name: 'audit',
      about: 'What people and tokens changed, newest first.',
      rows: () =>
        pages<{ id: number }>((last) =>
          listChanges(parts.database, { limit: pageSize, before: last?.id, organisations: [organisation] }),
        ),
    },
  ]
}
