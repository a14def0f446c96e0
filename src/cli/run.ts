import { reportFailure } from './failure.ts'
import { createProgram } from './program.ts'
import type { Terminal } from './terminal.ts'

/** Carries out what was typed (without `mycel` itself) and gives the exit code. Never throws. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const program = await createProgram(argv, terminal)
    if (argv.length === 0) program.outputHelp()
    else await program.parseAsync([...argv], { from: 'user' })
    return 0
  } catch (error) {
    return reportFailure(error, terminal, stateAfterFailure(argv))
  }
}

/** Starting may already have made the data folder and secrets in it. */
function stateAfterFailure([command = '']: readonly string[]): string {
  return ['up', 'practice'].includes(command) ? 'Nothing was started.' : 'Nothing was changed.'
}
