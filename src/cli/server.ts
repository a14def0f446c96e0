import type { Command } from 'commander'
import { renderFields } from '../lib/table.ts'
import type { DrainingAnswer, ServerAnswer, ServerDetailsAnswer } from './answers.ts'
import { addExamples, collect, wholeNumber } from './options.ts'
import { addRemote, ask, type RemoteOptions, segment } from './remote.ts'
import { askForSecret } from './secret-input.ts'
import { defineOwner } from './server-owner.ts'
import { count, moment, printTable } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface AddOptions extends RemoteOptions {
  readonly id?: string
  readonly capacity?: number
  readonly weight?: number
  readonly tag: readonly string[]
  readonly checksum?: string
  readonly owner?: string
  readonly secretFile?: string
  readonly unchecked?: boolean
}

/** `mycel server`: the BigBlueButton servers of the running pool. */
export function define(command: Command, terminal: Terminal): void {
  command.description(
    'The BigBlueButton servers of the pool. Those of coop.yaml and those that were added here work alike; ' +
      'what is decided here survives restarts.',
  )
  defineAdd(command, terminal)
  const list = addRemote(command.command('list'))
    .description('all servers and how full they are')
    .option('--json', 'print JSON')
    .action((options: RemoteOptions) => listServers(options, terminal))
  const show = addRemote(command.command('show'))
    .description('everything about one server')
    .argument('<id>', 'the server')
    .option('--json', 'print JSON')
    .action((id: string, options: RemoteOptions) => showServer(id, options, terminal))
  addExamples(list, ['mycel server list', ''])
  addExamples(show, ['mycel server show bbb1', ''])
  defineStates(command, terminal)
  defineOwner(command, terminal)
  const remove = addRemote(command.command('remove'))
    .description('take out a server that was added here')
    .argument('<id>', 'the server')
    .option('--force', 'give up the meetings that are still on it')
    .action((id: string, options: RemoteOptions & { force?: boolean }) => removeServer(id, options, terminal))
  addExamples(remove, ['mycel server remove bbb1', 'once it is drained: refused while it has meetings'])
}

function defineAdd(command: Command, terminal: Terminal): void {
  const add = addRemote(command.command('add'))
    .description('add a server; its secret is asked for, or piped in (bbb-conf --secret prints it on the server)')
    .argument(
      '<url>',
      'its API, such as https://bbb1.example.coop/bigbluebutton/api, or as bbb-conf --secret prints it',
    )
    .option('--id <name>', "its name in messages; default: the address's host")
    .option('--capacity <people>', 'people that fit at once; default: 150', wholeNumber(1, 100_000))
    .option('--weight <number>', 'preference against the others; default: 1', Number)
    .option('--tag <word>', 'a word by which organisations choose servers; may be repeated', collect, [])
    .option('--checksum <name>', 'the hash of its signatures; default: sha256')
    .option('--owner <organisation>', 'the organisation that brought it: its own meetings go there first')
    .option('--secret-file <path>', 'the file in which its secret is; - for what is piped in')
    .option('--unchecked', 'add it although it does not answer yet')
    .action((url: string, options: AddOptions) => addServer(url, options, terminal))
  addExamples(
    add,
    ['mycel server add https://bbb1.example.coop/bigbluebutton/api --id bbb1', 'asks for the secret'],
    ['mycel server add https://bbb2.example.coop/bigbluebutton/api --tag large --secret-file bbb2.secret', ''],
  )
}

function defineStates(command: Command, terminal: Terminal): void {
  const states = [
    ['drain', 'draining', 'give it no new meetings; those it has go on'],
    ['enable', 'enabled', 'give it meetings again'],
    ['disable', 'disabled', 'use it no more at all: not even for the meetings it has'],
  ] as const
  for (const [verb, state, does] of states) {
    const one = addRemote(command.command(verb))
      .description(does)
      .argument('<id>', 'the server')
      .action((id: string, options: StateOptions) => setState(id, state, options, terminal))
    if (state === 'disabled') one.option('--force', 'cut off the people who are on it')
    addExamples(one, [`mycel server ${verb} bbb1`, ''])
  }
}

interface StateOptions extends RemoteOptions {
  readonly force?: boolean
}

async function addServer(url: string, options: AddOptions, terminal: Terminal): Promise<void> {
  const { id, capacity, weight, tag: tags, checksum, owner, unchecked } = options
  const secret = await askForSecret('secret of the server', options.secretFile, terminal)
  const body = { url, secret: secret.reveal(), id, capacity, weight, tags, checksum, owner }
  const path = unchecked ? '/servers?unchecked=true' : '/servers'
  const server = await ask<ServerAnswer>(terminal, options, 'POST', path, body)
  print(
    terminal,
    `The server ${server.id} is in the pool, with room for ${count(server.capacity, 'person', 'people')}.`,
  )
}

async function listServers(options: RemoteOptions, terminal: Terminal): Promise<void> {
  const answer = await ask<{ servers: readonly ServerAnswer[] }>(terminal, options, 'GET', '/servers')
  if (options.json) return printJson(terminal, answer)
  const heading = [
    'server',
    'declared in',
    'condition',
    'people',
    'seats',
    'of',
    'meetings',
    'takes new ones',
    'owner',
    'tags',
  ]
  const rows = answer.servers.map((server) => [
    server.id,
    server.origin,
    conditionOf(server),
    peopleOf(server),
    `${server.seats}`,
    `${server.capacity}`,
    `${server.meetings}`,
    server.takesMeetings ? 'yes' : `no: ${server.whyNot ?? server.state}`,
    server.owner ?? '',
    server.tags.join(' '),
  ])
  const none = 'There is no server yet. Add one with: mycel server add URL'
  printTable(terminal, heading, rows, { right: ['people', 'seats', 'of', 'meetings'], none })
}

async function showServer(id: string, options: RemoteOptions, terminal: Terminal): Promise<void> {
  const server = await ask<ServerDetailsAnswer>(terminal, options, 'GET', `/servers/${segment(id)}`)
  if (options.json) return printJson(terminal, server)
  const lastSeen = moment(server.lastSeenAt, terminal)
  print(
    terminal,
    renderFields([
      ['server', server.id],
      ['address', server.url],
      ['declared in', server.origin],
      ['condition', isLookedAt(server) ? `${server.condition}, last seen ${lastSeen}` : conditionOf(server)],
      ['last error', server.lastError ?? undefined],
      ['takes new meetings', server.takesMeetings ? 'yes' : `no: ${server.whyNot ?? server.state}`],
      ['people', peopleOf(server)],
      ['seats taken', `${server.seats} of ${server.capacity}`],
      ['weight', `${server.weight}`],
      ['owner', server.owner ?? undefined],
      ['tags', server.tags.join(' ') || undefined],
      ['meetings of others', server.foreignMeetings > 0 ? `${server.foreignMeetings}` : undefined],
      ['people counted', server.events ? 'at once, by its events' : 'at every look'],
      ['draining', server.draining ? drainingIn(server.draining, terminal) : undefined],
    ]),
  )
  if (server.meetings.length === 0) return
  print(terminal, '')
  const rows = server.meetings.map((one) => [one.meetingId, one.organisation, `${one.people}`, one.name])
  printTable(terminal, ['meeting', 'organisation', 'people', 'name'], rows, { right: ['people'], none: '' })
}

async function setState(id: string, state: string, options: StateOptions, terminal: Terminal): Promise<void> {
  const server = await ask<ServerAnswer>(
    terminal,
    options,
    'PUT',
    `/servers/${segment(id)}/state${options.force ? '?force=true' : ''}`,
    { state },
  )
  const draining = server.draining ? `: ${drainingIn(server.draining, terminal)}` : ''
  print(terminal, `The server ${id} is ${server.state}${draining}.`)
}

async function removeServer(
  id: string,
  options: RemoteOptions & { force?: boolean },
  terminal: Terminal,
): Promise<void> {
  await ask(terminal, options, 'DELETE', `/servers/${segment(id)}${options.force ? '?force=true' : ''}`)
  print(terminal, `The server ${id} is out of the pool.`)
}

function drainingIn({ meetings, people, emptyBy }: DrainingAnswer, terminal: Terminal): string {
  if (meetings === 0) return 'it is empty'
  const left = `${count(meetings, 'meeting')} with ${count(people, 'person', 'people')} left`
  return emptyBy ? `${left}, probably empty ${moment(emptyBy, terminal)}` : left
}

type Looked = Pick<ServerAnswer, 'state' | 'condition' | 'people'>

function isLookedAt({ state }: Looked): boolean {
  return state !== 'disabled'
}

function conditionOf(server: Looked): string {
  return isLookedAt(server) ? server.condition : 'not looked at'
}

function peopleOf({ people }: Looked): string {
  return people === null ? 'unknown' : `${people}`
}
