import { z } from 'zod'
import { type ApplyRecord, findApply } from '../../../reconcile/history.ts'
import type { Installation } from '../../installation.ts'
import { type Api, failures, toIso } from '../api.ts'
import { moment } from '../fields.ts'
import { step, viewStep } from './plan-view.ts'

const tags = ['machines']

const summary = z.object({
  id: z.string(),
  at: moment,
  endedAt: moment,
  who: z.string(),
  place: z.string().describe('The computer from which it was applied.'),
  why: z.string().nullable(),
  file: z.string(),
  hash: z.string().describe('Of the plan that was carried out; empty for an adoption.'),
  ended: z
    .enum(['whole', 'interrupted', 'moved', 'forbidden', 'cut off'])
    .describe('`cut off`: it was killed, or it still runs. `moved`: the world was not what the plan was made of.'),
  steps: z.int(),
  done: z.int(),
  failed: z.int(),
})

const applies = z.object({ applies: z.array(summary) }).meta({ id: 'Applies' })

const whole = summary
  .extend({
    planned: z.array(step),
    results: z.array(
      z.object({
        ref: z.string(),
        at: moment,
        result: z.enum(['done', 'failed', 'skipped', 'stopped', 'untouched']),
        words: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'Apply' })

/** The history of applies on this computer. Who may: whoever sees the installation. */
export function serveApplies(api: Api, { machines }: Installation): void {
  api.get(
    '/applies',
    {
      schema: {
        summary: 'What was applied from this computer, the latest first',
        tags,
        querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).default(100) }),
        response: { 200: applies, ...failures },
      },
    },
    async ({ query: { limit } }) => ({ applies: (await machines.history.list()).slice(0, limit).map(view) }),
  )
  api.get(
    '/applies/:id',
    {
      schema: {
        summary: 'One apply, with every step and what became of it',
        tags,
        params: z.object({ id: z.string() }),
        response: { 200: whole, ...failures },
      },
    },
    async ({ params: { id } }) => {
      const record = findApply(await machines.history.list(), id)
      const results = record.results.map((one) => ({ ...one, at: toIso(one.at), words: [...one.words] }))
      return { ...view(record), planned: record.steps.map(viewStep), results }
    },
  )
}

function view({ id, at, endedAt, who, place, why, file, hash, ended, steps, results }: ApplyRecord) {
  const count = (wanted: string) => results.filter(({ result }) => result === wanted).length
  return {
    id,
    at: toIso(at),
    endedAt: toIso(endedAt),
    who,
    place: place.split(' ')[0] ?? '',
    why: why ?? null,
    file,
    hash,
    ended,
    steps: steps.length,
    done: count('done'),
    failed: count('failed'),
  }
}
