import type { Command } from 'commander'
import { relativeTime } from '../../lib/times.ts'
import { type Cause, type Drift, driftOf } from '../../reconcile/drift.ts'
import { plan } from '../../reconcile/plan.ts'
import { toRecord } from '../../reconcile/record.ts'
import { describeSteps } from '../../reconcile/words.ts'
import { EndsWith } from '../failure.ts'
import { addExamples } from '../options.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import { addFile, type FileOptions, type Opened, withMachines } from './opened.ts'
import { keepLook } from './shown.ts'

/** The exit code when the world is not as it was left. */
const hasDrifted = 2

/** `mycel drift`: what changed in the world by other hands than ours. */
export function define(command: Command, terminal: Terminal): void {
  addFile(command)
    .description(
      'Tells what was changed in the world by others from what was changed in the file since it was last applied here. Exit ' +
        'code 0: nothing has drifted; 2: something has, or it cannot be told.',
    )
    .option('--json', 'print JSON')
    .action((options: FileOptions) => withMachines(options, terminal, (opened) => showDrift(opened, options, terminal)))
  addExamples(command, ['mycel drift', ''], ['mycel drift --json', 'for a timer that reports it'])
}

async function showDrift(opened: Opened, { json }: FileOptions, terminal: Terminal): Promise<void> {
  const { infrastructure, history } = opened
  const [planned, applies] = await Promise.all([
    plan(infrastructure.managed, { signal: terminal.signal }),
    history.list(),
  ])
  await keepLook(opened, planned, terminal)
  const drifts = driftOf(toRecord(planned, []).steps, Object.fromEntries(planned.wants), applies)
  if (json) printJson(terminal, { drift: drifts.map(({ step, ...rest }) => ({ ...rest, ...step })) })
  else print(terminal, ...driftLines(drifts, terminal.now()))
  if (drifts.some(({ cause }) => cause !== 'file')) throw new EndsWith(hasDrifted)
}

const headings: Readonly<Record<Cause, string>> = {
  world: 'Changed in the world, not in the file:',
  file: 'Changed in the file since it was applied:',
  unknown: 'Other than the file says; no apply from here has touched it, so who changed it is not known:',
}

function driftLines(drifts: readonly Drift[], now: number): string[] {
  if (drifts.length === 0) return ['Nothing has drifted: all is as the file says. Nothing was changed.']
  const lines = (['world', 'unknown', 'file'] as const).flatMap((cause) => {
    const some = drifts.filter((one) => one.cause === cause)
    return some.length === 0
      ? []
      : [headings[cause], ...describeSteps(some.map(({ step }) => step)), ...since(some, now), '']
  })
  return [
    ...lines,
    'Nothing was changed. To make it as the file says: mycel apply. To keep it: write it into the file.',
  ]
}

function since(drifts: readonly Drift[], now: number): string[] {
  const moments = drifts.flatMap(({ lastRight }) => lastRight ?? [])
  return moments.length === 0 ? [] : [`  last seen right ${relativeTime(Math.max(...moments), now)}`]
}
