import { type Command, Option } from 'commander'
import { presets } from '../rooms/presets.ts'
import type { RoomAnswer } from './answers.ts'
import { addExamples } from './options.ts'
import { addRemote, ask, type RemoteOptions, segment } from './remote.ts'
import { addRoomFields, type FieldOptions, toBody } from './room-fields.ts'
import { printRoom } from './room-show.ts'
import { findOrganisation, type OfOrganisation, roomsOf } from './room-where.ts'
import { printTable } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

type Options = RemoteOptions & OfOrganisation
type ChangeOptions = Options & FieldOptions

/** `mycel room`: permanent rooms, each with a page of its own at /r/NAME. */
export function define(command: Command, terminal: Terminal): void {
  command.description('Permanent rooms. Each has a page of its own at /r/NAME, by which people come in.')
  const add = of(command, 'add', 'add a room').argument('<name>', 'its name in addresses: small letters, digits and -')
  addRoomFields(add)
    .addOption(new Option('--preset <preset>', 'what it is for').choices(presets).default('open'))
    .option('--json', 'print JSON')
    .action((name: string, options: ChangeOptions) => addRoom(name, options, terminal))
  const list = of(command, 'list', 'all rooms of an organisation')
    .option('--json', 'print JSON')
    .action((options: Options) => listRooms(options, terminal))
  const show = of(command, 'show', 'everything about one, its codes too')
    .argument('<room>', 'its name or id')
    .option('--json', 'print JSON')
    .action((room: string, options: Options) => showRoom(room, options, terminal))
  addExamples(
    add,
    ['mycel room add calls --title "Calls"', 'where there is one organisation only'],
    ['mycel room add board --organisation school --title Board --preset private', 'with a lobby and an access code'],
  )
  addExamples(list, ['mycel room list --organisation school', ''])
  addExamples(show, ['mycel room show calls', ''])
  defineChanges(command, terminal)
}

function defineChanges(command: Command, terminal: Terminal): void {
  const set = of(command, 'set', 'change a room').argument('<room>', 'its name or id')
  addRoomFields(set)
    .option('--name <name>', 'another name; the old one leads to the room still')
    .addOption(new Option('--preset <preset>', 'what it is for').choices(presets))
    .option('--json', 'print JSON')
    .action((room: string, options: ChangeOptions) => changeRoom(room, options, terminal))
  const remove = of(command, 'remove', 'remove a room and its names; a meeting in it goes on')
    .argument('<room>', 'its name or id')
    .action((room: string, options: Options) => removeRoom(room, options, terminal))
  const open = of(command, 'open', 'begin its meeting, unless it goes on, and print the way in as a moderator')
    .argument('<room>', 'its name or id')
    .requiredOption('--as <name>', 'what you are called there')
    .option('--json', 'print JSON')
    .action((room: string, options: Options & { as: string }) => openRoom(room, options, terminal))
  addExamples(
    set,
    ['mycel room set calls --name all-hands', ''],
    ['mycel room set calls --setting lobby=true --setting recording=preset', 'one set, one left to the preset again'],
    ['mycel room set calls --access-code new', 'make another code'],
  )
  addExamples(remove, ['mycel room remove calls', ''])
  addExamples(open, ['mycel room open calls --as Ada', ''])
}

function of(command: Command, verb: string, does: string): Command {
  return addRemote(command.command(verb))
    .description(does)
    .option('--organisation <id>', 'whose room it is; may be left out where there is only one')
}

async function addRoom(name: string, options: ChangeOptions, terminal: Terminal): Promise<void> {
  const organisation = await findOrganisation(options, terminal)
  const body = { title: name, ...toBody(options), name }
  const room = await ask<RoomAnswer>(terminal, options, 'POST', roomsOf(organisation), body)
  if (options.json) return printJson(terminal, room)
  print(terminal, `The room ${room.name} is there: ${room.url}`)
  if (room.accessCode !== null) print(terminal, `Whoever comes in must know the access code: ${room.accessCode}`)
}

async function listRooms(options: Options, terminal: Terminal): Promise<void> {
  const organisation = await findOrganisation(options, terminal)
  const answer = await ask<{ rooms: readonly RoomAnswer[] }>(terminal, options, 'GET', roomsOf(organisation))
  if (options.json) return printJson(terminal, answer)
  const rows = answer.rooms.map((room) => [
    room.name,
    room.preset,
    room.running ? `${room.people}` : '-',
    `${room.owners.length}`,
    room.title,
  ])
  const none = `The organisation ${organisation} has no room yet. Add one with: mycel room add NAME`
  printTable(terminal, ['room', 'preset', 'people now', 'owners', 'title'], rows, { none })
}

async function showRoom(room: string, options: Options, terminal: Terminal): Promise<void> {
  const path = await pathOf(room, options, terminal)
  const answer = await ask<RoomAnswer>(terminal, options, 'GET', path)
  if (options.json) return printJson(terminal, answer)
  printRoom(terminal, answer)
}

async function changeRoom(room: string, options: ChangeOptions, terminal: Terminal): Promise<void> {
  const path = await pathOf(room, options, terminal)
  const answer = await ask<RoomAnswer>(terminal, options, 'PATCH', path, toBody(options))
  if (options.json) return printJson(terminal, answer)
  printRoom(terminal, answer)
}

async function removeRoom(room: string, options: Options, terminal: Terminal): Promise<void> {
  await ask(terminal, options, 'DELETE', await pathOf(room, options, terminal))
  print(terminal, `The room ${room} is removed.`)
}

async function openRoom(room: string, options: Options & { as: string }, terminal: Terminal): Promise<void> {
  const path = `${await pathOf(room, options, terminal)}/start`
  const answer = await ask<{ readonly address: string }>(terminal, options, 'POST', path, { name: options.as })
  if (options.json) return printJson(terminal, answer)
  print(terminal, `The meeting of ${room} is there. For one browser, within minutes:`, answer.address)
}

async function pathOf(room: string, options: Options, terminal: Terminal): Promise<string> {
  return `${roomsOf(await findOrganisation(options, terminal))}/${segment(room)}`
}
