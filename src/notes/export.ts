import { sql } from 'kysely'
import type { ExportedFile } from '../lib/exported.ts'
import { listTasks } from './board/tasks.ts'
import { findDecisions } from './decisions.ts'
import type { NoteParts } from './parts.ts'

/** An organisation's minutes, decisions and tasks. They are full of names, so only those who may see people get them. */
export function exportNotes(parts: NoteParts, organisation: string, mayRead: boolean): ExportedFile[] {
  if (!mayRead) return []
  return [
    {
      name: 'notes',
      about: 'The minutes of its meetings, whole.',
      async *rows() {
        yield* await parts.database.read((db) =>
          db
            .selectFrom('notes')
            .select(['path', 'title', 'held_on', 'level', 'text'])
            .where('organisation', '=', organisation)
            .orderBy(sql`held_on nulls first`)
            .orderBy('path')
            .execute(),
        )
      },
    },
    {
      name: 'decisions',
      about: 'What was decided, with what was said around it.',
      async *rows() {
        yield* await findDecisions(parts, organisation, { limit: 1_000_000 })
      },
    },
    {
      name: 'tasks',
      about: 'The cards of its task board, closed ones too. Times are milliseconds since 1970 (UTC).',
      async *rows() {
        yield* await listTasks(parts, organisation, { closed: true })
      },
    },
  ]
}
