import { type Kysely, type Selectable } from 'kysely'
import type { LinksTable } from '../db/link-tables.ts'
import type { Database } from '../db/open.ts'
import type { Tables } from '../db/tables.ts'
import type { Row } from './link.ts'

/** The rows that are kept here, by keyword. */
export async function readOwnRows(database: Database): Promise<Row[]> {
  const rows = await database.read((db) => db.selectFrom('links').selectAll().orderBy('keyword').execute())
  return rows.map(toRow)
}

/** The row of a keyword, held until the transaction ends. */
export async function lockOwnRow(tx: Kysely<Tables>, keyword: string): Promise<Row | undefined> {
  const row = await tx.selectFrom('links').selectAll().where('keyword', '=', keyword).forUpdate().executeTakeFirst()
  return row && toRow(row)
}

/** A number that grows with every change of a link, in whichever process. */
export async function lastChange(database: Database): Promise<number> {
  const row = await database.read((db) =>
    db
      .selectFrom('link_changes')
      .select((of) => of.fn.max('id').as('id'))
      .executeTakeFirst(),
  )
  return Number(row?.id ?? 0)
}

function toRow({ keyword, destination, visibility, note, owner }: Selectable<LinksTable>): Row {
  return { keyword, destination, visibility, note, owner: owner ?? undefined, line: undefined }
}
