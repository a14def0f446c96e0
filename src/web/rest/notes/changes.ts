import { z } from 'zod'
import { Problem } from '../../../lib/problem.ts'
import { applyNote } from '../../../notes/apply.ts'
import { type GivenNote, previewNote } from '../../../notes/look.ts'
import type { NoteParts } from '../../../notes/parts.ts'
import type { Installation } from '../../installation.ts'
import { type Api, failures } from '../api.ts'
import { requireThere } from './require.ts'
import { base, changeView, inOrganisation, notePath, noteText, toChangeView } from './views.ts'

const config = { right: 'notes.use' as const }
const tags = ['notes']

const given = z.strictObject({
  text: noteText.optional(),
  path: notePath.optional(),
  pad: z.string().max(500).optional().describe('The address of a pad, instead of a text.'),
})

const preview = z
  .object({
    title: z.string().nullable(),
    date: z.string().nullable(),
    board: z.enum(['own', 'github', 'forgejo']),
    changes: z.array(changeView),
    appliedBefore: z.int().describe('What the note asks for and was carried out before.'),
    leftOut: z.int().describe('What somebody left out; it is there with `again`.'),
    text: z.string().describe('The note as it was read; damaged letters are set right.'),
  })
  .meta({ id: 'NotePreview' })

const applied = z
  .object({
    done: z.array(
      z.object({
        key: z.string(),
        kind: z.string(),
        name: z.string().nullable().describe('What it became: #12.'),
        url: z.string().nullable(),
      }),
    ),
    failed: z.array(z.object({ key: z.string(), message: z.string() })),
    text: z.string().describe('The note with the links that were written into it.'),
  })
  .meta({ id: 'NoteApplied' })

/** What a note asks for, and carrying it out. Who may call: people of the organisation (`notes.use`). */
export function serveNoteChanges(api: Api, { notes }: Installation): void {
  servePreview(api, notes)
  serveApplying(api, notes)
}

function servePreview(api: Api, notes: NoteParts): void {
  api.post(
    `${base}/notes/preview`,
    {
      config,
      bodyLimit: 4_000_000,
      schema: {
        summary: 'What a note would change; nothing is changed',
        tags,
        params: inOrganisation,
        body: given.extend({ again: z.boolean().optional().describe('What somebody left out is proposed again.') }),
        response: { 200: preview, ...failures },
      },
    },
    async ({ params: { organisation }, body }) => {
      requireThere(notes, organisation)
      const given = { ...(await toNote(notes, body)), again: body.again }
      const { note, changes, appliedBefore, leftOut } = await previewNote(notes, organisation, given)
      const { kind: board } = notes.board(organisation)
      const { title, date, text } = note
      return { title, date, board, changes: changes.map(toChangeView), appliedBefore, leftOut, text }
    },
  )
}

function serveApplying(api: Api, notes: NoteParts): void {
  api.post(
    `${base}/notes/apply`,
    {
      config,
      bodyLimit: 4_000_000,
      schema: {
        summary: 'Carry out what somebody confirmed of a note, by its keys; what was done before is left alone',
        tags,
        params: inOrganisation,
        body: given.extend({
          keys: z.array(z.string().max(64)).max(2000),
          declined: z
            .array(z.string().max(64))
            .max(2000)
            .optional()
            .describe('What is not to be done, and not proposed again.'),
        }),
        response: { 200: applied, ...failures },
      },
    },
    async ({ params: { organisation }, body: { keys, declined, ...body }, actor }) => {
      requireThere(notes, organisation)
      const note = await toNote(notes, body)
      const { done, failed, text } = await applyNote(notes, organisation, { ...note, keys, declined }, actor)
      return {
        done: done.map(({ key, kind, name = null, url = null }) => ({ key, kind, name, url })),
        failed: [...failed],
        text,
      }
    },
  )
}

async function toNote({ hedgedoc }: NoteParts, { text, path, pad }: z.output<typeof given>): Promise<GivenNote> {
  if (text !== undefined) return { text, path: path ?? 'note' }
  if (pad === undefined) throw new Problem('invalid', 'text: is missing; or say the address of a pad')
  if (!hedgedoc) {
    throw new Problem('refused', 'no service of pads is declared', {
      hint: 'name it in coop.yaml: notes: { hedgedoc: { url: https://… } }',
    })
  }
  return { text: await hedgedoc.read(pad), path: path ?? pad }
}
