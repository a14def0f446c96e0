import { z } from 'zod'
import type { Item, Note } from '../../../notes/model.ts'
import { agendaOf } from '../../../notes/pads/agenda.ts'
import { findingKinds, scanNote } from '../../../notes/publish/scan.ts'
import { readNote } from '../../../notes/read.ts'
import type { Installation } from '../../installation.ts'
import { type Api, failures } from '../api.ts'
import { requireThere } from './require.ts'
import { base, inOrganisation, notePath, noteText } from './views.ts'

const itemView = z
  .object({
    kind: z.enum(['todo', 'decision', 'vote', 'move', 'suggestion', 'done', 'skipped']),
    line: z.int(),
    text: z.string(),
    people: z.array(z.string()).describe('Names of people who are known, and the words as written for others.'),
    done: z.boolean(),
    confidence: z.number(),
  })
  .meta({ id: 'NoteItem' })

export const readingView = z
  .object({
    title: z.string().nullable(),
    date: z.string().nullable(),
    agenda: z.array(z.object({ title: z.string(), minutes: z.number().nullable(), depth: z.int() })),
    items: z.array(itemView),
    findings: z
      .array(z.object({ kind: z.enum(findingKinds), line: z.int(), what: z.string(), shown: z.string() }))
      .describe('What should perhaps not be published: secrets, addresses, private marks.'),
  })
  .meta({ id: 'NoteReading' })

/** What is understood of a text while it is typed. Who may call: people of the organisation (`notes.use`). */
export function serveReading(api: Api, { notes }: Installation): void {
  api.post(
    `${base}/notes/read`,
    {
      config: { right: 'notes.use' },
      bodyLimit: 4_000_000,
      schema: {
        summary: 'What is understood of a text; nothing is kept',
        tags: ['notes'],
        params: inOrganisation,
        body: z.strictObject({ text: noteText, path: notePath.optional() }),
        response: { 200: readingView, ...failures },
      },
    },
    async ({ params: { organisation }, body: { text, path = 'note' } }) => {
      requireThere(notes, organisation)
      return toReading(readNote(notes, organisation, text, path), notes.people(organisation))
    },
  )
}

type People = readonly { readonly id: string; readonly name: string }[]

export function toReading(note: Note, people: People): z.input<typeof readingView> {
  const { title, date, items } = note
  const name = (who: string) => people.find(({ id }) => id === who)?.name ?? who
  return {
    title,
    date,
    agenda: agendaOf(note),
    items: items.flatMap((item) => toItem(item, name)),
    findings: scanNote(note),
  }
}

function toItem(item: Item, name: (who: string) => string): z.input<typeof itemView>[] {
  const { line, confidence } = item
  const common = { line, confidence, people: [], done: false }
  switch (item.kind) {
    case 'todo':
      return [{ ...common, kind: 'todo', text: item.text, people: item.assignees.map(name), done: item.done }]
    case 'decision':
      return [{ ...common, kind: 'decision', text: item.text }]
    case 'vote':
      return [
        { ...common, kind: 'vote', text: signed(item.value), people: item.voter === '' ? [] : [name(item.voter)] },
      ]
    case 'move':
    case 'suggestion':
      return [{ ...common, kind: item.kind, text: `${item.repo}#${item.number} → ${item.to}` }]
    case 'done':
      return [
        {
          ...common,
          kind: 'done',
          text: item.repo === null ? item.text : `${item.repo}#${item.number} ${item.state}`,
          done: true,
        },
      ]
    case 'skipped':
      return [{ ...common, kind: 'skipped', text: item.title }]
    default:
      return []
  }
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : `${value}`
}
