import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { type Capacity, capacityOf, type HostCapacity, type Load, type Use } from '../../machines/capacity.ts'
import { costsOf, type MonthlyCost, spellMoney } from '../../machines/money.ts'
import { drawCapacity } from '../../machines/pictures/capacity.ts'
import { spellSize } from '../../machines/sizes.ts'
import { addExamples, fromCwd } from '../options.ts'
import { printTable } from '../show.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import { addFile, type FileOptions, readDeclared } from './declared.ts'

interface Options extends FileOptions {
  readonly picture?: string
}

/** `mycel capacity`: what is promised against what there is, month by month, and what it costs. */
export function define(command: Command, terminal: Terminal): void {
  addFile(command)
    .description(
      'Memory, cores and disk that are promised on each host against what it has, month by month, and what a month costs. ' +
        'Reads coop.yaml and asks nobody: what is really used is another question.',
    )
    .option('--picture <file>', 'write the picture (SVG) into a file')
    .option('--json', 'print JSON')
    .action((options: Options) => showCapacity(options, terminal))
  addExamples(
    command,
    ['mycel capacity', ''],
    ['mycel capacity --picture capacity.svg', 'for the general meeting'],
    ['mycel capacity --json | jq .hosts', 'for programs'],
  )
}

async function showCapacity(options: Options, terminal: Terminal): Promise<void> {
  const config = await readDeclared(options, terminal)
  const capacity = capacityOf(config)
  const costs = costsOf(config)
  if (options.picture !== undefined) {
    await writeFile(fromCwd(options.picture, terminal), drawCapacity(capacity))
    print(terminal, `The picture is in ${options.picture}.`)
    return
  }
  if (options.json) return printJson(terminal, { ...plain(capacity), costs })
  if (capacity.hosts.length === 0) {
    terminal.err.write('No host is declared. See docs/admin/coop-file.md.\n')
    return
  }
  for (const host of capacity.hosts) showHost(host, terminal)
  showCosts(costs, terminal)
}

/** Without what is already in the file. */
function plain({ months, hosts }: Capacity) {
  return { months, hosts: hosts.map(({ host, ...loads }) => ({ host: host.id, name: host.name, ...loads })) }
}

function showHost({ host, months, now, everything }: HostCapacity, terminal: Terminal): void {
  const loads: [when: string, load: Load][] = [
    ...months.map((load): [string, Load] => [load.month ?? '', load]),
    ...(months.length === 0 ? [['now', now] as [string, Load]] : []),
    ...(everything.shares.length > (months.at(-1) ?? now).shares.length ? [['all', everything] as [string, Load]] : []),
  ]
  const rows = loads.map(([when, { memory, cores, storages, arrivals }]) => [
    when,
    spellUse(memory, spellSize),
    spellUse(cores, String),
    ...storages.map((storage) => spellUse(storage, spellSize)),
    when === 'all' ? 'with all that has no month yet' : arrivals.join(', '),
  ])
  print(terminal, `${host.name} (${host.id})`)
  const heading = ['month', 'memory', 'cores', ...host.storages.map(({ id }) => id), 'comes']
  printTable(terminal, heading, rows, { none: '' })
  print(terminal, '')
}

function spellUse({ used, limit }: Use, spell: (amount: number) => string): string {
  return `${spell(used)} of ${spell(limit)}${used > limit ? ' (!)' : ''}`
}

function showCosts(costs: readonly MonthlyCost[], terminal: Terminal): void {
  if (costs.every(({ parts }) => parts.length === 0)) return
  const rows = costs.map(({ month, totals, parts }) => [
    month ?? 'each',
    totals.map(spellMoney).join(' + '),
    parts.map(({ id, price }) => `${id} ${spellMoney(price)}`).join(', '),
  ])
  printTable(terminal, ['month', 'costs', 'for'], rows, { right: ['costs'], none: '' })
}
