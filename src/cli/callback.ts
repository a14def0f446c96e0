import { type Command, Option } from 'commander'
import type { CallbackAnswer } from './answers.ts'
import { addExamples } from './options.ts'
import { addRemote, ask, type RemoteOptions, segment } from './remote.ts'
import { moment, printTable } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface ListOptions extends RemoteOptions {
  readonly state: string
}

const states = ['failed', 'retry', 'created', 'active', 'completed']

const none: Readonly<Record<string, string>> = {
  failed: 'No callback was given up.',
  retry: 'No callback waits for another try.',
}

/** `mycel callback`: what front ends asked to be told, such as the end of a meeting. */
export function define(command: Command, terminal: Terminal): void {
  command.description('What front ends asked to be told, such as the end of a meeting, and whether it reached them.')
  const list = addRemote(command.command('list'))
    .description('those in one state')
    .addOption(new Option('--state <state>', 'which ones').choices(states).default('failed'))
    .option('--json', 'print JSON')
    .action((options: ListOptions) => listCallbacks(options, terminal))
  const retry = addRemote(command.command('retry'))
    .description('try one again that was given up')
    .argument('<id>', 'as `mycel callback list` lists it')
    .action((id: string, options: RemoteOptions) => retryCallback(id, options, terminal))
  addExamples(
    list,
    ['mycel callback list', 'those that were given up'],
    ['mycel callback list --state retry', 'those that are tried again'],
  )
  addExamples(retry, ['mycel callback retry 4f1c7f0e', ''])
}

async function listCallbacks({ state, ...options }: ListOptions, terminal: Terminal): Promise<void> {
  const answer = await ask<{ callbacks: readonly CallbackAnswer[] }>(
    terminal,
    options,
    'GET',
    `/callbacks?state=${state}`,
  )
  if (options.json) return printJson(terminal, answer)
  const rows = answer.callbacks.map((one) => [
    one.id,
    one.kind,
    `${one.organisation}/${one.meetingId}`,
    `${one.tries}`,
    moment(one.nextAt, terminal),
    one.lastError ?? '',
    one.url,
  ])
  const heading = ['callback', 'kind', 'meeting', 'tries', 'next', 'last error', 'address']
  printTable(terminal, heading, rows, { right: ['tries'], none: none[state] ?? `No callback is ${state}.` })
}

async function retryCallback(id: string, options: RemoteOptions, terminal: Terminal): Promise<void> {
  await ask(terminal, options, 'POST', `/callbacks/${segment(id)}/retry`)
  print(terminal, `The callback ${id} is tried again now. See: mycel callback list --state retry`)
}
