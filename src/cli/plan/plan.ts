import type { Command } from 'commander'
import { dangers } from '../../reconcile/dangers.ts'
import { requireExpected } from '../../reconcile/fingerprint.ts'
import { type Claim, describeClaim } from '../../reconcile/lock.ts'
import { type Plan, plan } from '../../reconcile/plan.ts'
import { toRecord } from '../../reconcile/record.ts'
import { EndsWith } from '../failure.ts'
import { addExamples } from '../options.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import { addFile, addWill, type Opened, sameMachines, type WillOptions, withMachines } from './opened.ts'
import { keepLook, showPlan } from './shown.ts'

/** The exit code of a plan that has changes. */
export const hasChanges = 2

/** `mycel plan`: what apply would do. Exit 0 when nothing, 2 when something. */
export function define(command: Command, terminal: Terminal): void {
  addWill(addFile(command))
    .description(
      'Compares what coop.yaml declares with what is there, and says what mycel apply would do. It changes nothing. Exit ' +
        'code 0: nothing to change; 2: something is; anything else: it could not be found out.',
    )
    .option('--json', 'print JSON')
    .action((options: WillOptions) => withMachines(options, terminal, (opened) => showNew(opened, options, terminal)))
  addExamples(
    command,
    ['mycel plan', 'for the coop.yaml of this folder'],
    ['mycel plan --file coop.yaml --json | jq .steps', 'for programs'],
    ['mycel plan --expect 0', 'fails when there is anything to change'],
  )
}

async function showNew(opened: Opened, options: WillOptions, terminal: Terminal): Promise<void> {
  const { infrastructure, file } = opened
  const began = performance.now()
  const restart = new Set(options.restart)
  const [planned, holder] = await Promise.all([
    plan(infrastructure.managed, { signal: terminal.signal, restart }),
    infrastructure.lock.holder(),
  ])
  const ms = Math.round(performance.now() - began)
  const requests = infrastructure.requests()
  const destroy = new Set(options.destroy)
  await keepLook(opened, planned, terminal)
  if (options.json) {
    printJson(terminal, { file: file.shown, ...toRecord(planned, dangers(planned, destroy)), holder, requests, ms })
  } else {
    showPlan(planned, destroy, terminal)
    print(terminal, `${requests} requests, ${ms} ms. Nothing was changed.`)
    if (holder) print(terminal, await describeHolder(holder, infrastructure))
    const isRefused = planned.conflicts.length + dangers(planned, destroy).length > 0
    if (isRefused) print(terminal, '', 'Apply refuses this until what is marked with ! and ? is settled.')
    else if (planned.steps.length > 0) print(terminal, '', `To do exactly this: ${applyCommand(planned, options)}`)
  }
  if (options.expect !== undefined) requireExpected(planned, options.expect)
  else if (planned.steps.length > 0 || planned.conflicts.length > 0) throw new EndsWith(hasChanges)
}

async function describeHolder(holder: Claim, { isAlive }: Opened['infrastructure']): Promise<string> {
  const isDead = (await isAlive(holder)) === false
  const what = isDead ? 'An apply was cut off, and the next one goes on' : 'Somebody is applying at the moment'
  return `${what}: ${describeClaim(holder)}`
}

function applyCommand({ hash }: Plan, options: WillOptions): string {
  const named = [
    ...options.destroy.map((ref) => ` --destroy '${ref}'`),
    ...options.restart.map((ref) => ` --restart ${ref}`),
  ]
  return `mycel apply${sameMachines(options)}${named.join('')} --expect ${hash}`
}
