import type { Command } from 'commander'
import { renderFields } from '../lib/table.ts'
import type { OrganisationAnswer, ParameterRulesAnswer } from './answers.ts'
import { addExamples, collect } from './options.ts'
import { addRemote, ask, type RemoteOptions, segment } from './remote.ts'
import { count, moment, printTable } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface AddOptions extends RemoteOptions {
  readonly name?: string
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
  addExamples(add, ['mycel organisation add school --name "Example School"', ''])
  addExamples(list, ['mycel organisation list', ''])
  addExamples(show, ['mycel organisation show school', ''])
  defineChanges(command, terminal)
  defineSecrets(command, terminal)
}

function defineChanges(command: Command, terminal: Terminal): void {
  const states = [
    ['enable', true, 'answer the calls of one that was added here again'],
    ['disable', false, 'answer the calls of one that was added here no more; running meetings go on'],
  ] as const
  for (const [verb, enabled, does] of states) {
    const one = addRemote(command.command(verb))
      .description(does)
      .argument('<id>', 'the organisation')
      .action((id: string, options: RemoteOptions) => setEnabled(id, enabled, options, terminal))
    addExamples(one, [`mycel organisation ${verb} school`, ''])
  }
  const remove = addRemote(command.command('remove'))
    .description('remove one that was added here; running meetings go on')
    .argument('<id>', 'the organisation')
    .action((id: string, options: RemoteOptions) => removeOrganisation(id, options, terminal))
  addExamples(remove, ['mycel organisation remove school', ''])
}

function defineSecrets(command: Command, terminal: Terminal): void {
  const secret = command
    .command('secret')
    .description(
      'replace the secret of an organisation without an interruption: add one, change clients over, remove the old',
    )
  const add = addRemote(secret.command('add'))
    .description('make one more secret for one that was added here, shown once')
    .argument('<id>', 'the organisation')
    .option('--json', 'print JSON')
    .action((id: string, options: RemoteOptions) => addSecret(id, options, terminal))
  const remove = addRemote(secret.command('remove'))
    .description('take one away: what is signed with it is refused from then on')
    .argument('<id>', 'the organisation')
    .argument('<fingerprint>', 'as `mycel organisation show` lists it')
    .action((id: string, mark: string, options: RemoteOptions) => removeSecret(id, mark, options, terminal))
  addExamples(add, ['mycel organisation secret add school', ''])
  addExamples(remove, ['mycel organisation secret remove school 3f5a0c9e1b22', ''])
}

async function addOrganisation(id: string, options: AddOptions, terminal: Terminal): Promise<void> {
  const body = { id, name: options.name ?? id, hosts: options.host }
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
  const rows = answer.organisations.map(({ id, enabled, origin, secrets, hosts, name }) => [
    id,
    enabled ? 'yes' : 'no',
    origin,
    `${secrets.length}`,
    hosts.join(' '),
    name,
  ])
  const none = 'There is no organisation yet. Add one with: mycel organisation add ID'
  printTable(terminal, ['organisation', 'enabled', 'declared in', 'secrets', 'hosts', 'name'], rows, { none })
}

async function showOrganisation(id: string, options: RemoteOptions, terminal: Terminal): Promise<void> {
  const answer = await ask<OrganisationAnswer>(terminal, options, 'GET', `/organisations/${segment(id)}`)
  if (options.json) return printJson(terminal, answer)
  const { name, origin, enabled, hosts, url, joinPage, meetings, people, secrets } = answer
  print(
    terminal,
    renderFields([
      ['organisation', answer.id],
      ['name', name],
      ['declared in', origin],
      ['enabled', enabled ? 'yes' : 'no'],
      ['hosts', hosts.join(' ') || undefined],
      ['address for clients', url],
      ...rulesOf(answer),
      ['join page', joinPage.enabled ? `${joinPage.perSecond} people a second onto one server` : undefined],
      ['now', `${count(meetings, 'meeting')} with ${count(people, 'person', 'people')}`],
      ...secrets.map((one) => ['secret', `${one.fingerprint}, last used ${moment(one.lastUsedAt, terminal)}`] as const),
    ]),
  )
}

async function setEnabled(id: string, enabled: boolean, options: RemoteOptions, terminal: Terminal): Promise<void> {
  await ask(terminal, options, 'PUT', `/organisations/${segment(id)}/enabled`, { enabled })
  print(terminal, `The organisation ${id} is ${enabled ? 'enabled' : 'disabled'}.`)
}

async function removeOrganisation(id: string, options: RemoteOptions, terminal: Terminal): Promise<void> {
  await ask(terminal, options, 'DELETE', `/organisations/${segment(id)}`)
  print(terminal, `The organisation ${id} is removed.`)
}

async function addSecret(id: string, options: RemoteOptions, terminal: Terminal): Promise<void> {
  type Answer = { readonly fingerprint: string; readonly secret: string }
  const answer = await ask<Answer>(terminal, options, 'POST', `/organisations/${segment(id)}/secrets`)
  if (options.json) return printJson(terminal, answer)
  print(terminal, `One more secret of ${id}, ${answer.fingerprint}, shown this once:`, answer.secret)
}

async function removeSecret(id: string, mark: string, options: RemoteOptions, terminal: Terminal): Promise<void> {
  await ask(terminal, options, 'DELETE', `/organisations/${segment(id)}/secrets/${segment(mark)}`)
  print(terminal, `The secret ${mark} of ${id} is removed: what is signed with it is refused.`)
}

type Field = readonly [name: string, value: string | undefined]

/** What it may use, and what is put into its calls. */
function rulesOf({ limits, checksums, create, join, servers }: OrganisationAnswer): Field[] {
  const bounds = [
    ...(limits.meetings === undefined ? [] : [count(limits.meetings, 'meeting')]),
    ...(limits.users === undefined ? [] : [count(limits.users, 'person', 'people')]),
    ...(limits.duration === undefined ? [] : [count(limits.duration, 'minute')]),
    ...(limits.recording ? [] : ['no recording']),
  ]
  return [
    ['limits', bounds.join(', ') || 'none'],
    ['checksums', checksums.join(' ')],
    ['create gets', parametersOf(create)],
    ['join gets', parametersOf(join)],
    ['required tags', servers.required || undefined],
    ['preferred tags', servers.preferred || undefined],
  ]
}

function parametersOf({ defaults, overrides }: ParameterRulesAnswer): string | undefined {
  const parts = [
    ...Object.entries(overrides).map(([key, value]) => `${key}=${value}`),
    ...Object.entries(defaults).map(([key, value]) => `${key}=${value} (unless the client says otherwise)`),
  ]
  return parts.join(', ') || undefined
}
