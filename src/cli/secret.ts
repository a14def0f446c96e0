import type { Command } from 'commander'
import { listSecrets, readSecret, writeSecret } from '../config/secrets.ts'
import { addExamples, dataFolder, repeatOptions } from './options.ts'
import { askForSecret } from './secret-input.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface Options {
  readonly data?: string
  readonly json?: boolean
}

/** `mycel secret`: the secrets that coop.yaml names as secret://name. Works whether Mycel runs or not. */
export function define(command: Command, terminal: Terminal): void {
  command.description(
    'Keeps the secrets that coop.yaml names as secret://NAME, in the data folder, readable by this user only. ' +
      'Works whether Mycel runs or not; it reads them when it starts.',
  )
  const set = sub('set', 'store one: typed without showing it, or piped in')
    .argument('<name>', 'the NAME of secret://NAME')
    .action((name: string, options: Options) => setSecret(name, options, terminal))
  const list = sub('list', 'the names of those stored')
    .option('--json', 'print JSON')
    .action((options: Options) => listNames(options, terminal))
  const show = sub('show', 'print one')
    .argument('<name>', 'its name')
    .action((name: string, options: Options) => showSecret(name, options, terminal))
  addExamples(
    set,
    ['mycel secret set bbb1', 'asks for it'],
    ['printf \'%s\' "$SECRET" | mycel secret set bbb1', 'takes what is piped in'],
  )
  addExamples(list, ['mycel secret list --json', ''])
  addExamples(show, ['mycel secret show main', 'to paste into the settings of a front end'])

  function sub(name: string, summary: string): Command {
    return command
      .command(name)
      .description(summary)
      .option('--data <folder>', 'the data folder; default: $MYCEL_DATA or ./data')
  }
}

async function setSecret(name: string, options: Options, terminal: Terminal): Promise<void> {
  const dataDir = dataFolder(options.data, terminal)
  const value = await askForSecret(`secret ${name}`, undefined, terminal)
  const replaced = (await listSecrets(dataDir)).includes(name)
  await writeSecret(dataDir, name, value)
  const what = replaced ? 'replaced' : 'stored'
  print(terminal, `The secret ${name} is ${what}. A running Mycel reads it at its next start.`)
}

async function listNames(options: Options, terminal: Terminal): Promise<void> {
  const secrets = await listSecrets(dataFolder(options.data, terminal))
  if (options.json) printJson(terminal, { secrets })
  else if (secrets.length === 0)
    terminal.err.write(`No secret is stored yet. Store one with: mycel secret set NAME${repeatOptions(options)}\n`)
  else print(terminal, ...secrets)
}

async function showSecret(name: string, options: Options, terminal: Terminal): Promise<void> {
  const repeat = repeatOptions(options)
  const places = { dataDir: dataFolder(options.data, terminal), env: terminal.env, repeat }
  print(terminal, (await readSecret({ kind: 'file', name }, places)).reveal())
}
