import type { Command } from 'commander'
import { Problem } from '../lib/problem.ts'
import { renderFields } from '../lib/table.ts'
import { addInOrganisation, findOrganisation, findPerson, type OrganisationOptions } from './in-organisation.ts'
import { addExamples, collect, wholeNumber } from './options.ts'
import { ask, segment } from './remote.ts'
import { count, moment, printTable } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface AddOptions extends OrganisationOptions {
  readonly right: readonly string[]
  readonly owner: readonly string[]
  readonly expectsEvery?: number
}

interface RotateOptions extends OrganisationOptions {
  readonly days: number
}

/** A service account as the REST API answers it. */
interface ServiceAccountAnswer {
  readonly id: string
  readonly organisation: string
  readonly name: string
  readonly rights: readonly string[]
  readonly owners: readonly string[]
  readonly ownersGone: readonly string[]
  readonly expectsEvery: number | null
  readonly lastSuccessAt: string | null
  readonly overdue: boolean
  readonly tokens: readonly { readonly id: string; readonly expiresAt: string; readonly lastUsedAt: string | null }[]
}

/** `mycel service-account`: accounts of programs, with rights in one organisation. */
export function define(command: Command, terminal: Terminal): void {
  command.description(
    'The accounts of programs: each has rights in one organisation, two people who answer for it, and tokens that expire.',
  )
  defineAdd(command, terminal)
  defineViews(command, terminal)
  defineChanges(command, terminal)
}

function defineAdd(command: Command, terminal: Terminal): void {
  const add = addInOrganisation(command.command('add'))
    .description('make the account of a program; make its token with rotate')
    .argument('<name>', 'small letters, digits, ".", "_" and "-"')
    .option('--right <name>', 'what it may do, such as people.manage; may be repeated', collect, [])
    .option('--owner <who>', 'id, address or external id of a person who answers for it; twice', collect, [])
    .option('--expects-every <hours>', 'raise an alarm when it has not succeeded for so long', wholeNumber(1, 8784))
    .option('--json', 'print JSON')
    .action((name: string, options: AddOptions) => addAccount(name, options, terminal))
  addExamples(add, [
    'mycel service-account add sync --right people.manage --owner ada@example.coop --owner max@example.coop --expects-every 24',
    '',
  ])
}

function defineViews(command: Command, terminal: Terminal): void {
  const list = addInOrganisation(command.command('list'))
    .description('all of an organisation, and what is wrong with them')
    .option('--json', 'print JSON')
    .action((options: OrganisationOptions) => listAccounts(options, terminal))
  const show = addInOrganisation(command.command('show'))
    .description('everything about one, never its tokens themselves')
    .argument('<name>', 'its name or id')
    .option('--json', 'print JSON')
    .action((name: string, options: OrganisationOptions) => showAccount(name, options, terminal))
  addExamples(list, ['mycel service-account list --organisation school', ''])
  addExamples(show, ['mycel service-account show sync --organisation school', ''])
}

function defineChanges(command: Command, terminal: Terminal): void {
  const rotate = addInOrganisation(command.command('rotate'))
    .description('make a new token, shown once; the one before it stays alive until you rotate again or it expires')
    .argument('<name>', 'its name or id')
    .option('--days <number>', 'days until the new one expires', wholeNumber(1, 400), 90)
    .option('--json', 'print JSON')
    .action((name: string, options: RotateOptions) => rotateToken(name, options, terminal))
  const owners = addInOrganisation(command.command('owners'))
    .description('name the two people who answer for it')
    .argument('<name>', 'its name or id')
    .argument('<first>', 'id, address or external id')
    .argument('<second>', 'id, address or external id')
    .action((name: string, first: string, second: string, options: OrganisationOptions) =>
      setOwners(name, [first, second], options, terminal),
    )
  const success = addInOrganisation(command.command('success'))
    .description('report that its job has succeeded')
    .argument('<name>', 'its name or id')
    .action((name: string, options: OrganisationOptions) => reportSuccess(name, options, terminal))
  const remove = addInOrganisation(command.command('remove'))
    .description('remove it; its tokens are worthless at once')
    .argument('<name>', 'its name or id')
    .action((name: string, options: OrganisationOptions) => removeAccount(name, options, terminal))
  addExamples(rotate, ['mycel service-account rotate sync --days 30', ''])
  addExamples(owners, ['mycel service-account owners sync ada@example.coop eve@example.coop', ''])
  addExamples(success, ['mycel service-account success sync', ''])
  addExamples(remove, ['mycel service-account remove sync', ''])
}

async function addAccount(name: string, options: AddOptions, terminal: Terminal): Promise<void> {
  const { right: rights, owner, expectsEvery } = options
  if (rights.length === 0 || owner.length !== 2) {
    throw new Problem('usage', 'a service account has at least one right, and exactly two owners', {
      hint: 'such as --right people.manage --owner ada@example.coop --owner max@example.coop',
    })
  }
  const base = await findOrganisation(options, terminal)
  const owners = await findOwners(base, owner, options, terminal)
  const body = { name, rights, owners, ...(expectsEvery !== undefined && { expectsEvery }) }
  const made = await ask<ServiceAccountAnswer>(terminal, options, 'POST', `${base}/service-accounts`, body)
  if (options.json) return printJson(terminal, made)
  print(terminal, `The service account ${name} is there. Make its token with: mycel service-account rotate ${name}`)
}

async function findOwners(
  base: string,
  who: readonly string[],
  options: OrganisationOptions,
  terminal: Terminal,
): Promise<string[]> {
  const ids: string[] = []
  for (const one of who) ids.push((await findPerson(base, one, options, terminal)).id)
  return ids
}

async function listAccounts(options: OrganisationOptions, terminal: Terminal): Promise<void> {
  const base = await findOrganisation(options, terminal)
  type Answer = { readonly serviceAccounts: readonly ServiceAccountAnswer[] }
  const answer = await ask<Answer>(terminal, options, 'GET', `${base}/service-accounts`)
  if (options.json) return printJson(terminal, answer)
  const rows = answer.serviceAccounts.map((one) => [
    one.name,
    given(one).join(' '),
    `${one.tokens.length}`,
    moment(one.lastSuccessAt, terminal),
    stateOf(one),
  ])
  const none = 'There is no service account yet. Make one with: mycel service-account add NAME'
  printTable(terminal, ['service account', 'may', 'tokens', 'last success', 'state'], rows, { none })
}

/** What it was given: that it may know of itself and of its organisation goes without saying. */
function given({ rights }: ServiceAccountAnswer): string[] {
  return rights.filter((right) => right !== 'self' && right !== 'organisation.see')
}

function stateOf({ overdue, ownersGone }: ServiceAccountAnswer): string {
  const wrong = [...(overdue ? ['overdue'] : []), ...(ownersGone.length > 0 ? ['an owner is gone'] : [])]
  return wrong.join(', ') || 'well'
}

async function showAccount(name: string, options: OrganisationOptions, terminal: Terminal): Promise<void> {
  const base = await findOrganisation(options, terminal)
  const one = await ask<ServiceAccountAnswer>(terminal, options, 'GET', `${base}/service-accounts/${segment(name)}`)
  if (options.json) return printJson(terminal, one)
  const tokens = one.tokens.map(({ id, expiresAt, lastUsedAt }) => {
    const text = `${id}, last used ${moment(lastUsedAt, terminal)}, expires ${moment(expiresAt, terminal)}`
    return ['token', text] as const
  })
  print(
    terminal,
    renderFields([
      ['service account', one.name],
      ['organisation', one.organisation],
      ['may', given(one).join(', ')],
      ['owners', one.owners.map((id) => (one.ownersGone.includes(id) ? `${id} (gone)` : id)).join(', ')],
      ['expected every', one.expectsEvery === null ? undefined : count(one.expectsEvery, 'hour')],
      ['last success', moment(one.lastSuccessAt, terminal)],
      ['state', stateOf(one)],
      ...tokens,
    ]),
  )
}

async function rotateToken(name: string, options: RotateOptions, terminal: Terminal): Promise<void> {
  const path = `${await findOrganisation(options, terminal)}/service-accounts/${segment(name)}/tokens`
  const body = { expiresInDays: options.days }
  const answer = await ask<{ readonly token: string }>(terminal, options, 'POST', path, body)
  if (options.json) return printJson(terminal, answer)
  const life = count(options.days, 'day')
  print(
    terminal,
    `A new token of ${name} for ${life}. The one before it still works. It is shown this once:`,
    answer.token,
  )
}

async function setOwners(
  name: string,
  who: readonly string[],
  options: OrganisationOptions,
  terminal: Terminal,
): Promise<void> {
  const base = await findOrganisation(options, terminal)
  const owners = await findOwners(base, who, options, terminal)
  await ask(terminal, options, 'PATCH', `${base}/service-accounts/${segment(name)}`, { owners })
  print(terminal, `${owners.join(' and ')} answer for ${name} now.`)
}

async function reportSuccess(name: string, options: OrganisationOptions, terminal: Terminal): Promise<void> {
  const path = `${await findOrganisation(options, terminal)}/service-accounts/${segment(name)}/success`
  await ask(terminal, options, 'POST', path)
  print(terminal, `The success of ${name} is noted.`)
}

async function removeAccount(name: string, options: OrganisationOptions, terminal: Terminal): Promise<void> {
  const path = `${await findOrganisation(options, terminal)}/service-accounts/${segment(name)}`
  await ask(terminal, options, 'DELETE', path)
  print(terminal, `The service account ${name} is removed; its tokens are worthless.`)
}
