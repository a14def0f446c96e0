import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { Problem } from '../../lib/problem.ts'
import { maskPasswords } from '../../links/destination.ts'
import { addExamples, fromCwd } from '../options.ts'
import { addRemote, ask, type RemoteOptions } from '../remote.ts'
import { count } from '../show.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import type { ImportAnswer } from './answers.ts'

interface ImportOptions extends RemoteOptions {
  readonly apply?: boolean
}

/** `mycel link import`. */
export function defineImport(command: Command, terminal: Terminal): void {
  const imports = addRemote(command.command('import'))
    .description(
      'take a table (CSV) into the links that are kept here; without --apply it only shows what would change',
    )
    .argument('<file>', 'with columns keyword, destination_url and perhaps visibility, note; - for what is piped in')
    .option('--apply', 'do it, all or nothing; rows that are refused are left out')
    .option('--json', 'print JSON')
    .action((file: string, options: ImportOptions) => importLinks(file, options, terminal))
  addExamples(
    imports,
    ['mycel link import shortlinks.csv', 'shows what would change'],
    ['mycel link import shortlinks.csv --apply', 'changes it'],
  )
}

async function importLinks(file: string, options: ImportOptions, terminal: Terminal): Promise<void> {
  const csv = file === '-' ? await terminal.input.read() : await readTable(file, terminal)
  const body = { csv, apply: options.apply === true }
  const answer = await ask<ImportAnswer>(terminal, options, 'POST', '/link-import', body)
  if (options.json) return printJson(terminal, answer)
  print(terminal, ...describe(answer))
  const isIdle = answer.adds.length + answer.changes.length === 0
  if (options.apply) return print(terminal, '', 'Done.')
  print(
    terminal,
    '',
    `Nothing was changed. ${isIdle ? 'There is nothing to do.' : 'To do it, repeat the command with --apply.'}`,
  )
}

async function readTable(file: string, terminal: Terminal): Promise<string> {
  return await readFile(fromCwd(file, terminal), 'utf8').catch((cause: unknown) => {
    throw new Problem('not-found', `the file ${file} cannot be read`, { cause })
  })
}

const mostLines = 20

function describe({ adds, changes, same, refused, findings }: ImportAnswer): string[] {
  return [
    `${adds.length} to add, ${changes.length} to change, ${same} unchanged, ${count(refused.length, 'row')} refused.`,
    ...section('Refused', refused, ({ line, why }) => `line ${line}: ${why}`, Infinity),
    ...section('Add', adds, ({ keyword, destination }) => `${keyword} → ${maskPasswords(destination) || '(retired)'}`),
    ...section('Change', changes, ({ keyword, before, destination }) => {
      return `${keyword}: ${maskPasswords(before) || '(retired)'} → ${maskPasswords(destination) || '(retired)'}`
    }),
    ...section('Noticed', findings, ({ line, message }) => (line === null ? message : `line ${line}: ${message}`)),
  ]
}

function section<T>(title: string, list: readonly T[], toLine: (one: T) => string, most = mostLines): string[] {
  if (list.length === 0) return []
  const rest = list.length - most
  const more = rest > 0 ? [`  and ${rest} more (all of them with --json)`] : []
  return ['', `${title}:`, ...list.slice(0, most).map((one) => `  ${toLine(one)}`), ...more]
}
