import type { Command } from 'commander'
import { Problem } from '../../lib/problem.ts'
import { type CarryOut, carryOut, requireHarmless } from '../../reconcile/carry-out.ts'
import { describeClaim } from '../../reconcile/lock.ts'
import { plan } from '../../reconcile/plan.ts'
import { EndsWith } from '../failure.ts'
import { addExamples, wholeNumber } from '../options.ts'
import type { Terminal } from '../terminal.ts'
import { reportEnd } from './ended.ts'
import { addFile, addWill, type Opened, type WillOptions, withMachines } from './opened.ts'
import { createProgress } from './progress.ts'
import { keepLook, showPlan } from './shown.ts'

interface ApplyOptions extends WillOptions {
  readonly yes?: boolean
  readonly because?: string
  readonly takeLock?: string
  readonly parallel: number
}

/** `mycel apply`: makes the world as the file says. */
export function define(command: Command, terminal: Terminal): void {
  addWill(addFile(command))
    .description(
      'Makes what coop.yaml declares. Shows the plan first, and asks. What is precious is destroyed only when it is named ' +
        'with --destroy. It may be interrupted at any moment: given again, it goes on from what is there.',
    )
    .option('--yes', 'do not ask')
    .option('--because <reason>', 'why, for others who find the lock, and for the history')
    .option('--take-lock <id>', 'take the lock of somebody who is surely gone')
    .option('--parallel <number>', 'how many steps at a time', wholeNumber(1, 32), 6)
    .option('--json', 'print JSON when it has ended, and do not ask')
    .action((options: ApplyOptions) =>
      withMachines(options, terminal, (opened) => applyFile(opened, options, terminal)),
    )
  addExamples(
    command,
    ['mycel apply', 'shows the plan, asks, and does it'],
    ['mycel apply --expect 1f0c7a6be2d4 --because "more memory for bbb"', 'the plan that was looked at, and no other'],
    ['mycel apply --destroy machine/old.example.coop', 'also what is precious'],
    ['mycel apply --restart machine/web1.example.coop', 'restarts it if its changes need that'],
  )
}

async function applyFile(opened: Opened, options: ApplyOptions, terminal: Terminal): Promise<void> {
  const expect = options.expect ?? (await ask(opened, options, terminal))
  const done = await carryOut({
    ...opened.infrastructure,
    claim: { ...opened.infrastructure.claim, why: options.because, since: terminal.now() },
    history: opened.history,
    file: opened.file.shown,
    take: options.takeLock,
    expect,
    destroy: new Set(options.destroy),
    restart: new Set(options.restart),
    signal: terminal.signal,
    most: options.parallel,
    ...showing(options, terminal),
    now: () => terminal.now(),
  })
  await reportEnd(done, opened, options, terminal)
}

/**
 * The hash of the plan that somebody at the keyboard has seen and wants; undefined when nobody is to be asked. Throws what
 * would be thrown later too, before anybody is asked.
 */
async function ask(opened: Opened, options: ApplyOptions, terminal: Terminal): Promise<string | undefined> {
  if (options.yes || options.json) return undefined
  if (!terminal.input.isTTY) {
    const hint = 'look with mycel plan, then give --expect and its hash; or --yes to do whatever is needed'
    throw new Problem('usage', 'nobody is there to ask', { hint })
  }
  const { managed } = opened.infrastructure
  const planned = await plan(managed, { signal: terminal.signal, restart: new Set(options.restart) })
  showPlan(planned, new Set(options.destroy), terminal)
  await keepLook(opened, planned, terminal)
  requireHarmless(planned, new Set(options.destroy))
  if (planned.steps.length === 0) return planned.hash
  const answer = await terminal.input.readLine('\nDo this? Type yes: ')
  if (answer.trim().toLowerCase() === 'yes') return planned.hash
  terminal.err.write('Not done. Nothing was changed.\n')
  throw new EndsWith(1)
}

/** Shows the plan, unless it was just looked at, and then what happens. */
function showing(options: ApplyOptions, terminal: Terminal): Pick<CarryOut, 'onPlan' | 'report' | 'onLeft'> {
  let report: CarryOut['report'] = () => {}
  const wasSeen = !options.yes && options.expect === undefined
  return {
    onPlan(planned, { instead }) {
      if (instead) terminal.err.write(`Took the lock of somebody who is gone: ${describeClaim(instead)}\n`)
      if (!options.json && !wasSeen) showPlan(planned, new Set(options.destroy), terminal)
      report = createProgress(planned.steps.length, terminal)
    },
    report: (event) => report(event),
    onLeft: (error) =>
      terminal.err.write(`note: the lock could not be given back: ${error instanceof Error ? error.message : error}\n`),
  }
}
