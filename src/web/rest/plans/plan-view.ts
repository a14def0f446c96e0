import { z } from 'zod'
import { driftOf } from '../../../reconcile/drift.ts'
import type { ApplyRecord } from '../../../reconcile/history.ts'
import type { Look, StepRecord } from '../../../reconcile/record.ts'
import { toIso } from '../api.ts'
import { moment } from '../fields.ts'

const difference = z.object({
  path: z.string(),
  from: z.string().optional().describe('Absent when there was nothing.'),
  to: z.string().optional().describe('Absent when there shall be nothing.'),
  effect: z.enum(['replace', 'restart']).optional().describe('What it takes: the thing made anew, or a restart.'),
  note: z.string().optional(),
})

export const step = z.object({
  ref: z.string().describe('Which thing: its kind and its id, such as machine/web1.example.coop.'),
  kind: z.string(),
  verb: z.enum(['create', 'update', 'replace', 'restart', 'delete']),
  group: z.string().optional().describe('The environment it is in.'),
  about: z.string().optional().describe('What is made or lost.'),
  differences: z.array(difference),
  after: z.array(z.string()).describe('What must be done before.'),
  precious: z.boolean().describe('Something is lost that holds data.'),
  guard: z.string().optional().describe('Why it cannot be destroyed.'),
})

const drift = step.extend({
  cause: z
    .enum(['world', 'file', 'unknown'])
    .describe('Whether others changed the world or somebody the file since the last apply from here.'),
  lastRight: moment.describe('When it was last seen as declared.'),
})

export const plan = z
  .object({
    at: moment,
    who: z.string(),
    file: z.string(),
    hash: z.string().describe('What mycel apply --expect takes.'),
    steps: z.array(drift),
    conflicts: z.array(
      z.object({ ref: z.string(), claim: z.string(), other: z.string(), differences: z.array(difference) }),
    ),
    waiting: z.array(z.object({ ref: z.string(), differences: z.array(difference) })),
    kinds: z.array(z.object({ kind: z.string(), plural: z.string(), ours: z.int(), asTheyShouldBe: z.int() })),
    dangers: z.array(z.object({ message: z.string(), hint: z.string(), refs: z.array(z.string()) })),
  })
  .meta({ id: 'Plan', description: 'What mycel apply would do, as of the last look at the world.' })

export const driftList = z
  .object({ at: moment, drift: z.array(drift) })
  .meta({ id: 'Drift', description: 'What is not as declared, though the file has not changed since it was applied.' })

/** A look as the API shows it: each step with why it is needed. */
export function viewPlan(look: Look, applies: readonly ApplyRecord[]): z.input<typeof plan> {
  const { at, who, file, hash, conflicts, waiting, kinds, dangers } = look
  return {
    at: toIso(at),
    who,
    file,
    hash,
    steps: driftOf(look.steps, look.wants, applies).map(({ step: one, cause, lastRight }) => {
      return { ...viewStep(one), cause, lastRight: toIso(lastRight) }
    }),
    conflicts: conflicts.map((one) => ({ ...one, differences: [...one.differences] })),
    waiting: waiting.map((one) => ({ ...one, differences: [...one.differences] })),
    kinds: [...kinds],
    dangers: dangers.map((one) => ({ ...one, refs: [...one.refs] })),
  }
}

/** A step as the API shows it. */
export function viewStep(one: StepRecord): z.input<typeof step> {
  return { ...one, differences: [...one.differences], after: [...one.after] }
}
