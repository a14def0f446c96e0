import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import type { Command } from 'commander'
import { type Code, Problem } from '../lib/problem.ts'
import { readRoomList } from './chat-read.ts'
import {
  type ChatAnswer,
  type PreviewAnswer,
  printChat,
  printPreviews,
  printRun,
  printRuns,
  type RunAnswer,
} from './chat-show.ts'
import { Told } from './failure.ts'
import { addExamples, fromCwd, wholeNumber } from './options.ts'
import { addRemote, ask, type RemoteOptions, segment } from './remote.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface PurgeOptions extends RemoteOptions {
  readonly dryRun?: boolean
}

/** `mycel chat`: old messages of chat rooms, deleted and proved to be. */
export function define(command: Command, terminal: Terminal): void {
  command.description('Deletes old messages of the chat rooms that coop.yaml lists, and keeps the evidence.')
  const list = addRemote(command.command('list'))
    .description('the rooms, for how long they keep messages, and what a run would meet')
    .option('--json', 'print JSON')
    .action((options: RemoteOptions) => listChat(options, terminal))
  const purge = addRemote(command.command('purge'))
    .description('delete old messages now; rooms that are held, not asked or not told yet are left alone')
    .argument('[rooms...]', 'names or ids; default: all')
    .option('--dry-run', 'count what would be deleted, and delete nothing')
    .option('--json', 'print JSON')
    .action((rooms: string[], options: PurgeOptions) =>
      options.dryRun ? preview(rooms, options, terminal) : purgeChat(rooms, options, terminal),
    )
  const history = addRemote(command.command('history'))
    .description('what was deleted, newest first: the evidence')
    .option('--limit <number>', 'how many runs', wholeNumber(1, 1000), 20)
    .option('--json', 'print JSON')
    .action((options: RemoteOptions & { limit: number }) => showHistory(options, terminal))
  addExamples(list, ['mycel chat list', ''])
  addExamples(
    purge,
    ['mycel chat purge --dry-run', 'counts, and deletes nothing'],
    ['mycel chat purge Organising', 'one room, without waiting for the schedule'],
  )
  addExamples(history, ['mycel chat history --limit 1000 --json', 'for an archive'])
  defineHolds(command, terminal)
}

function defineHolds(command: Command, terminal: Terminal): void {
  const hold = addRemote(command.command('hold'))
    .description('delete nothing of a room any more: a legal hold')
    .argument('<room>', 'its name or id')
    .requiredOption('--reason <words>', 'why')
    .action((room: string, options: RemoteOptions & { reason: string }) => holdRoom(room, options, terminal))
  const release = addRemote(command.command('release'))
    .description('end a hold')
    .argument('<room>', 'its name or id')
    .action((room: string, options: RemoteOptions) => releaseRoom(room, options, terminal))
  const read = command
    .command('read')
    .description('turn a plain list of room ids, one a line, into what coop.yaml takes; says what is wrong with it')
    .argument('<file>', 'the list')
    .action((file: string) => readList(file, terminal))
  addExamples(hold, ['mycel chat hold Organising --reason "dispute about the lease"', ''])
  addExamples(release, ['mycel chat release Organising', ''])
  addExamples(read, ['mycel chat read matrix-rooms.txt', 'prints YAML; what is wrong goes to stderr'])
}

async function listChat(options: RemoteOptions, terminal: Terminal): Promise<void> {
  const answer = await ask<ChatAnswer>(terminal, options, 'GET', '/chat')
  if (options.json) return printJson(terminal, answer)
  printChat(terminal, answer)
}

/** Room by room, as each may take a while. */
async function preview(wanted: readonly string[], options: PurgeOptions, terminal: Terminal): Promise<void> {
  const { rooms } = await ask<ChatAnswer>(terminal, options, 'GET', '/chat')
  const names = wanted.length === 0 ? rooms.map(({ id }) => id) : wanted
  const previews: PreviewAnswer[] = []
  for (const name of names) {
    try {
      previews.push(await ask<PreviewAnswer>(terminal, options, 'POST', `/chat/rooms/${segment(name)}/preview`))
    } catch (error) {
      if (!(error instanceof Problem) || wanted.length > 0 || terminal.signal.aborted) throw error
      const room = rooms.find(({ id }) => id === name)
      previews.push({ room: name, name: room?.name ?? name, trouble: error.message })
    }
  }
  if (options.json) printJson(terminal, { previews })
  else printPreviews(terminal, previews)
  const failed = previews.filter((one) => 'trouble' in one).length
  if (failed > 0) throw tell(terminal, 'upstream', `${failed} of ${previews.length} rooms could not be counted.`)
}

async function purgeChat(rooms: readonly string[], options: PurgeOptions, terminal: Terminal): Promise<void> {
  const body = rooms.length === 0 ? {} : { rooms }
  const begun = await ask<RunAnswer>(terminal, options, 'POST', '/chat/runs', body)
  const run = await untilOver(begun, options, terminal)
  if (options.json) printJson(terminal, run)
  else printRun(terminal, run)
  if (run.state === 'done') return
  throw tell(terminal, 'upstream', 'Not every room could be done: the list says why. What it calls deleted is gone.')
}

/** A run that is to be tried again in a while goes on without anybody waiting for it. */
async function untilOver(run: RunAnswer, options: RemoteOptions, terminal: Terminal): Promise<RunAnswer> {
  if (run.state !== 'running') return run
  const open = run.purges.filter(({ state }) => state === 'purging')
  if (open.length > 0 && open.every(({ tries }) => tries >= 3)) {
    for (const { name, reason } of open) terminal.err.write(`${name}: ${reason ?? 'is to be tried again'}\n`)
    throw tell(terminal, 'unavailable', 'Mycel tries again for about half a day by itself; see: mycel chat history')
  }
  await setTimeout(1000, undefined, { signal: terminal.signal })
  const now = await ask<RunAnswer>(terminal, options, 'GET', `/chat/runs/${segment(run.id)}`)
  return await untilOver(now, options, terminal)
}

/** Says how the world is now, which the usual last line of a failure does not know. */
function tell(terminal: Terminal, code: Code, words: string): Told {
  terminal.err.write(`${words}\n`)
  return new Told(words, { cause: new Problem(code, words) })
}

async function showHistory(options: RemoteOptions & { limit: number }, terminal: Terminal): Promise<void> {
  const path = `/chat/runs?limit=${options.limit}`
  const answer = await ask<{ readonly runs: readonly RunAnswer[] }>(terminal, options, 'GET', path)
  if (options.json) return printJson(terminal, answer)
  printRuns(terminal, answer.runs)
}

async function holdRoom(room: string, options: RemoteOptions & { reason: string }, terminal: Terminal): Promise<void> {
  await ask(terminal, options, 'PUT', `/chat/rooms/${segment(room)}/hold`, { reason: options.reason })
  print(terminal, `Nothing of ${room} is deleted any more. End that with: mycel chat release ${room}`)
}

async function releaseRoom(room: string, options: RemoteOptions, terminal: Terminal): Promise<void> {
  await ask(terminal, options, 'DELETE', `/chat/rooms/${segment(room)}/hold`)
  print(terminal, `The hold on ${room} has ended: the next run deletes what is too old.`)
}

async function readList(file: string, terminal: Terminal): Promise<void> {
  const text = await readFile(fromCwd(file, terminal), 'utf8').catch((cause: unknown) => {
    throw new Problem('not-found', `${file} cannot be read`, { cause })
  })
  const { yaml, faults, rooms } = readRoomList(text)
  print(terminal, yaml)
  for (const fault of faults) terminal.err.write(`${file}:${fault}\n`)
  terminal.err.write(`${rooms} rooms. Give each its name, its owner and the day on which its people agreed.\n`)
}
