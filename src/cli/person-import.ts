import { readFile } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import { Problem } from '../lib/problem.ts'
import type { ImportAnswer, PreviewAnswer } from './account-answers.ts'
import { addInOrganisation, findOrganisation, type OrganisationOptions } from './in-organisation.ts'
import { addExamples, fromCwd, repeatOptions } from './options.ts'
import { ask, segment } from './remote.ts'
import { count, moment, printTable } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface ImportOptions extends OrganisationOptions {
  readonly apply?: boolean
  readonly missing: string
  readonly resume?: boolean
  readonly skipBad?: boolean
}

/** `mycel person import`, `imports` and `undo-import`: lists of people, looked at first. */
export function defineImports(command: Command, terminal: Terminal): void {
  const imports = addInOrganisation(command.command('import'))
    .description('import a list (CSV); without --apply it only shows what would change')
    .argument('<file>', 'with columns name, email, external_id, role, groups, language; - for what is piped in')
    .option('--apply', 'do it, all or nothing')
    .addOption(
      new Option('--missing <what>', 'accounts that are not in the list').choices(['keep', 'suspend']).default('keep'),
    )
    .option('--resume', 'let suspended accounts that are in the list in again')
    .option('--skip-bad', 'leave bad rows out, instead of importing nothing')
    .option('--json', 'print JSON')
    .action((file: string, options: ImportOptions) => importPeople(file, options, terminal))
  const list = addInOrganisation(command.command('imports'))
    .description('the imports so far, latest first')
    .option('--json', 'print JSON')
    .action((options: OrganisationOptions) => listImports(options, terminal))
  const undo = addInOrganisation(command.command('undo-import'))
    .description('take an import back, within 30 days; accounts that it made are erased')
    .argument('<id>', 'as `mycel person imports` lists it')
    .option('--skip-changed', 'leave accounts that were changed or used since, instead of undoing nothing')
    .option('--json', 'print JSON')
    .action((id: string, options: OrganisationOptions & { skipChanged?: boolean }) => undoImport(id, options, terminal))
  addExamples(
    imports,
    ['mycel person import members.csv --organisation school', 'shows what would change'],
    ['mycel person import members.csv --organisation school --apply', 'changes it'],
    ['mycel person import members.csv --organisation school --missing suspend --apply', ''],
  )
  addExamples(list, ['mycel person imports --organisation school', ''])
  addExamples(undo, ['mycel person undo-import k2v9q1hd0a3m --organisation school', ''])
}

async function importPeople(file: string, options: ImportOptions, terminal: Terminal): Promise<void> {
  const csv = await readList(file, terminal)
  const base = await findOrganisation(options, terminal)
  const wanted = { csv, missing: options.missing, resume: options.resume === true }
  const preview = await ask<PreviewAnswer>(terminal, options, 'POST', `${base}/imports/preview`, wanted)
  if (options.json && !options.apply) return printJson(terminal, preview)
  if (!options.json) print(terminal, ...describe(preview))
  if (preview.bad.length > 0 && !options.skipBad) throw badRows(preview)
  if (!options.apply) {
    const hint = isIdle(preview) ? 'There is nothing to do.' : 'To do it, repeat the command with --apply.'
    return print(terminal, '', `Nothing was changed. ${hint}`)
  }
  const body = { ...wanted, skipBad: options.skipBad === true, expect: preview.fingerprint }
  const done = await ask<ImportAnswer>(terminal, options, 'POST', `${base}/imports`, body)
  if (options.json) return printJson(terminal, done)
  const repeated = repeatOptions(options)
  print(terminal, '', `Imported: ${summary(done)}.`, `To take it back: mycel person undo-import ${done.id}${repeated}`)
}

function badRows({ bad, rows }: PreviewAnswer): Problem {
  return new Problem('invalid', `${bad.length} of ${count(rows, 'row')} cannot be imported`, {
    hint: 'mend them, or leave them out with --skip-bad',
  })
}

function isIdle({ adds, changes, suspends }: PreviewAnswer): boolean {
  return adds.length + changes.length + suspends.length === 0
}

/** The text of a file as spreadsheets write it: UTF-8, UTF-16, or the code page of Western Windows. */
async function readList(file: string, terminal: Terminal): Promise<string> {
  if (file === '-') return await terminal.input.read()
  const bytes = await readFile(fromCwd(file, terminal)).catch((cause: unknown) => {
    throw new Problem('not-found', `the file ${file} cannot be read`, { cause })
  })
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    terminal.err.write(`${file} is not UTF-8: it is read as Windows-1252. Look whether accents are right.\n`)
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

const mostLines = 20

function describe(preview: PreviewAnswer): string[] {
  const { rows, adds, changes, suspends, unchanged, stillSuspended, bad, newGroups, unusedColumns } = preview
  return [
    `${count(rows, 'row')}: ${adds.length} to add, ${changes.length} to change, ${unchanged} unchanged, ${bad.length} bad.`,
    ...section('Bad', bad, ({ line, problems }) => `line ${line}: ${problems.join('; ')}`, Infinity),
    ...section('Add', adds, (row) => {
      const names = [row.name, row.email, row.externalId, row.role === 'admin' ? 'admin' : null, ...row.groups]
      return `line ${row.line}: ${names.filter(Boolean).join(', ')}`
    }),
    ...section('Change', changes, ({ line, id, name, fields }) => {
      const changed = fields.map(({ field, before, after }) => `${field} ${show(before)} → ${show(after)}`)
      return `line ${line}: ${name ?? id}: ${changed.join('; ')}`
    }),
    ...section('Suspend, for they are not in the list', suspends, ({ id, name }) => name ?? id),
    ...section('Suspended, and left so', stillSuspended, ({ line, id }) => `line ${line}: ${id}`),
    ...section('New groups', newGroups, (name) => name),
    ...section('Columns that are not used', unusedColumns, (name) => name),
  ]
}

function section<T>(title: string, list: readonly T[], toLine: (one: T) => string, most = mostLines): string[] {
  if (list.length === 0) return []
  const shown = list.slice(0, most).map((one) => `  ${toLine(one)}`)
  const rest = list.length - shown.length
  return ['', `${title}:`, ...shown, ...(rest > 0 ? [`  and ${rest} more (all of them with --json)`] : [])]
}

function show(value: PreviewAnswer['changes'][number]['fields'][number]['before']): string {
  if (value === null) return '(nothing)'
  return typeof value === 'string' ? value : value.join(', ') || '(nothing)'
}

function summary({ added, changed, suspended, unchanged, skippedLines }: ImportAnswer): string {
  const skipped = skippedLines.length > 0 ? `, ${count(skippedLines.length, 'row')} left out` : ''
  return `${added} added, ${changed} changed, ${suspended} suspended, ${unchanged} unchanged${skipped}`
}

async function listImports(options: OrganisationOptions, terminal: Terminal): Promise<void> {
  const base = await findOrganisation(options, terminal)
  const answer = await ask<{ imports: readonly ImportAnswer[] }>(terminal, options, 'GET', `${base}/imports`)
  if (options.json) return printJson(terminal, answer)
  const rows = answer.imports.map((one) => [
    one.id,
    moment(one.at, terminal),
    one.actor,
    summary(one),
    one.undoneAt === null ? `until ${one.undoableUntil?.slice(0, 10)}` : `undone ${moment(one.undoneAt, terminal)}`,
  ])
  printTable(terminal, ['import', 'when', 'by', 'what', 'undo'], rows, { none: 'Nothing was imported yet.' })
}

async function undoImport(
  id: string,
  options: OrganisationOptions & { readonly skipChanged?: boolean },
  terminal: Terminal,
): Promise<void> {
  const base = await findOrganisation(options, terminal)
  type Answer = { readonly restored: number; readonly kept: readonly string[] }
  const body = { skipChanged: options.skipChanged === true }
  const answer = await ask<Answer>(terminal, options, 'POST', `${base}/imports/${segment(id)}/undo`, body)
  if (options.json) return printJson(terminal, answer)
  print(terminal, `${count(answer.restored, 'account is', 'accounts are')} as before.`)
  if (answer.kept.length > 0) print(terminal, `Left, for they were changed or used since: ${answer.kept.join(', ')}`)
}
