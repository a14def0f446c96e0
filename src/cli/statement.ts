import type { Command } from 'commander'
import { decimal } from '../ledger/money.ts'
import { addInOrganisation, findOrganisation, type OrganisationOptions } from './in-organisation.ts'
import { addExamples, fromCwd } from './options.ts'
import { addRemote, ask, download, type RemoteOptions, segment } from './remote.ts'
import { count, printTable } from './show.ts'
import { showStatement } from './statement-show.ts'
import { defineVerify } from './statement-verify.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface ExportOptions extends OrganisationOptions {
  readonly format?: string
}

interface ListAnswer {
  readonly kept: { readonly attendanceDays: number }
  readonly statements: readonly {
    readonly month: string
    readonly currency: string | null
    readonly due: number
    readonly listening: number
    readonly speaking: number
    readonly camera: number
  }[]
}

/** `mycel statement`: closed months, what is due for them, and whether a file of one is what was signed. */
export function define(command: Command, terminal: Terminal): void {
  command.description(
    'What organisations used in closed months (UTC), and what is due for it. Nobody is paid through Mycel.',
  )
  const list = addInOrganisation(command.command('list'))
    .description('the closed months of an organisation')
    .option('--json', 'print JSON')
    .action((options: OrganisationOptions) => listStatements(options, terminal))
  const show = addInOrganisation(command.command('show'))
    .description('one month in words; without one, what the month that goes on comes to so far')
    .argument('[month]', 'such as 2026-03')
    .option('--json', 'print JSON')
    .action((month: string | undefined, options: OrganisationOptions) => showStatement(month, options, terminal))
  const take = addInOrganisation(command.command('export'))
    .description('write a month, with all organisations below, into a file')
    .argument('<month>', 'such as 2026-03')
    .argument('[file]', 'where to; default: <organisation>-<month>.<ending> in this folder')
    .option(
      '--format <format>',
      'json (can be verified), csv (a row for each position), lines (CSV of all lines)',
      'json',
    )
    .action((month: string, file: string | undefined, options: ExportOptions) =>
      exportStatement(month, file, options, terminal),
    )
  const key = addRemote(command.command('key'))
    .description('the public key with which statements of this installation are verified')
    .action((options: RemoteOptions) => showKey(options, terminal))
  addExamples(list, ['mycel statement list --organisation school', ''])
  addExamples(
    show,
    ['mycel statement show --organisation school', 'what this month comes to so far'],
    ['mycel statement show 2026-03 --organisation school', ''],
  )
  addExamples(take, ['mycel statement export 2026-03 --organisation school --format csv', 'for the bookkeeping'])
  addExamples(key, ['mycel statement key', 'give it to the other side once, by another way than the statements'])
  defineVerify(command, terminal)
}

async function listStatements(options: OrganisationOptions, terminal: Terminal): Promise<void> {
  const base = await findOrganisation(options, terminal)
  const answer = await ask<ListAnswer>(terminal, options, 'GET', `${base}/statements`)
  if (options.json) return printJson(terminal, answer)
  const rows = answer.statements.map(({ month, currency, due, listening, speaking, camera }) => [
    month,
    ((listening + speaking + camera) / 60_000).toFixed(1),
    currency === null ? '' : decimal(due, currency),
    currency ?? '',
  ])
  const none = 'No month is closed yet. What this one comes to so far: mycel statement show'
  printTable(terminal, ['month', 'minutes', 'due', 'currency'], rows, { right: ['minutes', 'due'], none })
  const kept = count(answer.kept.attendanceDays, 'day')
  print(terminal, '', `Statements are kept for good; the stays that they are made of for ${kept}, under pseudonyms.`)
}

async function exportStatement(
  month: string,
  file: string | undefined,
  options: ExportOptions,
  terminal: Terminal,
): Promise<void> {
  const base = await findOrganisation(options, terminal)
  const { format = 'json' } = options
  const organisation = decodeURIComponent(base.split('/').at(-1) ?? '')
  const usual = `${organisation}-${month}${format === 'lines' ? '-lines' : ''}.${format === 'json' ? 'json' : 'csv'}`
  const target = file ?? usual
  const path = `${base}/statements/${segment(month)}?format=${segment(format)}`
  await download(terminal, options, path, fromCwd(target, terminal))
  print(terminal, `The statement of ${month} is in ${target}.`)
}

async function showKey(options: RemoteOptions, terminal: Terminal): Promise<void> {
  const { publicKey } = await ask<{ publicKey: string }>(terminal, options, 'GET', '/statement-key')
  print(terminal, publicKey)
}
