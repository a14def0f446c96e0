import { exitCode } from '../../lib/problem.ts'
import type { Outcome } from '../../reconcile/apply.ts'
import type { CarriedOut } from '../../reconcile/carry-out.ts'
import { dangers } from '../../reconcile/dangers.ts'
import { type Plan, plan } from '../../reconcile/plan.ts'
import { toRecord } from '../../reconcile/record.ts'
import { countResults, describePlan } from '../../reconcile/words.ts'
import { EndsWith } from '../failure.ts'
import { count } from '../show.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import type { FileOptions, Opened } from './opened.ts'
import { keepLook } from './shown.ts'

/** Says what became of an apply and what state the world is in, having looked again. Ends with its exit code unless all is done. */
export async function reportEnd(
  done: CarriedOut,
  opened: Opened,
  options: FileOptions,
  terminal: Terminal,
): Promise<void> {
  const left = done.ended === 'whole' ? await lookAgain(opened, terminal) : undefined
  if (options.json) {
    const { plan: planned, outcomes, ended, cause } = done
    const words = cause instanceof Error ? cause.message : undefined
    const results = outcomes.map(toResult)
    printJson(terminal, {
      file: opened.file.shown,
      plan: toRecord(planned, []),
      results,
      ended,
      because: words,
      left: left && toRecord(left, dangers(left, new Set())),
      requests: opened.infrastructure.requests(),
    })
  } else {
    const lines = endLines(done, left)
    if (lines.length > 0) print(terminal, '', ...lines)
  }
  const code = codeOf(done, left)
  if (code !== 0) throw new EndsWith(code)
}

/** What was done is believed only when it is seen. */
async function lookAgain(opened: Opened, terminal: Terminal): Promise<Plan> {
  const left = await plan(opened.infrastructure.managed, { signal: terminal.signal })
  await keepLook(opened, left, terminal)
  return left
}

function endLines(done: CarriedOut, left: Plan | undefined): string[] {
  const { outcomes, ended, cause } = done
  const again = 'Run mycel apply again: it goes on from what is there.'
  switch (ended) {
    case 'interrupted':
      return [`Interrupted: ${countOutcomes(outcomes)}. ${again}`]
    case 'moved':
      return [
        `Stopped, because the world is not what the plan was made of: ${wordsOf(cause)}`,
        `${countOutcomes(outcomes)}. Look again: mycel plan`,
      ]
    case 'forbidden':
      return [`Stopped: ${wordsOf(cause)}`, `${countOutcomes(outcomes)}. ${again}`]
    case 'whole': {
      // That there is nothing to do was said with the plan.
      if (outcomes.length === 0 && left?.steps.length === 0) return []
      const looked = left === undefined ? [] : ['Looked again.', ...describePlan(left)]
      const isRight = outcomes.every(({ result }) => result === 'done')
      return [`${countOutcomes(outcomes)}.${isRight ? '' : ` When that is mended: ${again}`}`, ...looked]
    }
  }
}

function countOutcomes(outcomes: readonly Outcome[]): string {
  return `Of ${count(outcomes.length, 'step')} ${countResults(outcomes)}`
}

function codeOf({ outcomes, ended, cause }: CarriedOut, left: Plan | undefined): number {
  if (ended === 'interrupted') return 130
  if (ended !== 'whole') return exitCode(cause)
  const isDone = outcomes.every(({ result }) => result === 'done')
  return isDone && left?.steps.length === 0 ? 0 : 1
}

function toResult(outcome: Outcome) {
  if (outcome.result !== 'failed') return outcome
  return { ref: outcome.ref, result: outcome.result, error: wordsOf(outcome.error) }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
