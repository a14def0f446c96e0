import type { Command } from 'commander'
import { reportFailure } from './failure.ts'
import { createProgram, findCommand, pathOf } from './program.ts'
import type { Terminal } from './terminal.ts'

/** Carries out what was typed (without `mycel` itself) and gives the exit code. Never throws. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const program = await createProgram(argv, terminal)
    if (argv.length === 0) program.outputHelp()
    else if (argv[0] === 'help' && argv.length > 2) await showHelp(program, argv.slice(1))
    else await program.parseAsync([...argv], { from: 'user' })
    return 0
  } catch (error) {
    return reportFailure(error, terminal, stateAfterFailure(argv))
  }
}

/** `mycel help server add`: a word that is no command is refused as it is when typed without `help`. */
async function showHelp(program: Command, words: readonly string[]): Promise<void> {
  const command = findCommand(program, words)
  const known = pathOf(command).split(' ').length - 1
  if (known < words.length && command.commands.length > 0) await program.parseAsync([...words], { from: 'user' })
  else command.outputHelp()
}

/** Starting may already have made the data folder and secrets in it. */
function stateAfterFailure([command = '']: readonly string[]): string {
  return ['up', 'practice'].includes(command) ? 'Nothing was started.' : 'Nothing was changed.'
}
