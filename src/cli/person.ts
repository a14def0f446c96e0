import { type Command, Option } from 'commander'
import { Problem } from '../lib/problem.ts'
import { renderFields } from '../lib/table.ts'
import type { PeopleAnswer, PersonAnswer } from './account-answers.ts'
import { addInOrganisation, findOrganisation, findPerson, type OrganisationOptions } from './in-organisation.ts'
import { addExamples, collect, wholeNumber } from './options.ts'
import { defineImports } from './person-import.ts'
import { defineInvite } from './person-invite.ts'
import { ask, segment } from './remote.ts'
import { moment, printTable } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface AddOptions extends OrganisationOptions {
  readonly email?: string
  readonly externalId?: string
  readonly role: string
  readonly language?: string
  readonly group: readonly string[]
}

interface ListOptions extends OrganisationOptions {
  readonly search?: string
  readonly status?: string
  readonly role?: string
  readonly limit: number
  readonly after?: string
  readonly reason?: string
}

const reasonWords = 'show names although you run the installation; recorded where their administrators read it'

/** `mycel person`: accounts, made out of band. */
export function define(command: Command, terminal: Terminal): void {
  command.description(
    'The accounts of an organisation. WHO is an id, an address or an external id. Whoever runs the installation sees ids, ' +
      'roles and states; names only with --reason.',
  )
  defineAdd(command, terminal)
  defineInvite(command, terminal)
  defineLists(command, terminal)
  defineStates(command, terminal)
  defineImports(command, terminal)
}

function defineAdd(command: Command, terminal: Terminal): void {
  const add = addInOrganisation(command.command('add'))
    .description('add one account')
    .argument('<name>', 'as others see it')
    .option('--email <address>', 'where invitations go, and how the person is recognised')
    .option('--external-id <id>', "what the organisation's own register calls the person")
    .addOption(new Option('--role <role>', 'what the person is there').choices(['admin', 'member']).default('member'))
    .option('--language <code>', 'of pages and letters, such as fr')
    .option('--group <name>', 'a group, made if it is not there; may be repeated', collect, [])
    .option('--json', 'print JSON')
    .action((name: string, options: AddOptions) => addPerson(name, options, terminal))
  addExamples(
    add,
    ['mycel person add "Ada Lovelace" --email ada@example.coop --role admin --organisation school', ''],
    ['mycel person add Max --external-id 4711 --group Board', 'in the only organisation'],
  )
}

function defineLists(command: Command, terminal: Terminal): void {
  const list = addInOrganisation(command.command('list'))
    .description('the accounts, page by page')
    .option('--search <text>', 'part of a name or address, or a whole id or external id')
    .addOption(new Option('--status <state>', 'only these').choices(['invited', 'active', 'suspended', 'erased']))
    .addOption(new Option('--role <role>', 'only these').choices(['admin', 'member']))
    .option('--limit <number>', 'how many at once; default: 100', wholeNumber(1, 500), 100)
    .option('--after <text>', 'go on where the page before ended')
    .option('--reason <text>', reasonWords)
    .option('--json', 'print JSON')
    .action((options: ListOptions) => listPeople(options, terminal))
  const show = addInOrganisation(command.command('show'))
    .description('everything about one account that you may see')
    .argument('<who>', 'id, address or external id')
    .option('--reason <text>', reasonWords)
    .option('--json', 'print JSON')
    .action((who: string, options: ListOptions) => showPerson(who, options, terminal))
  addExamples(
    list,
    ['mycel person list --organisation school --status suspended', ''],
    ['mycel person list --organisation school --reason "ticket 12: Max cannot sign in"', ''],
  )
  addExamples(show, ['mycel person show max@example.coop --organisation school', ''])
}

function defineStates(command: Command, terminal: Terminal): void {
  const suspend = addInOrganisation(command.command('suspend'))
    .description('sign somebody out everywhere, and let nobody in with the account until it is resumed')
    .argument('<who>', 'id, address or external id')
    .action((who: string, options: OrganisationOptions) => setSuspended(who, true, options, terminal))
  const resume = addInOrganisation(command.command('resume'))
    .description('let a suspended account in again')
    .argument('<who>', 'id, address or external id')
    .action((who: string, options: OrganisationOptions) => setSuspended(who, false, options, terminal))
  const erase = addInOrganisation(command.command('erase'))
    .description('forget who somebody was, for good; the id stays, so that the past still adds up')
    .argument('<who>', 'id, address or external id')
    .option('--yes', 'do it: it cannot be undone')
    .action((who: string, options: OrganisationOptions & { yes?: boolean }) => erasePerson(who, options, terminal))
  addExamples(suspend, ['mycel person suspend max@example.coop --organisation school', ''])
  addExamples(resume, ['mycel person resume max@example.coop --organisation school', ''])
  addExamples(erase, ['mycel person erase 4711 --organisation school --yes', ''])
}

async function addPerson(name: string, options: AddOptions, terminal: Terminal): Promise<void> {
  const { email, externalId, role, language, group } = options
  const body = { name, email, externalId, role, language, ...(group.length > 0 && { groups: group }) }
  const base = await findOrganisation(options, terminal)
  const person = await ask<PersonAnswer>(terminal, options, 'POST', `${base}/people`, body)
  if (options.json) return printJson(terminal, person)
  print(terminal, `${name} has the account ${person.id} in ${person.organisation}, as ${person.role}.`)
}

async function listPeople(options: ListOptions, terminal: Terminal): Promise<void> {
  const { search, status, role, limit, after, reason } = options
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries({ search, status, role, limit, after, reason })) {
    if (value !== undefined) query.set(key, String(value))
  }
  const base = await findOrganisation(options, terminal)
  const answer = await ask<PeopleAnswer>(terminal, options, 'GET', `${base}/people?${query}`)
  if (options.json) return printJson(terminal, answer)
  const { people, total, next } = answer
  if (people.some(({ hidden }) => hidden)) {
    const rows = people.map(({ id, role: held, status: state, createdAt }) => [
      id,
      held,
      state,
      moment(createdAt, terminal),
    ])
    printTable(terminal, ['account', 'role', 'state', 'made'], rows, { none: '' })
    terminal.err.write('Names are not shown to whoever runs the installation; --reason shows them, and is recorded.\n')
  } else {
    const rows = people.map((one) => toRow(one, terminal))
    const heading = ['account', 'name', 'address', 'external id', 'role', 'state', 'last seen', 'groups']
    printTable(terminal, heading, rows, { none: 'There is no such account.' })
  }
  if (next !== null) terminal.err.write(`${people.length} of ${total}. The next ones: --after ${next}\n`)
}

function toRow({ id, name, email, externalId, role, status, lastSeenAt, groups }: PersonAnswer, terminal: Terminal) {
  const names = groups.map((group) => group.name).join(', ')
  return [id, name ?? '', email ?? '', externalId ?? '', role, status, moment(lastSeenAt, terminal), names]
}

async function showPerson(who: string, options: ListOptions, terminal: Terminal): Promise<void> {
  const base = await findOrganisation(options, terminal)
  const query = options.reason === undefined ? '' : `?reason=${encodeURIComponent(options.reason)}`
  const person = await findPerson(base, who, options, terminal, query)
  if (options.json) return printJson(terminal, person)
  const shown = renderFields([
    ['account', person.id],
    ['organisation', person.organisation],
    ['name', person.name ?? undefined],
    ['address', person.email ?? undefined],
    ['external id', person.externalId ?? undefined],
    ['role', person.role],
    ['state', person.status],
    ['language', person.language ?? undefined],
    ['groups', person.groups.length > 0 ? person.groups.map(({ name }) => name).join(', ') : undefined],
    ['made', moment(person.createdAt, terminal)],
    ['last seen', person.hidden ? undefined : moment(person.lastSeenAt, terminal)],
  ])
  print(terminal, shown)
  if (person.hidden)
    terminal.err.write('Who it is, is not shown to whoever runs the installation; --reason shows it.\n')
}

async function setSuspended(
  who: string,
  suspended: boolean,
  options: OrganisationOptions,
  terminal: Terminal,
): Promise<void> {
  const base = await findOrganisation(options, terminal)
  const { id } = await findPerson(base, who, options, terminal)
  await ask(terminal, options, 'PATCH', `${base}/people/${segment(id)}`, { suspended })
  print(
    terminal,
    suspended
      ? `The account ${id} is suspended: its sessions have ended, and it opens nothing.`
      : `The account ${id} is let in again.`,
  )
}

async function erasePerson(
  who: string,
  options: OrganisationOptions & { readonly yes?: boolean },
  terminal: Terminal,
): Promise<void> {
  const base = await findOrganisation(options, terminal)
  const { id, status } = await findPerson(base, who, options, terminal)
  if (!options.yes) {
    throw new Problem('usage', `erasing the account ${id} (${status}) cannot be undone`, {
      hint: 'repeat the command with --yes; to shut it for a while: mycel person suspend',
    })
  }
  await ask(terminal, options, 'DELETE', `${base}/people/${segment(id)}`)
  print(terminal, `Nothing is left of the account ${id} but its id. The log of changes says when and by whom.`)
}
