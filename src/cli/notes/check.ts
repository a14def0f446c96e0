import type { Command } from 'commander'
import { Problem } from '../../lib/problem.ts'
import { printable } from '../../lib/table.ts'
import { type Complaint, checkNote, checkTogether } from '../../notes/publish/check.ts'
import { Told } from '../failure.ts'
import { addExamples } from '../options.ts'
import { count } from '../show.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import { findNotes, readCoop, readHere } from './given.ts'

interface Options {
  readonly coop?: string
  readonly strict?: boolean
  readonly errors?: boolean
  readonly json?: boolean
}

/** `mycel notes check`: what is wrong with notes by where they stand. */
export function defineCheck(command: Command, terminal: Terminal): void {
  const check = command
    .command('check')
    .description(
      'Looks for notes that stand where they must not, for secrets, and for what somebody forgot. Changes nothing.',
    )
    .argument('[paths...]', 'notes, or folders of them; default: this folder')
    .option('--coop <file>', 'the coop.yaml with the people and the layout; default: that of this folder')
    .option('--strict', 'fail for warnings too')
    .option('--errors', 'show errors only')
    .option('--json', 'print JSON')
    .action((paths: string[], options: Options) => checkNotes(paths, options, terminal))
  addExamples(
    check,
    ['mycel notes check', 'every note below this folder'],
    ['mycel notes check _posts --errors', 'in CI: fails when something leaks'],
  )
}

async function checkNotes(paths: readonly string[], options: Options, terminal: Terminal): Promise<void> {
  const config = await readCoop(options.coop, terminal)
  const { layout } = config.notes
  const files = await findNotes(paths.length === 0 ? ['.'] : paths, terminal)
  if (files.length === 0)
    throw new Problem('not-found', 'there is no Markdown file here', { hint: 'name a folder of notes' })
  const all = [
    ...files.flatMap((file) => checkNote(layout, { ...file, note: readHere(config, file) })),
    ...checkTogether(
      layout,
      files.map(({ path }) => path),
    ),
  ]
  const shown = options.errors ? all.filter(({ severity }) => severity === 'error') : all
  const errors = all.filter(({ severity }) => severity === 'error').length
  if (options.json) printJson(terminal, { files: files.length, problems: shown })
  else print(terminal, ...shown.map(toLine), summary(files.length, errors, all.length - errors))
  if (errors === 0 && !(options.strict && all.length > 0)) return
  const failure = new Problem('refused', `${count(errors, 'error')} in ${count(files.length, 'note')}`)
  throw options.json ? new Told('told as JSON', { cause: failure }) : failure
}

function toLine({ path, line, severity, message }: Complaint): string {
  return printable(`${path}:${line}  ${severity}: ${message}`)
}

function summary(files: number, errors: number, warnings: number): string {
  return `${count(files, 'note')}: ${count(errors, 'error')}, ${count(warnings, 'warning')}.`
}
