import type { Command } from 'commander'
import { commandNames, createProgram, pathOf } from './program.ts'
import type { Terminal } from './terminal.ts'

/** docs/admin/commands.md: the help of every command. */
export async function renderManual(): Promise<string> {
  const written: string[] = []
  const program = await createProgram(commandNames, writingTo(written))
  const sections: string[] = []
  for (const command of leavesOf(program)) {
    written.length = 0
    command.outputHelp()
    const name = pathOf(command)
    sections.push(`## ${name}\n\n\`\`\`text\n${written.join('').trimEnd()}\n\`\`\``)
  }
  return `${[introduction, ...sections].join('\n\n')}\n`
}

const introduction = `# Commands

<!-- Written by \`npm run generate\` from the commands themselves; do not edit. -->

\`mycel --help\` lists the commands, \`mycel help COMMAND\` shows one. Where data is printed, \`--json\` prints it for programs.
What the exit code says is in [exit codes](exit-codes.md).`

function leavesOf(command: Command): Command[] {
  const inner = command.commands.filter((one) => one.name() !== 'help')
  return inner.length === 0 ? [command] : inner.flatMap(leavesOf)
}

function writingTo(written: string[]): Terminal {
  const output = { isTTY: false, columns: 100, write: (text: string) => void written.push(text) }
  const nothing = async () => ''
  return {
    out: output,
    err: output,
    input: { isTTY: false, read: nothing, readLine: nothing, readHidden: nothing },
    env: {},
    cwd: '.',
    root: '.',
    version: '',
    signal: new AbortController().signal,
    now: Date.now,
  }
}
