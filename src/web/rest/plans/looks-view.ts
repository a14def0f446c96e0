import { z } from 'zod'
import { asProblem } from '../../../lib/problem.ts'
import type { Watch } from '../../../reconcile/watch.ts'
import { toIso } from '../api.ts'
import { moment } from '../fields.ts'

/** How the running program looks at the machines, and whether it can. */
export const looks = z
  .object({
    hosts: z.int().describe('How many hosts of coop.yaml can be looked at; with 0 there is nothing to plan.'),
    every: z.int().describe('Seconds between two looks of its own; 0 when it looks only when asked.'),
    triedAt: moment.describe('When a look was last tried from here since the start.'),
    failure: z
      .object({ message: z.string(), hint: z.string().nullable() })
      .nullable()
      .describe('What kept that one from seeing anything.'),
  })
  .meta({ id: 'Looks' })

export function viewLooks({ hosts, every, lastTry }: Watch): z.input<typeof looks> {
  const tried = lastTry()
  const failure = tried?.failure === undefined ? null : spell(tried.failure)
  return { hosts, every, triedAt: toIso(tried?.at), failure }
}

/** What is not a Problem is for the log alone. */
function spell(failure: unknown): { message: string; hint: string | null } {
  const problem = asProblem(failure)
  if (problem) return { message: problem.message, hint: problem.hint ?? null }
  return { message: 'something went wrong that was not foreseen', hint: 'the log says more' }
}
