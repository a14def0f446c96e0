import type { Command } from 'commander'
import type { Infrastructure } from '../../app/machines/open.ts'
import type { Config } from '../../config/config.ts'
import { Problem, Problems } from '../../lib/problem.ts'
import { renderProblem } from '../../lib/report.ts'
import type { History } from '../../reconcile/history.ts'
import { type CoopFile, findCoopFile, inspectCoopFile } from '../coop-file.ts'
import { collect, dataFolder, repeatOptions } from '../options.ts'
import type { Terminal } from '../terminal.ts'
import { onPractice } from './on-practice.ts'

/** What every command about the machines is told. */
export interface FileOptions {
  readonly file?: string
  readonly data?: string
  readonly json?: boolean
  /** The address of a practice Proxmox, or true for the usual one. */
  readonly practice?: string | true
}

/** What may happen to what is there. */
export interface WillOptions extends FileOptions {
  readonly destroy: readonly string[]
  readonly restart: readonly string[]
  readonly expect?: string
}

/** What a command about the machines works with. */
export interface Opened {
  readonly config: Config
  readonly file: CoopFile
  readonly infrastructure: Infrastructure
  readonly history: History
}

/** Gives a command the options that say which file and which data folder are meant. */
export function addFile(command: Command): Command {
  return command
    .option('-f, --file <path>', 'the configuration; default: ./coop.yaml')
    .option('--data <folder>', 'where secrets and the history are kept; default: $MYCEL_DATA or ./data')
    .option('--practice [address]', 'work on what `mycel practice --proxmox` runs, and on nothing real')
}

/** Gives a command the options that say what may be lost, restarted, and expected. */
export function addWill(command: Command): Command {
  return command
    .option(
      '--destroy <ref>',
      "what may be destroyed, such as machine/old; may be repeated; 'rule/*' for many",
      collect,
      [],
    )
    .option('--restart <ref>', 'what may be restarted, such as machine/web1; may be repeated; all for all', collect, [])
    .option('--expect <plan>', 'the hash of the plan that was looked at, or its number of changes')
}

/** Reads the file and does `work` with what it declares, connected to where it is. Throws Problems for what is wrong. */
export async function withMachines<Result>(
  options: FileOptions,
  terminal: Terminal,
  work: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  const file = await findCoopFile(options.file, terminal)
  if (!file) {
    const hint = 'name one with --file, or write one: mycel init'
    throw new Problem('not-found', 'there is no coop.yaml in this folder', { hint })
  }
  const { config, problems, warnings } = await inspectCoopFile(file)
  if (!config) throw new Problems(problems)
  for (const warning of warnings) terminal.err.write(`warning: ${renderProblem(warning)}\n`)
  const [{ openInfrastructure }, { openHistory, openPractised }] = await Promise.all([
    import('../../app/machines/open.ts'),
    import('../../app/machines/watch.ts'),
  ])
  const dataDir = dataFolder(options.data, terminal)
  const places = { dataDir, env: terminal.env, repeat: repeatOptions(options) }
  const { practice } = options
  const reached = practice === undefined ? config : await onPractice(config, practice)
  await using infrastructure = await openInfrastructure(reached, places).catch((error: unknown) => {
    if (practice === undefined) terminal.err.write(`note: to try it on nothing real: ${practising(file)}\n`)
    throw error
  })
  for (const note of infrastructure.notes) terminal.err.write(`note: ${note}\n`)
  const history = practice === undefined ? openHistory(dataDir) : openPractised(dataDir)
  return await work({ config: reached, file, infrastructure, history })
}

function practising({ shown }: CoopFile): string {
  return `mycel practice --proxmox --file ${shown}, and in another terminal this command with --practice`
}

/** The options that said which machines were meant, to be repeated in a command that is proposed. */
export function sameMachines(options: FileOptions): string {
  const { file, practice } = options
  const practised = practice === undefined ? '' : practice === true ? ' --practice' : ` --practice ${practice}`
  return `${file === undefined ? '' : ` --file ${file}`}${practised}${repeatOptions(options)}`
}
