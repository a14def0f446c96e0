import { z } from 'zod'
import { findNotes, indexNote, removeNote, requireNote } from '../../../notes/archive.ts'
import { findDecisions } from '../../../notes/decisions.ts'
import type { Installation } from '../../installation.ts'
import { type Api, failures, nothing } from '../api.ts'
import { requireThere } from './require.ts'
import {
  base,
  decisionView,
  inOrganisation,
  level,
  notePath,
  noteText,
  noteView,
  toDecisionView,
  toNoteView,
  toWholeNoteView,
  wholeNoteView,
} from './views.ts'

const config = { right: 'notes.use' as const }
const one = inOrganisation.extend({ note: z.string() })
const search = z.strictObject({
  words: z.string().max(500).optional().describe('Words, "phrases", -not, or.'),
  limit: z.coerce.number().int().min(1).max(500).optional(),
})

/** The notes that are kept, and what was decided in them. Who may call: people of the organisation (`notes.use`). */
export function serveArchive(api: Api, { notes }: Installation): void {
  api.get(
    `${base}/notes`,
    {
      config,
      schema: {
        summary: 'The notes of an organisation, the newest first; with words, those that have them',
        tags: ['notes'],
        params: inOrganisation,
        querystring: search,
        response: { 200: z.object({ notes: z.array(noteView) }), ...failures },
      },
    },
    async ({ params: { organisation }, query }) => {
      requireThere(notes, organisation)
      return { notes: (await findNotes(notes, organisation, query)).map(toNoteView) }
    },
  )
  api.get(
    `${base}/decisions`,
    {
      config,
      schema: {
        summary: 'What was decided, the newest first; with words, where they are in it or around it',
        tags: ['notes'],
        params: inOrganisation,
        querystring: search,
        response: { 200: z.object({ decisions: z.array(decisionView) }), ...failures },
      },
    },
    async ({ params: { organisation }, query }) => {
      requireThere(notes, organisation)
      return { decisions: (await findDecisions(notes, organisation, query)).map(toDecisionView) }
    },
  )
  serveOne(api, notes)
  serveKeeping(api, notes)
}

function serveOne(api: Api, notes: Installation['notes']): void {
  api.get(
    `${base}/notes/:note`,
    {
      config,
      schema: {
        summary: 'One note with its text',
        tags: ['notes'],
        params: one,
        response: { 200: wholeNoteView, ...failures },
      },
    },
    async ({ params: { organisation, note } }) => toWholeNoteView(await requireNote(notes, organisation, note)),
  )
  api.delete(
    `${base}/notes/:note`,
    {
      config: { right: 'notes.manage' },
      schema: {
        summary: 'Take a note out of what is kept here; its file stays where it is',
        tags: ['notes'],
        params: one,
        response: { 204: nothing, ...failures },
      },
    },
    async ({ params: { organisation, note }, actor }, reply) => {
      await removeNote(notes, organisation, note, actor)
      return await reply.code(204).send(null)
    },
  )
}

function serveKeeping(api: Api, notes: Installation['notes']): void {
  api.put(
    `${base}/notes`,
    {
      config,
      bodyLimit: 4_000_000,
      schema: {
        summary: 'Keep a note, or its newer text, so that it is found',
        tags: ['notes'],
        params: inOrganisation,
        body: z.strictObject({ path: notePath, text: noteText, level }),
        response: {
          200: z.object({ id: z.string(), state: z.enum(['added', 'changed', 'unchanged']) }),
          ...failures,
        },
      },
    },
    async ({ params: { organisation }, body, actor }) => {
      requireThere(notes, organisation)
      return await indexNote(notes, organisation, body, actor)
    },
  )
}
