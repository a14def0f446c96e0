import { type Command, Option } from 'commander'
import type { CallbackAnswer } from './answers.ts'
import { addExamples } from './options.ts'
import { addRemote, ask, type RemoteOptions, segment } from './remote.ts'
import { moment, printTable } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface ListOptions extends RemoteOptions {
  readonly state?: string
}

const states = ['failed', 'retry', 'created', 'active', 'completed']

/** Those that somebody may want to do something about. */
const open = ['failed', 'retry', 'created']

/** `mycel callback`: what front ends asked to be told, such as the end of a meeting. */
export function define(command: Command, terminal: Terminal): void {
  command.description('What front ends asked to be told, such as the end of a meeting, and whether it reached them.')
  const list = addRemote(command.command('list'))
    .description('those that were given up or wait')
    .addOption(
      new Option(
        '--state <state>',
        'failed: given up; retry: waits for another try; created: waits for its first',
      ).choices(states),
    )
    .option('--json', 'print JSON')
    .action((options: ListOptions) => listCallbacks(options, terminal))
  const retry = addRemote(command.command('retry'))
    .description('try one again that was given up')
    .argument('<id>', 'as `mycel callback list` lists it, or its beginning')
    .action((id: string, options: RemoteOptions) => retryCallback(id, options, terminal))
  addExamples(list, ['mycel callback list', ''], ['mycel callback list --state completed', 'those that arrived'])
  addExamples(retry, ['mycel callback retry 4f1c7f0e', ''])
}

async function listCallbacks({ state, ...options }: ListOptions, terminal: Terminal): Promise<void> {
  const callbacks: CallbackAnswer[] = []
  for (const one of state === undefined ? open : [state]) {
    const answer = await ask<{ callbacks: CallbackAnswer[] }>(terminal, options, 'GET', `/callbacks?state=${one}`)
    callbacks.push(...answer.callbacks)
  }
  if (options.json) return printJson(terminal, { callbacks })
  const rows = callbacks.map((one) => [
    one.id,
    one.state,
    one.kind,
    `${one.organisation}/${one.meetingId}`,
    `${one.tries}`,
    moment(one.nextAt, terminal),
    one.lastError ?? '',
    one.url,
  ])
  const heading = ['callback', 'state', 'kind', 'meeting', 'tries', 'next', 'last error', 'address']
  const none =
    state === undefined ? 'No callback waits, and none was given up.' : `No callback is in the state ${state}.`
  printTable(terminal, heading, rows, { right: ['tries'], none })
  if (callbacks.some((one) => one.nextAt !== null)) {
    terminal.err.write('Those that wait (retry, created) are tried again by themselves; those that failed are not.\n')
  }
}

async function retryCallback(id: string, options: RemoteOptions, terminal: Terminal): Promise<void> {
  const found = await ask<CallbackAnswer>(terminal, options, 'POST', `/callbacks/${segment(id)}/retry`)
  print(terminal, `The callback ${found.id} is tried again now. See: mycel callback list --state retry`)
}
