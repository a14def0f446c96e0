import type { Database } from '../db/open.ts'
import { type ExportedFile, pages } from '../lib/exported.ts'
import { readStatement, totalOf } from './statements.ts'

/** The statements of an organisation, as they are verified. */
export function exportStatements(database: Database, organisation: string): ExportedFile[] {
  return [
    {
      name: 'statements',
      about:
        'What it used in closed months and what was due, one month a line, each a file that `mycel statement verify` takes.',
      async *rows() {
        for await (const { month } of closedMonths(database, organisation)) {
          const one = await readStatement(database, organisation, month)
          if (one) yield { format: 'mycel statement 1', statements: [one], total: totalOf([one]) }
        }
      },
    },
  ]
}

function closedMonths(database: Database, organisation: string) {
  return pages<{ month: string }>((last) =>
    database.read((db) =>
      db
        .selectFrom('ledger_months')
        .select('month')
        .where('organisation', '=', organisation)
        .where('month', '>', last?.month ?? '')
        .orderBy('month')
        .limit(100)
        .execute(),
    ),
  )
}
