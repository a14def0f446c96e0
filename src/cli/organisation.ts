import type { Command } from 'commander'
import { renderFields } from '../lib/table.ts'
import type { OrganisationAnswer } from './answers.ts'
import { addExamples, collect, fromCwd } from './options.ts'
import { definePrice } from './organisation-price.ts'
import { rulesOf } from './organisation-rules.ts'
import { defineSecrets } from './organisation-secret.ts'
import { defineSet } from './organisation-set.ts'
import { defineSignIn } from './organisation-sign-in.ts'
import { addRemote, ask, download, type RemoteOptions, segment } from './remote.ts'
import { count, moment, printTable } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface AddOptions extends RemoteOptions {
  readonly name?: string
  readonly parent?: string
  readonly kind?: string
  readonly host: readonly string[]
}

/** `mycel organisation`: those who may hold meetings, and their secrets. */
export function define(command: Command, terminal: Terminal): void {
  command.description(
    'The organisations that may hold meetings here. Those of coop.yaml are changed there; those added here, here.',
  )
  const add = addRemote(command.command('add'))
    .description('add an organisation; its secret is made and shown once')
    .argument('<id>', 'a short name of small letters, digits and -')
    .option('--name <name>', 'the name that people know; default: the id')
    .option('--parent <id>', 'the organisation that it is part of')
    .option('--kind <kind>', 'federation, organisation or application; default: organisation')
    .option('--host <name>', 'a host name at which it alone is reached; may be repeated', collect, [])
    .option('--json', 'print JSON')
    .action((id: string, options: AddOptions) => addOrganisation(id, options, terminal))
  const list = addRemote(command.command('list'))
    .description('all organisations')
    .option('--json', 'print JSON')
    .action((options: RemoteOptions) => listOrganisations(options, terminal))
  const show = addRemote(command.command('show'))
    .description('everything about one, its secrets by fingerprint')
    .argument('<id>', 'the organisation')
    .option('--json', 'print JSON')
    .action((id: string, options: RemoteOptions) => showOrganisation(id, options, terminal))
  addExamples(
    add,
    ['mycel organisation add school --name "Example School"', ''],
    ['mycel organisation add school-moodle --parent school --kind application', 'a front end of its own secret'],
  )
  addExamples(list, ['mycel organisation list', ''])
  addExamples(show, ['mycel organisation show school', ''])
  defineChanges(command, terminal)
  defineSecrets(command, terminal)
  defineSignIn(command, terminal)
}

function defineChanges(command: Command, terminal: Terminal): void {
  defineSet(command, terminal)
  definePrice(command, terminal)
  const takeAlong = addRemote(command.command('export'))
    .description('everything kept about one, as a ZIP of JSON lines; secrets are left out')
    .argument('<id>', 'the organisation')
    .argument('[file]', 'where to; default: <id>.zip in this folder')
    .action((id: string, file: string | undefined, options: RemoteOptions) =>
      exportOrganisation(id, file ?? `${id}.zip`, options, terminal),
    )
  addExamples(takeAlong, ['mycel organisation export school', 'what an organisation that leaves takes along'])
  const remove = addRemote(command.command('remove'))
    .description('remove one that was added here; it must have no meetings and no accounts any more')
    .argument('<id>', 'the organisation')
    .action((id: string, options: RemoteOptions) => removeOrganisation(id, options, terminal))
  addExamples(remove, ['mycel organisation remove school', ''])
}

async function addOrganisation(id: string, options: AddOptions, terminal: Terminal): Promise<void> {
  const { name = id, parent, kind, host: hosts } = options
  const body = { id, name, parent, kind, hosts }
  const answer = await ask<OrganisationAnswer & { secret: string }>(terminal, options, 'POST', '/organisations', body)
  if (options.json) return printJson(terminal, answer)
  print(
    terminal,
    `The organisation ${id} may hold meetings. For the settings of its front end:`,
    renderFields([
      ['address', answer.url],
      ['secret', `${answer.secret}  (shown this once)`],
    ]),
  )
}

async function listOrganisations(options: RemoteOptions, terminal: Terminal): Promise<void> {
  type Answer = { readonly organisations: readonly OrganisationAnswer[] }
  const answer = await ask<Answer>(terminal, options, 'GET', '/organisations')
  if (options.json) return printJson(terminal, answer)
  const rows = inTree(answer.organisations).map(([depth, one]) => [
    `${'  '.repeat(depth)}${one.id}`,
    one.standing,
    one.kind,
    one.origin,
    `${one.secrets.length}`,
    one.hosts.join(' '),
    one.name,
  ])
  const none = 'There is no organisation yet. Add one with: mycel organisation add ID'
  printTable(terminal, ['organisation', 'status', 'kind', 'declared in', 'secrets', 'hosts', 'name'], rows, { none })
}

async function showOrganisation(id: string, options: RemoteOptions, terminal: Terminal): Promise<void> {
  const answer = await ask<OrganisationAnswer>(terminal, options, 'GET', `/organisations/${segment(id)}`)
  if (options.json) return printJson(terminal, answer)
  const { name, origin, parent, kind, status, standing, hosts, url, joinPage, meetings, people, secrets } = answer
  print(
    terminal,
    renderFields([
      ['organisation', answer.id],
      ['name', name],
      ['declared in', origin],
      ['kind', kind],
      ['part of', parent ?? undefined],
      ['status', standing === status ? status : `${standing} (its own: ${status})`],
      ...Object.entries(answer.brand).map(([key, value]) => [key === 'name' ? 'shown as' : key, value] as const),
      ['hosts', hosts.join(' ') || undefined],
      ['address for clients', url],
      ...rulesOf(answer),
      ['join page', joinPage.enabled ? `${joinPage.perSecond} people a second onto one server` : undefined],
      ['now', `${count(meetings, 'meeting')} with ${count(people, 'person', 'people')}`],
      ...secrets.map((one) => ['secret', `${one.fingerprint}, last used ${moment(one.lastUsedAt, terminal)}`] as const),
    ]),
  )
}

/** Each with how deep it stands: those below one come after it. */
function inTree(all: readonly OrganisationAnswer[]): [depth: number, one: OrganisationAnswer][] {
  const ids = new Set(all.map(({ id }) => id))
  const below = (parent: string | null, depth: number): [number, OrganisationAnswer][] =>
    all
      .filter((one) => (one.parent !== null && ids.has(one.parent) ? one.parent : null) === parent)
      .flatMap((one) => [[depth, one], ...below(one.id, depth + 1)])
  return below(null, 0)
}

async function exportOrganisation(id: string, file: string, options: RemoteOptions, terminal: Terminal): Promise<void> {
  await download(terminal, options, `/organisations/${segment(id)}/export`, fromCwd(file, terminal))
  print(terminal, `Everything kept about ${id} is in ${file}. Its README.txt says what is what.`)
}

async function removeOrganisation(id: string, options: RemoteOptions, terminal: Terminal): Promise<void> {
  await ask(terminal, options, 'DELETE', `/organisations/${segment(id)}`)
  print(terminal, `The organisation ${id} is removed.`)
}
