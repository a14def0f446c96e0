import type { Command } from 'commander'
import type { ChangeAnswer } from './answers.ts'
import { addExamples, wholeNumber } from './options.ts'
import { addRemote, ask, type RemoteOptions } from './remote.ts'
import { moment, printTable } from './show.ts'
import { printJson, type Terminal } from './terminal.ts'

interface Options extends RemoteOptions {
  readonly limit: number
  readonly search?: string
  readonly action?: string
  readonly organisation?: string
  readonly since?: string
}

/** `mycel audit`: who changed what. */
export function define(command: Command, terminal: Terminal): void {
  addRemote(command)
    .description('Says who changed what, newest first.')
    .option('--limit <number>', 'how many changes', wholeNumber(1, 1000), 50)
    .option('--search <words>', 'only changes in which all of these stand')
    .option('--action <action>', 'only what was done so, or begins so: person. is all that was done to accounts')
    .option('--organisation <id>', 'only what concerns it')
    .option('--since <day>', 'not before that day (UTC), such as 2026-03-01')
    .option('--json', 'print JSON')
    .action((options: Options) => audit(options, terminal))
  addExamples(
    command,
    ['mycel audit', ''],
    ['mycel audit --action person. --organisation school --since 2026-03-01', ''],
    ['mycel audit --limit 1000 --json', 'for programs'],
  )
}

async function audit(options: Options, terminal: Terminal): Promise<void> {
  const { limit, search, action, organisation, since } = options
  const from = since === undefined ? undefined : `${since}T00:00:00Z`
  const wanted = Object.entries({ limit: String(limit), search, action, organisation, from })
  const query = new URLSearchParams(
    wanted.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as [string, string]])),
  )
  const path = `/audit?${query}`
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
  printTable(terminal, ['when', 'who', 'what', 'on', 'details'], rows, { none: 'There is no such change.' })
}
