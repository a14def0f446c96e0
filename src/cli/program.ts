import { Command } from 'commander'
import type { Terminal } from './terminal.ts'

/** What the file of a command exports: it gives the command its words, options, examples and action. */
interface CommandFile {
  define(command: Command, terminal: Terminal): void
}

interface Entry {
  readonly name: string
  readonly summary: string
  readonly group: string
  readonly load: () => Promise<CommandFile>
}

const run = 'Run it:'
const machines = 'Its machines:'
const declared = 'Read what coop.yaml amounts to:'
const running = 'Ask and change the running one:'

const entries: readonly Entry[] = [
  entry(run, 'up', 'run the co-op of coop.yaml, here', () => import('./up.ts')),
  entry(run, 'init', 'write a first coop.yaml', () => import('./coop/init.ts')),
  entry(run, 'check', 'read coop.yaml and report its mistakes', () => import('./check.ts')),
  entry(run, 'secret', 'keep the secrets that coop.yaml names', () => import('./secret.ts')),
  entry(run, 'practice', 'run practice servers', () => import('./practice.ts')),
  entry(run, 'notes', 'the minutes of meetings', () => import('./notes/notes.ts')),
  entry(run, 'simulate', 'how many servers are needed', () => import('./simulate.ts')),
  entry(machines, 'plan', 'what apply would change', () => import('./plan/plan.ts')),
  entry(machines, 'apply', 'make the machines as coop.yaml says', () => import('./plan/apply.ts')),
  entry(machines, 'adopt', 'take over what was made by hand', () => import('./plan/adopt.ts')),
  entry(machines, 'drift', 'what others changed since the last apply', () => import('./plan/drift.ts')),
  entry(machines, 'applies', 'what was applied, by whom and why', () => import('./plan/applies.ts')),
  entry(declared, 'capacity', 'memory, cores, disk and money, month by month', () => import('./coop/capacity.ts')),
  entry(declared, 'roadmap', 'what comes when, against what was promised', () => import('./coop/roadmap.ts')),
  entry(declared, 'service', 'the catalogue of services', () => import('./coop/service.ts')),
  entry(declared, 'dns', 'zones that follow from machines and services', () => import('./coop/dns.ts')),
  entry(declared, 'address', 'addresses of machines, and words in them', () => import('./coop/address.ts')),
  entry(running, 'status', 'what it does at the moment', () => import('./status.ts')),
  entry(running, 'server', 'the BigBlueButton servers of the pool', () => import('./server.ts')),
  entry(running, 'organisation', 'who may hold meetings, and their secrets', () => import('./organisation.ts')),
  entry(running, 'room', 'permanent rooms, and the way into them', () => import('./room.ts')),
  entry(running, 'event', 'requests for events, and what is decided', () => import('./event.ts')),
  entry(running, 'person', 'the accounts of an organisation', () => import('./person.ts')),
  entry(running, 'group', 'groups of people', () => import('./group.ts')),
  entry(running, 'link', 'short links, and what is wrong with them', () => import('./link/link.ts')),
  entry(running, 'usage', 'participant-minutes of a month', () => import('./usage.ts')),
  entry(running, 'statement', 'closed months, and what is due for them', () => import('./statement.ts')),
  entry(running, 'meeting', 'the meetings that go on now', () => import('./meeting.ts')),
  entry(running, 'chat', 'old messages of chat rooms', () => import('./chat.ts')),
  entry(running, 'vision', 'the picture walls', () => import('./vision.ts')),
  entry(running, 'callback', 'what front ends asked to be told', () => import('./callback.ts')),
  entry(running, 'token', 'tokens for the REST API', () => import('./token.ts')),
  entry(running, 'service-account', 'accounts of programs', () => import('./service-account.ts')),
  entry(running, 'audit', 'who changed what', () => import('./audit.ts')),
]

function entry(group: string, name: string, summary: string, load: Entry['load']): Entry {
  return { group, name, summary, load }
}

/** The names of all commands, as typed. */
export const commandNames: readonly string[] = entries.map(({ name }) => name)

/**
 * The program as commander knows it. Only the files of the commands that `argv` names are loaded, so that help and
 * mistakes in typing are answered at once.
 */
export async function createProgram(argv: readonly string[], terminal: Terminal): Promise<Command> {
  const program = new Command('mycel')
    .description("Runs a co-op's own shared infrastructure from one file.")
    .version(`mycel ${terminal.version}`, '--version', 'print the version')
    .helpOption('--help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .exitOverride()
    .showHelpAfterError('See: mycel --help')
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.err.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'mycel: ')),
      getOutHelpWidth: () => widthOf(terminal.out.columns),
      getErrHelpWidth: () => widthOf(terminal.err.columns),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
  for (const { name, group, summary, load } of entries) {
    const command = program.command(name).summary(summary).helpGroup(group)
    command.helpOption('--help', 'show this help').showHelpAfterError(`See: mycel ${name} --help`)
    if (!argv.includes(name)) continue
    const file = await load()
    file.define(command, terminal)
    nameHelp(command)
  }
  return program
}

/** Each command names its own help after a mistake in typing it. */
function nameHelp(command: Command): void {
  command.showHelpAfterError(`See: ${pathOf(command)} --help`)
  command.commands.forEach(nameHelp)
}

/** A command as it is typed: `mycel server add`. */
export function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name()
}

/** The command that these words name; the last that is known when they go on. */
export function findCommand(program: Command, [word, ...rest]: readonly string[]): Command {
  const inner = program.commands.find((one) => one.name() === word)
  return inner ? findCommand(inner, rest) : program
}

function widthOf(columns: number): number {
  return Math.min(Math.max(columns, 60), 110)
}
