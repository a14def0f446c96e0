import type { Command } from 'commander'
import type { Config, ServiceConfig } from '../../config/config.ts'
import { Problem, Problems } from '../../lib/problem.ts'
import { findCoopFile, inspectCoopFile } from '../coop-file.ts'
import type { Terminal } from '../terminal.ts'

/** What commands that read coop.yaml, and nothing else, are given. */
export interface FileOptions {
  readonly file?: string
  readonly json?: boolean
}

/** Adds the option that names the file. */
export function addFile(command: Command): Command {
  return command.option('-f, --file <path>', 'the configuration; default: ./coop.yaml')
}

/** Reads the configuration; its warnings are for `mycel check`. Throws Problems with every mistake in it. */
export async function readDeclared(options: FileOptions, terminal: Terminal): Promise<Config> {
  const declared = await readIfThere(options, terminal)
  if (declared) return declared
  const hint = 'name one with --file, or write a first one with: mycel init'
  throw new Problem('not-found', 'there is no coop.yaml in this folder', { hint })
}

/** The same; undefined when no file is named and the folder has none. */
export async function readIfThere({ file }: FileOptions, terminal: Terminal): Promise<Config | undefined> {
  const found = await findCoopFile(file, terminal)
  if (!found) return undefined
  const { config, problems } = await inspectCoopFile(found)
  if (!config) throw new Problems(problems)
  return config
}

/** The service of that name. Throws a Problem when there is none. */
export function findService({ services }: Config, name: string): ServiceConfig {
  const service = services.find(({ id }) => id === name)
  if (service) return service
  throw new Problem('not-found', `there is no service ${name}`, { hint: 'see: mycel service list' })
}
