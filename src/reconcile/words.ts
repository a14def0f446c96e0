import type { Outcome } from './apply.ts'
import type { Danger } from './dangers.ts'
import type { Difference, Step, Verb } from './kind.ts'
import type { Plan } from './plan.ts'

const signs: Readonly<Record<Verb, string>> = { create: '+', update: '~', replace: '!', restart: '^', delete: '-' }

/** What a plan is, in lines for a person, grouped; without colours and without dangers. */
export function describePlan(plan: PlanInWords): string[] {
  return [
    ...describeSteps(plan.steps),
    ...conflictLines(plan.conflicts),
    ...waitingLines(plan.waiting),
    ...summaryLines(plan),
  ]
}

/** What there is of a plan to put in words: one that was just made, or one that was kept. */
export interface PlanInWords extends Pick<Plan, 'waiting' | 'kinds' | 'hash'> {
  readonly steps: readonly StepInWords[]
  readonly conflicts: readonly Omit<Plan['conflicts'][number], 'adopt'>[]
}

export type StepInWords = Omit<Step, 'run'>

/** One line for each step under the heading of its group, one more for each difference after the first. */
export function describeSteps(steps: readonly StepInWords[]): string[] {
  const width = Math.max(0, ...steps.map(({ ref }) => ref.length))
  return [
    ...Map.groupBy(steps, ({ group, verb }) => group ?? (verb === 'delete' ? 'not in the file any more' : 'shared')),
  ].flatMap(([group, inGroup]) => [`${group}:`, ...inGroup.flatMap((step) => linesOf(step, width)), ''])
}

function linesOf(step: StepInWords, width: number): string[] {
  const { ref, verb, about, differences } = step
  const [first = '', ...rest] = [
    ...(about === undefined ? [] : [verb === 'replace' ? `made anew; lost: ${about}` : about]),
    ...differences.map(describeDifference),
  ]
  const indent = ' '.repeat(width + 6)
  return [`  ${signs[verb]} ${ref.padEnd(width)}  ${first}`.trimEnd(), ...rest.map((line) => `${indent}${line}`)]
}

/** `memory 8 GiB → 16 GiB (needs a reboot)`. */
export function describeDifference({ path, from, to, effect, note }: Difference): string {
  const notes = [...(effect === undefined ? [] : [effects[effect]]), ...(note === undefined ? [] : [note])]
  const after = notes.length === 0 ? '' : ` (${notes.join('; ')})`
  if (from === undefined) return `${path} ${to ?? ''}${to === undefined ? '' : ' is added'}${after}`
  if (to === undefined) return `${path} ${from} is taken away${after}`
  return `${path} ${from} → ${to}${after}`
}

const effects = { restart: 'needs a reboot', replace: 'cannot be changed in place' } as const

function conflictLines(conflicts: PlanInWords['conflicts']): string[] {
  if (conflicts.length === 0) return []
  const lines = conflicts.flatMap(({ ref, claim, other }) => [
    `  ? ${ref}  ${other} has ${claim} and does not bear our mark`,
  ])
  return ['in the way:', ...lines, '']
}

function waitingLines(waiting: PlanInWords['waiting']): string[] {
  if (waiting.length === 0) return []
  const lines = waiting.map(({ ref, differences }) => `  ^ ${ref}  ${differences.map(bare).join(', ')}`)
  const [{ ref } = { ref: 'all' }] = waiting
  return ['changed, and waiting for a reboot:', ...lines, `  to reboot: mycel apply --restart ${ref}`, '']
}

function bare({ path, from = 'nothing', to = 'nothing' }: Difference): string {
  return `${path} ${from} → ${to}`
}

function summaryLines({ steps, kinds, waiting, conflicts, hash }: PlanInWords): string[] {
  const same = kinds.reduce((sum, { asTheyShouldBe }) => sum + asTheyShouldBe, 0)
  const there = `${same} as ${same === 1 ? 'it' : 'they'} should be`
  if (steps.length === 0 && conflicts.length === 0) {
    const waits =
      waiting.length === 0 ? '' : `, ${waiting.length} of which ${waiting.length === 1 ? 'waits' : 'wait'} for a reboot`
    return [`Nothing to change: ${there}${waits}.`]
  }
  const changes = steps.length === 0 ? '' : `${countSteps(steps)}, `
  return [`${changes}${there}. Plan ${hash}.`]
}

/** `2 to create, 1 to change`. */
export function countSteps(steps: readonly Pick<Step, 'verb'>[]): string {
  const words = {
    create: 'to create',
    update: 'to change',
    replace: 'to make anew',
    restart: 'to reboot',
    delete: 'to destroy',
  }
  return counted(
    words,
    steps.map(({ verb }) => verb),
  )
}

/** Why a plan is not applied, and what to do if it is meant. */
export function describeDangers(dangers: readonly Danger[]): string[] {
  return dangers.flatMap(({ message, hint }) => [`! ${message}`, ...(hint === '' ? [] : [`  ${hint}`])])
}

/** `3 done, 1 failed`. */
export function countResults(results: readonly { readonly result: Outcome['result'] }[]): string {
  const words = {
    done: 'done',
    failed: 'failed',
    skipped: 'skipped',
    stopped: 'stopped half-way',
    untouched: 'not begun',
  }
  return counted(
    words,
    results.map(({ result }) => result),
  )
}

/** How many there are of each, in the order of the words; what there is none of is left out. */
function counted<Name extends string>(words: Readonly<Record<Name, string>>, names: readonly Name[]): string {
  return Object.entries<string>(words)
    .map(([name, text]) => [names.filter((one) => one === name).length, text] as const)
    .flatMap(([number, text]) => (number === 0 ? [] : [`${number} ${text}`]))
    .join(', ')
}
