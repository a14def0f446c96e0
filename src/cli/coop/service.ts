import type { Command } from 'commander'
import type { Config, ServiceConfig } from '../../config/config.ts'
import { renderFields } from '../../lib/table.ts'
import { dependantsOf, environmentsOf, monthsOfService } from '../../machines/catalogue.ts'
import { spellMoney } from '../../machines/money.ts'
import { namesOf } from '../../machines/retire.ts'
import { spellSize } from '../../machines/sizes.ts'
import { twinsOf } from '../../machines/twins.ts'
import { addExamples } from '../options.ts'
import { printTable } from '../show.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import { addFile, type FileOptions, findService, readDeclared } from './declared.ts'
import { retire } from './retire.ts'

/** `mycel service`: the catalogue of services. */
export function define(command: Command, terminal: Terminal): void {
  command.description('The catalogue of services in coop.yaml: what there is, where it runs, and who looks after it.')
  const list = addFile(command.command('list'))
    .description('all services')
    .option('--json', 'print JSON')
    .action((options: FileOptions) => listServices(options, terminal))
  const show = addFile(command.command('show'))
    .description('all that is declared about a service, and what depends on it')
    .argument('<service>', 'its name in coop.yaml')
    .option('--json', 'print JSON')
    .action((name: string, options: FileOptions) => showService(name, options, terminal))
  const end = addFile(command.command('retire'))
    .description('a checklist of all that refers to a service; changes nothing')
    .argument('<service>', 'its name in coop.yaml')
    .option('--json', 'print JSON')
    .action((name: string, options: FileOptions) => retire(name, options, terminal))
  addExamples(list, ['mycel service list', ''])
  addExamples(show, ['mycel service show loomio', ''])
  addExamples(end, ['mycel service retire jitsi', 'paste it into a task'])
}

async function listServices(options: FileOptions, terminal: Terminal): Promise<void> {
  const config = await readDeclared(options, terminal)
  if (options.json) return printJson(terminal, { services: config.services.map((one) => viewOf(config, one)) })
  const rows = config.services.map((service) => [
    service.id,
    service.status,
    placeOf(service),
    environmentsOf(config, service)
      .map(({ id }) => id)
      .join(', '),
    [service.owner, service.second].filter((one) => one !== undefined).join(', '),
    service.what,
  ])
  const none = 'The catalogue is empty. See docs/admin/coop-file.md.'
  printTable(terminal, ['service', 'status', 'on', 'in', 'who', 'what'], rows, { none })
}

function placeOf({ machine, outside }: ServiceConfig): string {
  return machine ?? (outside === undefined ? '' : `(${outside})`)
}

async function showService(name: string, options: FileOptions, terminal: Terminal): Promise<void> {
  const config = await readDeclared(options, terminal)
  const service = findService(config, name)
  if (options.json) return printJson(terminal, viewOf(config, service))
  const { month, promised, since, until } = monthsOfService(config, service)
  const list = (items: readonly string[]) => (items.length === 0 ? undefined : items.join(', '))
  const fields: [string, string | undefined][] = [
    ['name', service.name],
    ['what', service.what],
    ['status', service.status],
    ['runs on', placeOf(service) || undefined],
    ['in', list(environmentsOf(config, service).map(({ id }) => id))],
    ['no staging', service.no_staging],
    ['reached', service.reach],
    ['names', list(namesOf(config, service).map((one) => one.name))],
    ['ports', list(service.ports.map(spellPort))],
    ['needs', list([service.memory, service.disk].flatMap((size) => (size === undefined ? [] : [spellSize(size)])))],
    ['must not be lost', service.data],
    ['backups', backupsOf(config, service)],
    ['installed by', howInstalled(service)],
    ['owner', service.owner ?? 'nobody'],
    ['second', service.second ?? 'nobody'],
    ['depends on', list(service.depends_on)],
    ['needed by', list(dependantsOf(config, service).map(({ id }) => id))],
    ['costs a month', service.price && spellMoney(service.price)],
    ['promised', promised],
    ['planned', month],
    ['since', since],
    ['until', until],
  ]
  print(terminal, renderFields(fields))
}

function viewOf(config: Config, service: ServiceConfig) {
  return {
    ...service,
    environments: environmentsOf(config, service).map(({ id }) => id),
    hosts: namesOf(config, service).map(({ name }) => name),
    neededBy: dependantsOf(config, service).map(({ id }) => id),
    months: monthsOfService(config, service),
  }
}

function spellPort({ first, last, protocol }: ServiceConfig['ports'][number]): string {
  return `${first === last ? first : `${first}-${last}`}/${protocol}`
}

function howInstalled({ role, runbook, outside }: ServiceConfig): string {
  if (role !== undefined) return `the role ${role}`
  if (runbook !== undefined) return `hand: ${runbook}`
  return outside === undefined ? 'nobody has said how' : outside
}

function backupsOf(config: Config, service: ServiceConfig): string | undefined {
  const ids = environmentsOf(config, service).map(({ id }) => id)
  const inThese = (id: string) => ids.includes(id)
  const said = twinsOf(config)
    .filter(({ machine, environment }) => machine.id === service.machine && inThese(environment.id))
    .map(({ environment, backup, noBackup }) => `${environment.id}: ${backup ?? `none (${noBackup})`}`)
  if (said.length === 0) return undefined
  return said.join('; ')
}
