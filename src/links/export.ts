import type { Selectable } from 'kysely'
import type { LinkChangesTable, LinkCountsTable } from '../db/link-tables.ts'
import { type ExportedFile, pages } from '../lib/exported.ts'
import type { LinkParts } from './parts.ts'

/** The links, for the export of the organisation that looks after them; none for others. */
export function exportLinks({ live, settings, database }: LinkParts, organisation: string): ExportedFile[] {
  if (settings.organisation !== organisation) return []
  return [
    {
      name: 'links',
      about: 'Short links as they are served: keyword, where it leads (empty: retired), from which source.',
      async *rows() {
        for (const { keyword, destination, visibility, note, owner, source } of live.table.all()) {
          yield { keyword, destination, visibility, note, owner: owner ?? null, source }
        }
      },
    },
    {
      name: 'link-changes',
      about: 'Where short links led before, and who changed that.',
      rows: () =>
        pages<Selectable<LinkChangesTable>>((after) =>
          database.read((db) => {
            const query = db.selectFrom('link_changes').selectAll().orderBy('id').limit(1000)
            return (after ? query.where('id', '>', after.id) : query).execute()
          }),
        ),
    },
    {
      name: 'link-counts',
      about: 'How often short links were followed, by month or day (UTC). Of whom nothing is kept.',
      rows: () =>
        pages<LinkCountsTable>((after) =>
          database.read((db) => {
            const query = db.selectFrom('link_counts').selectAll().orderBy('keyword').orderBy('period').limit(1000)
            return (
              after
                ? query.where((is) =>
                    is.or([
                      is('keyword', '>', after.keyword),
                      is.and([is('keyword', '=', after.keyword), is('period', '>', after.period)]),
                    ]),
                  )
                : query
            ).execute()
          }),
        ),
    },
  ]
}
