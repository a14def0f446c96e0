import { setTimeout } from 'node:timers/promises'
import type { Command } from 'commander'
import { maskPasswords } from '../../links/destination.ts'
import { addExamples } from '../options.ts'
import { addRemote, ask, type RemoteOptions } from '../remote.ts'
import { count, moment, printTable } from '../show.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import type { CheckAnswer } from './answers.ts'

interface CheckOptions extends RemoteOptions {
  readonly last?: boolean
  readonly all?: boolean
}

/** How often it is asked how far a check is, in milliseconds. */
const askedMs = 1000

/** `mycel link check`. */
export function defineCheck(command: Command, terminal: Terminal): void {
  const check = addRemote(command.command('check'))
    .description(
      'look whether what links lead to is there, one address a second on each host; never at private addresses',
    )
    .argument('[keyword]', 'of this link alone')
    .option('--last', 'show what the last look showed, without another one')
    .option('--all', 'show those that are fine too')
    .option('--json', 'print JSON')
    .action((keyword: string | undefined, options: CheckOptions) => checkLinks(keyword, options, terminal))
  addExamples(
    check,
    ['mycel link check', 'all of them; takes minutes where one host has many'],
    ['mycel link check calls', ''],
    ['mycel link check --last --all', ''],
  )
}

async function checkLinks(keyword: string | undefined, options: CheckOptions, terminal: Terminal): Promise<void> {
  const answer = options.last
    ? await ask<CheckAnswer>(terminal, options, 'GET', '/link-check')
    : await runCheck(keyword, options, terminal)
  const wanted = answer.results.filter((one) => keyword === undefined || one.keyword === keyword.toLowerCase())
  if (options.json) return printJson(terminal, { ...answer, results: wanted })
  const shown = wanted.filter(({ state }) => options.all || keyword !== undefined || state !== 'fine')
  const rows = shown.map(({ keyword: word, state, detail, checkedAt, location }) => [
    word,
    state,
    detail,
    moment(checkedAt, terminal),
    maskPasswords(location),
  ])
  const none = wanted.length === 0 ? 'Nothing was looked at yet.' : 'All that was looked at is fine.'
  printTable(terminal, ['link', 'state', 'detail', 'looked at', 'leads to'], rows, { none })
  const counts = Map.groupBy(wanted, ({ state }) => state)
  print(terminal, [...counts].map(([state, some]) => `${some.length} ${state}`).join(', ') || 'nothing')
}

async function runCheck(keyword: string | undefined, options: CheckOptions, terminal: Terminal): Promise<CheckAnswer> {
  const body = keyword === undefined ? {} : { keyword }
  let answer = await ask<CheckAnswer>(terminal, options, 'POST', '/link-check', body)
  terminal.err.write(`Looking at ${count(answer.of, 'address', 'addresses')}.\n`)
  for (let told = 0; answer.isRunning; ) {
    await setTimeout(askedMs, undefined, { signal: terminal.signal })
    answer = await ask<CheckAnswer>(terminal, options, 'GET', '/link-check')
    if (answer.done >= told + 25) terminal.err.write(`${answer.done} of ${answer.of}\n`)
    if (answer.done >= told + 25) told = answer.done
  }
  return answer
}
