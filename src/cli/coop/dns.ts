import type { Command } from 'commander'
import type { Config, ZoneConfig } from '../../config/config.ts'
import { dayOf } from '../../lib/days.ts'
import { Problem } from '../../lib/problem.ts'
import { printZone, zoneRecords } from '../../machines/zone.ts'
import { addExamples, wholeNumber } from '../options.ts'
import { printTable } from '../show.ts'
import { printJson, type Terminal } from '../terminal.ts'
import { addFile, type FileOptions, readDeclared } from './declared.ts'

interface PrintOptions extends FileOptions {
  readonly inside?: boolean
  readonly serial?: number
}

/** `mycel dns`: the zones that follow from coop.yaml. */
export function define(command: Command, terminal: Terminal): void {
  command.description('The zones that follow from machines and services. They are printed, not sent anywhere.')
  const list = addFile(command.command('list'))
    .description('the zones, and how many records each has')
    .option('--json', 'print JSON')
    .action((options: FileOptions) => listZones(options, terminal))
  const print = addFile(command.command('print'))
    .description('a zone as a file for a name server')
    .argument('<zone>', 'its name in coop.yaml, or its domain')
    .option('--inside', 'with the addresses inside, for the resolver of members')
    .option('--serial <number>', 'the serial; default: the day, such as 2020062200', wholeNumber(1, 4_294_967_295))
    .option('--json', 'print JSON')
    .action((name: string, options: PrintOptions) => printDeclared(name, options, terminal))
  addExamples(list, ['mycel dns list', ''])
  addExamples(
    print,
    ['mycel dns print main', ''],
    ['mycel dns print example.coop --inside', 'for the resolver that members use over the VPN'],
  )
}

async function listZones(options: FileOptions, terminal: Terminal): Promise<void> {
  const config = await readDeclared(options, terminal)
  const zones = config.dns.map((zone) => ({
    id: zone.id,
    domain: zone.domain,
    open: zoneRecords(config, zone, 'open').length,
    inside: zoneRecords(config, zone, 'inside').length,
  }))
  if (options.json) return printJson(terminal, { zones })
  const rows = zones.map(({ id, domain, open, inside }) => [id, domain, String(open), String(inside)])
  const none = 'No zone is declared. See docs/admin/machines.md.'
  printTable(terminal, ['zone', 'domain', 'open', 'inside'], rows, { right: ['open', 'inside'], none })
}

async function printDeclared(name: string, options: PrintOptions, terminal: Terminal): Promise<void> {
  const config = await readDeclared(options, terminal)
  const zone = findZone(config, name)
  const records = zoneRecords(config, zone, options.inside ? 'inside' : 'open')
  if (options.json) return printJson(terminal, { domain: zone.domain, records })
  const day = dayOf(terminal.now()).replaceAll('-', '')
  terminal.out.write(printZone(zone, records, options.serial ?? Number(`${day}00`)))
}

function findZone({ dns }: Config, name: string): ZoneConfig {
  const zone = dns.find(({ id, domain }) => id === name || domain === name)
  if (zone) return zone
  throw new Problem('not-found', `there is no zone ${name}`, { hint: 'see: mycel dns list' })
}
