import { type Command, Option } from 'commander'
import { Problem } from '../lib/problem.ts'
import { presets } from '../rooms/presets.ts'
import type { EventRequestAnswer, RoomAnswer } from './answers.ts'
import { printEvent, spanOf } from './event-show.ts'
import { addInOrganisation, findOrganisation, type OrganisationOptions } from './in-organisation.ts'
import { addExamples } from './options.ts'
import { ask, segment } from './remote.ts'
import { printTable } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface AcceptOptions extends OrganisationOptions {
  readonly name?: string
  readonly preset?: string
}

/** `mycel event`: what people ask for on the form for events, and what is decided about it. */
export function define(command: Command, terminal: Terminal): void {
  command.description(
    'Requests for events, and the form on which they are made. Who asks is shown to administrators alone.',
  )
  const list = addInOrganisation(command.command('list'))
    .description('the requests of an organisation, the newest first')
    .option('--json', 'print JSON')
    .action((options: OrganisationOptions) => listEvents(options, terminal))
  const show = addInOrganisation(command.command('show'))
    .description('what was asked for, what it takes, and whether it fits')
    .argument('<id>', 'the request')
    .option('--json', 'print JSON')
    .action((id: string, options: OrganisationOptions) => showEvent(id, options, terminal))
  addExamples(list, ['mycel event list --organisation school', ''])
  addExamples(show, ['mycel event show k2v9q1hd0a3m --organisation school', ''])
  defineDecisions(command, terminal)
  const form = addInOrganisation(command.command('form'))
    .description('where the public asks for events: open it, close it, or see which it is')
    .argument('[state]', 'open or closed')
    .option('--json', 'print JSON')
    .action((state: string | undefined, options: OrganisationOptions) => tendForm(state, options, terminal))
  addExamples(form, ['mycel event form open --organisation school', ''])
}

function defineDecisions(command: Command, terminal: Terminal): void {
  const accept = addInOrganisation(command.command('accept'))
    .description('make the room that was asked for, booked for the time of the event')
    .argument('<id>', 'the request')
    .option('--name <name>', 'the name of the room in addresses; default: one that nobody guesses')
    .addOption(new Option('--preset <preset>', 'what the room is for; default: what was asked for').choices(presets))
    .option('--json', 'print JSON')
    .action((id: string, options: AcceptOptions) => acceptEvent(id, options, terminal))
  const decline = addInOrganisation(command.command('decline'))
    .description('decline what was asked for; whoever asked is told by you')
    .argument('<id>', 'the request')
    .action((id: string, options: OrganisationOptions) => declineEvent(id, options, terminal))
  const remove = addInOrganisation(command.command('remove'))
    .description('delete a request with all that is in it before its time; its room stays')
    .argument('<id>', 'the request')
    .action((id: string, options: OrganisationOptions) => removeEvent(id, options, terminal))
  addExamples(accept, ['mycel event accept k2v9q1hd0a3m --organisation school --name yearly-assembly', ''])
  addExamples(decline, ['mycel event decline k2v9q1hd0a3m --organisation school', ''])
  addExamples(remove, ['mycel event remove k2v9q1hd0a3m --organisation school', ''])
}

async function listEvents(options: OrganisationOptions, terminal: Terminal): Promise<void> {
  const base = await findOrganisation(options, terminal)
  type Answer = { readonly requests: readonly EventRequestAnswer[] }
  const answer = await ask<Answer>(terminal, options, 'GET', `${base}/event-requests`)
  if (options.json) return printJson(terminal, answer)
  const rows = answer.requests.map(({ id, state, event, contact }) => [
    id,
    state,
    spanOf(event),
    String(event.people),
    event.title,
    contact?.name ?? '',
  ])
  const none = 'Nobody has asked for an event. The form is opened with: mycel event form open'
  printTable(terminal, ['id', 'state', 'when (UTC)', 'people', 'event', 'asked by'], rows, { right: ['people'], none })
}

async function showEvent(id: string, options: OrganisationOptions, terminal: Terminal): Promise<void> {
  const request = await ask<EventRequestAnswer>(terminal, options, 'GET', await pathOf(id, options, terminal))
  if (options.json) return printJson(terminal, request)
  printEvent(request, terminal)
}

async function acceptEvent(id: string, options: AcceptOptions, terminal: Terminal): Promise<void> {
  const { name, preset } = options
  const path = await pathOf(id, options, terminal)
  const room = await ask<RoomAnswer>(terminal, options, 'POST', `${path}/accept`, { name, preset })
  if (options.json) return printJson(terminal, room)
  print(terminal, `The room ${room.name} is booked for it: ${room.url}`)
  print(terminal, 'No e-mail is sent: tell whoever asked.')
}

async function declineEvent(id: string, options: OrganisationOptions, terminal: Terminal): Promise<void> {
  await ask(terminal, options, 'POST', `${await pathOf(id, options, terminal)}/decline`)
  print(terminal, `The request ${id} is declined. No e-mail is sent: tell whoever asked.`)
}

async function removeEvent(id: string, options: OrganisationOptions, terminal: Terminal): Promise<void> {
  await ask(terminal, options, 'DELETE', await pathOf(id, options, terminal))
  print(terminal, `The request ${id} is deleted with all that was in it.`)
}

async function tendForm(state: string | undefined, options: OrganisationOptions, terminal: Terminal): Promise<void> {
  const path = `${await findOrganisation(options, terminal)}/event-form`
  const wanted = state === undefined ? undefined : { open: isOpen(state) }
  type Answer = { readonly open: boolean; readonly url: string }
  const answer = await ask<Answer>(terminal, options, wanted ? 'PUT' : 'GET', path, wanted)
  if (options.json) return printJson(terminal, answer)
  print(terminal, `The form is ${answer.open ? `open, at ${answer.url}` : 'closed.'}`)
}

function isOpen(state: string): boolean {
  if (state === 'open' || state === 'closed') return state === 'open'
  throw new Problem('usage', `the form cannot be ${state}`, { hint: 'write open or closed' })
}

async function pathOf(id: string, options: OrganisationOptions, terminal: Terminal): Promise<string> {
  return `${await findOrganisation(options, terminal)}/event-requests/${segment(id)}`
}
