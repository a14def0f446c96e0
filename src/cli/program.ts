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

const entries: readonly Entry[] = [
  { name: 'up', group: run, summary: 'run the co-op of coop.yaml, here', load: () => import('./up.ts') },
  { name: 'check', group: run, summary: 'read coop.yaml and report its mistakes', load: () => import('./check.ts') },
]

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
    command.helpOption('--help', 'show this help')
    if (!argv.includes(name)) continue
    const file = await load()
    file.define(command, terminal)
  }
  return program
}

function widthOf(columns: number): number {
  return Math.min(Math.max(columns, 60), 110)
}
