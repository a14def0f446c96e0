import type { Command } from 'commander'
import { printable } from '../../lib/table.ts'
import { addInOrganisation, findOrganisation, type OrganisationOptions } from '../in-organisation.ts'
import { addExamples, wholeNumber } from '../options.ts'
import { ask } from '../remote.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import type { DecisionsAnswer } from './answers.ts'

interface Options extends OrganisationOptions {
  readonly limit: number
  readonly context?: boolean
}

/** `mycel notes decisions`: what was decided, where, and why. */
export function defineDecisions(command: Command, terminal: Terminal): void {
  const decisions = addInOrganisation(command.command('decisions'))
    .description('What was decided, the newest first, with where it is written.')
    .argument('[words...]', 'only those with these words in them or around them')
    .option('--context', 'show what was said around each')
    .option('--limit <n>', 'how many at most', wholeNumber(1, 500), 20)
    .option('--json', 'print JSON')
    .action((words: string[], options: Options) => showDecisions(words, options, terminal))
  addExamples(
    decisions,
    ['mycel notes decisions', ''],
    ['mycel notes decisions deploy keys --context', 'why keys never leave the server'],
  )
}

async function showDecisions(words: readonly string[], options: Options, terminal: Terminal): Promise<void> {
  const base = await findOrganisation(options, terminal)
  const query = new URLSearchParams({ words: words.join(' '), limit: `${options.limit}` })
  const answer = await ask<DecisionsAnswer>(terminal, options, 'GET', `${base}/decisions?${query}`)
  if (options.json) return printJson(terminal, answer)
  if (answer.decisions.length === 0) {
    const hint = words.length === 0 ? ' Record those of a note with: mycel notes tasks NOTE' : ''
    return print(terminal, `No decision is found.${hint}`)
  }
  for (const { heldOn, noteTitle, path, line, text, context } of answer.decisions) {
    print(
      terminal,
      printable(`${heldOn ?? '(no day)'}  ${text}`),
      printable(`            ${noteTitle}, ${path}:${line}`),
    )
    if (options.context) print(terminal, ...context.split('\n').map((one) => printable(`            | ${one}`)))
  }
}
