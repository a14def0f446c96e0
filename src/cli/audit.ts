import type { Command } from 'commander'
import type { ChangeAnswer } from './answers.ts'
import { addExamples, wholeNumber } from './options.ts'
import { addRemote, ask, type RemoteOptions } from './remote.ts'
import { moment, printTable } from './show.ts'
import { printJson, type Terminal } from './terminal.ts'

interface Options extends RemoteOptions {
  readonly limit: number
}

/** `mycel audit`: who changed what. */
export function define(command: Command, terminal: Terminal): void {
  addRemote(command)
    .description('Says who changed what, newest first.')
    .option('--limit <number>', 'how many changes', wholeNumber(1, 1000), 50)
    .option('--json', 'print JSON')
    .action((options: Options) => audit(options, terminal))
  addExamples(command, ['mycel audit', ''], ['mycel audit --limit 1000 --json', 'for programs'])
}

async function audit(options: Options, terminal: Terminal): Promise<void> {
  const path = `/audit?limit=${options.limit}`
  const answer = await ask<{ changes: readonly ChangeAnswer[] }>(terminal, options, 'GET', path)
  if (options.json) return printJson(terminal, answer)
  const rows = answer.changes.map(({ at, actor, action, subject, details }) => [
    moment(at, terminal),
    actor,
    action,
    subject,
    Object.entries(details)
      .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join(', '),
  ])
  printTable(terminal, ['when', 'who', 'what', 'on', 'details'], rows, { none: 'Nothing was changed yet.' })
}
