import { z } from 'zod'
import { dayOf } from '../../../lib/days.ts'
import { Problem } from '../../../lib/problem.ts'
import { nextPad } from '../../../notes/pads/next.ts'
import {
  addPad,
  listPads,
  type Pad,
  readPad,
  removePad,
  requirePad,
  savePad,
  steerPad,
} from '../../../notes/pads/pads.ts'
import { templateNames, templates } from '../../../notes/pads/templates.ts'
import type { NoteParts } from '../../../notes/parts.ts'
import { readNote } from '../../../notes/read.ts'
import type { Installation } from '../../installation.ts'
import { type Api, failures, nothing, toIso } from '../api.ts'
import { moment } from '../fields.ts'
import { readingView, toReading } from './reading.ts'
import { requireThere } from './require.ts'
import { base, inOrganisation, noteText } from './views.ts'

const config = { right: 'notes.use' as const }
const tags = ['pads']
const one = inOrganisation.extend({ pad: z.string() })

const padView = z
  .object({
    id: z.string(),
    title: z.string().nullable(),
    date: z.string().nullable(),
    startedAt: moment,
    endedAt: moment,
    changedAt: moment,
  })
  .meta({ id: 'Pad' })

const wholePadView = padView
  .extend({
    text: z.string(),
    revision: z.int().describe('Counts the texts; say it when you save.'),
    current: z.string().nullable().describe('The item of the agenda that goes on.'),
    since: moment.describe('Since when; null while the meeting pauses.'),
    spent: z.record(z.string(), z.number()).describe('Seconds spent on each item before that, by its title.'),
    now: moment.describe('What time it is here, for clocks that are wrong.'),
    reading: readingView,
  })
  .meta({ id: 'WholePad' })

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'write a day such as 2026-03-02')

const newPad = z.strictObject({
  text: noteText.optional(),
  template: z.enum(templateNames).optional().describe('Default: working-group.'),
  title: z.string().trim().min(1).max(200).optional(),
  date: day.optional().describe('The day of the meeting. Default: today (UTC).'),
  after: noteText
    .optional()
    .describe('The notes of the meeting before: roles rotate, what was skipped is carried over.'),
})

/** Meetings in the portal: agenda, timer and text. Who may call: people of the organisation (`notes.use`). */
export function servePads(api: Api, { notes }: Installation): void {
  serveLists(api, notes)
  serveNew(api, notes)
  serveElsewhere(api, notes)
  serveText(api, notes)
  serveSteps(api, notes)
}

function serveLists(api: Api, notes: NoteParts): void {
  api.get(
    `${base}/pads`,
    {
      config,
      schema: {
        summary: 'The pads of an organisation, the one that was changed last first',
        tags,
        params: inOrganisation,
        response: { 200: z.object({ pads: z.array(padView), templates: z.array(z.enum(templateNames)) }), ...failures },
      },
    },
    async ({ params: { organisation } }) => {
      requireThere(notes, organisation)
      const pads = await listPads(notes, organisation)
      return { pads: pads.map((pad) => toView(notes, organisation, pad)), templates: [...templateNames] }
    },
  )
  api.get(
    `${base}/pads/:pad`,
    {
      config,
      schema: { summary: 'One pad, as it is now', tags, params: one, response: { 200: wholePadView, ...failures } },
    },
    async ({ params: { organisation, pad } }) =>
      toWhole(notes, organisation, await requirePad(notes, organisation, pad)),
  )
}

function serveNew(api: Api, notes: NoteParts): void {
  api.post(
    `${base}/pads`,
    {
      config,
      bodyLimit: 4_000_000,
      schema: {
        summary: 'Make a pad for a meeting, from a template or with a text',
        tags,
        params: inOrganisation,
        body: newPad,
        response: { 201: wholePadView, ...failures },
      },
    },
    async ({ params: { organisation }, body, actor }, reply) => {
      requireThere(notes, organisation)
      const { template = 'working-group', title, after } = body
      const date = body.date ?? dayOf(notes.clock.now())
      const previous = after === undefined ? undefined : readNote(notes, organisation, after, 'the meeting before')
      const made = { template: templates[template], date, title, previous, people: notes.people(organisation) }
      const pad = await addPad(notes, organisation, body.text ?? nextPad(made).text, actor)
      return await reply.code(201).send(toWhole(notes, organisation, pad))
    },
  )
}

function serveElsewhere(api: Api, notes: NoteParts): void {
  api.post(
    `${base}/pads/elsewhere`,
    {
      config,
      bodyLimit: 4_000_000,
      schema: {
        summary: 'Make a pad at the HedgeDoc of the co-op',
        tags,
        params: inOrganisation,
        body: z.strictObject({
          text: noteText,
          alias: z
            .string()
            .regex(/^[\w-]{1,100}$/)
            .optional(),
        }),
        response: { 201: z.object({ url: z.string() }), ...failures },
      },
    },
    async ({ params: { organisation }, body: { text, alias } }, reply) => {
      requireThere(notes, organisation)
      if (!notes.hedgedoc) throw new Problem('refused', 'no service of pads is declared', { hint: hedgedocHint })
      return await reply.code(201).send({ url: await notes.hedgedoc.create(text, alias) })
    },
  )
}

const hedgedocHint = 'name it in coop.yaml: notes: { hedgedoc: { url: https://… } }'

function serveText(api: Api, notes: NoteParts): void {
  api.put(
    `${base}/pads/:pad/text`,
    {
      config,
      bodyLimit: 4_000_000,
      schema: {
        summary: 'Keep what was typed; refused when somebody else wrote meanwhile',
        tags,
        params: one,
        body: z.strictObject({ text: noteText, revision: z.int().min(0) }),
        response: { 200: wholePadView, ...failures },
      },
    },
    async ({ params: { organisation, pad }, body, actor }) =>
      toWhole(notes, organisation, await savePad(notes, organisation, pad, body, actor)),
  )
  api.delete(
    `${base}/pads/:pad`,
    { config, schema: { summary: 'Remove a pad', tags, params: one, response: { 204: nothing, ...failures } } },
    async ({ params: { organisation, pad }, actor }, reply) => {
      await removePad(notes, organisation, pad, actor)
      return await reply.code(204).send(null)
    },
  )
}

function serveSteps(api: Api, notes: NoteParts): void {
  const step = z.discriminatedUnion('do', [
    z.strictObject({ do: z.enum(['next', 'back', 'pause', 'end']) }),
    z.strictObject({ do: z.literal('go'), title: z.string().max(500) }),
  ])
  api.post(
    `${base}/pads/:pad/steps`,
    {
      config,
      schema: {
        summary: 'Go on in the agenda, back, to an item, pause or end; the first step begins the meeting',
        tags,
        params: one,
        body: step,
        response: { 200: wholePadView, ...failures },
      },
    },
    async ({ params: { organisation, pad }, body, actor }) =>
      toWhole(notes, organisation, await steerPad(notes, organisation, pad, body, actor)),
  )
}

function toView(notes: NoteParts, organisation: string, pad: Pad): z.input<typeof padView> {
  const { title, date } = readPad(notes, organisation, pad)
  const { id, startedAt, endedAt, changedAt } = pad
  return { id, title, date, startedAt: toIso(startedAt), endedAt: toIso(endedAt), changedAt: toIso(changedAt) }
}

function toWhole(notes: NoteParts, organisation: string, pad: Pad): z.input<typeof wholePadView> {
  const { text, revision, agenda } = pad
  const seconds = Object.entries(agenda.spent).map(([title, ms]) => [title, Math.round(ms / 1000)] as const)
  return {
    ...toView(notes, organisation, pad),
    text,
    revision,
    current: agenda.current,
    since: toIso(agenda.since),
    spent: Object.fromEntries(seconds),
    now: toIso(notes.clock.now()),
    reading: toReading(readPad(notes, organisation, pad), notes.people(organisation)),
  }
}
