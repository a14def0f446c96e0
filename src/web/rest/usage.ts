import { z } from 'zod'
import { classes, type Spent } from '../../ledger/spent.ts'
import { sumStorage } from '../../ledger/storage.ts'
import { readUsage } from '../../ledger/usage.ts'
import { dayMs, dayOf } from '../../lib/days.ts'
import { Problem } from '../../lib/problem.ts'
import { requireOrganisation } from '../../meetings/change-organisation.ts'
import type { Context } from '../../meetings/context.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures } from './api.ts'

const mostDays = 400

const day = z.iso.date().describe('A day in UTC, such as 2026-03-01.')

const minutes = {
  listening: z.number().describe('Minutes with neither microphone nor camera.'),
  speaking: z.number().describe('Minutes with a microphone.'),
  camera: z.number().describe('Minutes with a camera.'),
}

const usage = z
  .object({
    organisation: z.string(),
    from: z.string(),
    to: z.string(),
    kept: z.object({
      attendanceDays: z.int().describe('Days for which it is kept who was in which meeting, under pseudonyms.'),
    }),
    total: z.object(minutes),
    recordings: z.object({
      bytes: z.int().describe('What lies on the servers, as they told last; each is asked once a day.'),
      gigabyteDays: z.number().describe('Of the days asked for; a gigabyte is 1,000,000,000 bytes.'),
    }),
    limits: z
      .object({
        minutes: z.int().nullable().describe('Participant-minutes in a calendar month (UTC).'),
        storage: z.int().nullable().describe('Gigabytes of recordings on the servers.'),
      })
      .describe("The organisation's own; those that it is part of may have others."),
    rooms: z
      .array(
        z.object({
          day: z.string(),
          organisation: z.string(),
          room: z.string().describe('The meetingID.'),
          name: z.string().nullable().describe('What its meetings were called last.'),
          ...minutes,
        }),
      )
      .describe('A row for each day and room.'),
  })
  .meta({ id: 'Usage' })

/** Who may: whoever holds usage.see in the organisation: its administrators, and those who run the installation. */
export function serveUsage(api: Api, { gateway: { context }, ledger }: Installation): void {
  api.get(
    '/organisations/:organisation/usage',
    {
      config: { right: 'usage.see' },
      schema: {
        summary: 'Participant-minutes of an organisation and of all below it, by day and room, as known now',
        tags: ['ledger'],
        params: z.object({ organisation: z.string() }),
        querystring: z.strictObject({
          from: day.optional().describe('The first day (UTC). Default: the first of this month.'),
          to: day.optional().describe('The last day (UTC). Default: today.'),
        }),
        response: { 200: usage, ...failures },
      },
    },
    async ({ params: { organisation }, query }) => {
      const { limits } = requireOrganisation(context, organisation)
      const span = spanOf(context, query)
      const members = context.organisations
        .list()
        .map(({ id }) => id)
        .filter((id) => context.organisations.standing(id).lineage.includes(organisation))
      const rooms = await readUsage(context.database, members, span.begin, span.end)
      const total = Object.fromEntries(
        classes.map((name) => [name, toMinutes(rooms.reduce((sum, room) => sum + room[name], 0))]),
      ) as Spent
      return {
        organisation,
        from: span.from,
        to: span.to,
        kept: { attendanceDays: ledger.attendanceDays },
        total,
        recordings: await recordingsOf(context, members, span),
        limits: { minutes: limits.minutes ?? null, storage: limits.storage ?? null },
        rooms: rooms.map((room) => ({ ...room, ...inMinutes(room) })),
      }
    },
  )
}

interface Span {
  readonly from: string
  readonly to: string
  readonly begin: number
  readonly end: number
}

function spanOf(
  { clock }: Context,
  query: { readonly from?: string | undefined; readonly to?: string | undefined },
): Span {
  const today = dayOf(clock.now())
  const { to = today, from = `${to.slice(0, 7)}-01` } = query
  const [begin, end] = [Date.parse(from), Date.parse(to) + dayMs]
  if (begin >= end || end - begin > mostDays * dayMs) {
    throw new Problem('invalid', `from ${from} to ${to} is no span of 1 to ${mostDays} days`)
  }
  return { from, to, begin, end }
}

async function recordingsOf({ database, storage }: Context, members: readonly string[], { begin, end }: Span) {
  return {
    bytes: members.reduce((sum, id) => sum + storage.of(id), 0),
    gigabyteDays: (await sumStorage(database, members, begin, end)) / 1000,
  }
}

function inMinutes(spent: Spent): Spent {
  return {
    listening: toMinutes(spent.listening),
    speaking: toMinutes(spent.speaking),
    camera: toMinutes(spent.camera),
  }
}

/** With two digits after the point. */
function toMinutes(ms: number): number {
  return Math.round(ms / 600) / 100
}
