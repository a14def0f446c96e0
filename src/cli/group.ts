import type { Command } from 'commander'
import { Problem } from '../lib/problem.ts'
import type { GroupAnswer } from './account-answers.ts'
import { addInOrganisation, findOrganisation, findPerson, type OrganisationOptions } from './in-organisation.ts'
import { addExamples } from './options.ts'
import { ask, segment } from './remote.ts'
import { printTable } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

/** `mycel group`: groups of people of an organisation. */
export function define(command: Command, terminal: Terminal): void {
  command.description(
    'Groups of people of an organisation. GROUP is its name or id, WHO an id, an address or an external id.',
  )
  const list = addInOrganisation(command.command('list'))
    .description('all groups')
    .option('--json', 'print JSON')
    .action((options: OrganisationOptions) => listGroups(options, terminal))
  const add = addInOrganisation(command.command('add'))
    .description('make a group')
    .argument('<name>', 'as people know it')
    .action((name: string, options: OrganisationOptions) => addGroup(name, options, terminal))
  const remove = addInOrganisation(command.command('remove'))
    .description('take a group away; its members stay')
    .argument('<group>', 'its name or id')
    .action((name: string, options: OrganisationOptions) => removeGroup(name, options, terminal))
  const join = addInOrganisation(command.command('join'))
    .description('put somebody into a group')
    .argument('<group>', 'its name or id')
    .argument('<who>', 'id, address or external id')
    .action((name: string, who: string, options: OrganisationOptions) => move('PUT', name, who, options, terminal))
  const leave = addInOrganisation(command.command('leave'))
    .description('take somebody out of a group')
    .argument('<group>', 'its name or id')
    .argument('<who>', 'id, address or external id')
    .action((name: string, who: string, options: OrganisationOptions) => move('DELETE', name, who, options, terminal))
  addExamples(list, ['mycel group list --organisation school', ''])
  addExamples(add, ['mycel group add Board --organisation school', ''])
  addExamples(remove, ['mycel group remove Board --organisation school', ''])
  addExamples(join, ['mycel group join Board max@example.coop --organisation school', ''])
  addExamples(leave, ['mycel group leave Board max@example.coop --organisation school', ''])
}

async function askAll(base: string, options: OrganisationOptions, terminal: Terminal): Promise<readonly GroupAnswer[]> {
  return (await ask<{ groups: readonly GroupAnswer[] }>(terminal, options, 'GET', `${base}/groups`)).groups
}

async function listGroups(options: OrganisationOptions, terminal: Terminal): Promise<void> {
  const groups = await askAll(await findOrganisation(options, terminal), options, terminal)
  if (options.json) return printJson(terminal, { groups })
  const rows = groups.map(({ id, name, externalId, members }) => [id, name, externalId ?? '', String(members)])
  const none = 'There is no group yet. Make one with: mycel group add NAME'
  printTable(terminal, ['id', 'group', 'external id', 'members'], rows, { right: ['members'], none })
}

async function addGroup(name: string, options: OrganisationOptions, terminal: Terminal): Promise<void> {
  const base = await findOrganisation(options, terminal)
  const { id } = await ask<GroupAnswer>(terminal, options, 'POST', `${base}/groups`, { name })
  print(terminal, `The group ${name} is there, with the id ${id}.`)
}

async function removeGroup(name: string, options: OrganisationOptions, terminal: Terminal): Promise<void> {
  const base = await findOrganisation(options, terminal)
  const { id } = await findGroup(base, name, options, terminal)
  await ask(terminal, options, 'DELETE', `${base}/groups/${segment(id)}`)
  print(terminal, `The group ${name} is gone; its members stay.`)
}

async function move(
  method: 'PUT' | 'DELETE',
  name: string,
  who: string,
  options: OrganisationOptions,
  terminal: Terminal,
): Promise<void> {
  const base = await findOrganisation(options, terminal)
  const group = await findGroup(base, name, options, terminal)
  const person = await findPerson(base, who, options, terminal)
  await ask(terminal, options, method, `${base}/groups/${segment(group.id)}/members/${segment(person.id)}`)
  print(terminal, `${who} is ${method === 'PUT' ? 'in' : 'not in'} the group ${group.name}.`)
}

async function findGroup(
  base: string,
  name: string,
  options: OrganisationOptions,
  terminal: Terminal,
): Promise<GroupAnswer> {
  const groups = await askAll(base, options, terminal)
  const group = groups.find((one) => one.id === name || one.name.toLowerCase() === name.toLowerCase())
  if (group) return group
  throw new Problem('not-found', `there is no group ${name}`, { hint: 'see: mycel group list' })
}
