import { Problem } from '../../../lib/problem.ts'
import type { NoteParts } from '../../../notes/parts.ts'

/** Throws Problem 'not-found' when there is no such organisation. */
export function requireThere(notes: NoteParts, organisation: string): void {
  if (!notes.isThere(organisation)) throw new Problem('not-found', `there is no organisation ${organisation}`)
}

/** Throws Problem 'refused' unless the tasks of the organisation are on our own board. */
export function requireOwnBoard(notes: NoteParts, organisation: string): void {
  requireThere(notes, organisation)
  const { kind } = notes.board(organisation)
  if (kind === 'own') return
  throw new Problem(
    'refused',
    `the tasks of ${organisation} are issues at ${kind === 'github' ? 'GitHub' : 'Forgejo'}`,
    {
      hint: 'change them there',
    },
  )
}
