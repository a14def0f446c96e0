import type { Command } from 'commander'
import { Problem } from '../../lib/problem.ts'
import { adopt, findAdoptable } from '../../reconcile/adopt.ts'
import { describeDifference } from '../../reconcile/words.ts'
import { EndsWith } from '../failure.ts'
import { addExamples } from '../options.ts'
import { print, type Terminal } from '../terminal.ts'
import { addFile, type FileOptions, type Opened, withMachines } from './opened.ts'

interface AdoptOptions extends FileOptions {
  readonly yes?: boolean
  readonly takeLock?: string
}

/** `mycel adopt`: what was made by hand becomes ours. */
export function define(command: Command, terminal: Terminal): void {
  addFile(command)
    .description(
      'Puts our mark on something that was made by hand and that coop.yaml declares, so that mycel apply looks after it from ' +
        'then on. Nothing else of it is changed; what would be, is shown first.',
    )
    .argument('<ref>', 'what it is in the file, such as machine/web1.example.coop')
    .option('--yes', 'do not ask')
    .option('--take-lock <id>', 'take the lock of somebody who is surely gone')
    .action((ref: string, options: AdoptOptions) =>
      withMachines(options, terminal, (opened) => adoptOne(ref, opened, options, terminal)),
    )
  addExamples(command, ['mycel adopt machine/web1.example.coop', 'the machine that was made by hand is ours'])
}

async function adoptOne(ref: string, opened: Opened, options: AdoptOptions, terminal: Terminal): Promise<void> {
  const { infrastructure, history, file } = opened
  const found = await findAdoptable(infrastructure.managed, ref, terminal.signal)
  print(terminal, `${found.other} has ${found.claim}, so it is taken for ${ref}. It gets our mark.`)
  if (found.differences.length === 0) print(terminal, 'All else of it is as the file says.')
  else
    print(terminal, 'mycel apply would then change:', ...found.differences.map((one) => `  ${describeDifference(one)}`))
  await confirm(options, terminal)
  await adopt({
    managed: infrastructure.managed,
    lock: infrastructure.lock,
    isAlive: infrastructure.isAlive,
    take: options.takeLock,
    claim: { ...infrastructure.claim, why: `adopts ${ref}`, since: terminal.now() },
    history,
    file: file.shown,
    adoptable: found,
    signal: terminal.signal,
    now: () => terminal.now(),
  })
  print(terminal, `${ref} is ours. Nothing else was changed. Now look: mycel plan`)
}

async function confirm({ yes }: AdoptOptions, terminal: Terminal): Promise<void> {
  if (yes) return
  if (!terminal.input.isTTY) {
    throw new Problem('usage', 'nobody is there to ask', { hint: 'give --yes if that is meant' })
  }
  const answer = await terminal.input.readLine('\nTake it over? Type yes: ')
  if (answer.trim().toLowerCase() === 'yes') return
  terminal.err.write('Not done. Nothing was changed.\n')
  throw new EndsWith(1)
}
