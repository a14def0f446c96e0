import type { Command } from 'commander'
import type { Config } from '../config/config.ts'
import { Problem, Problems } from '../lib/problem.ts'
import { renderProblem } from '../lib/report.ts'
import { findCoopFile, inspectCoopFile } from './coop-file.ts'
import { Told } from './failure.ts'
import { addExamples } from './options.ts'
import { count } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

/** `mycel check`: exit 0 when the file can be used, 65 or 73 when not. */
export function define(command: Command, terminal: Terminal): void {
  command
    .description('Reads coop.yaml and reports every mistake with its line, without starting or changing anything.')
    .argument('[file]', 'the file; default: ./coop.yaml')
    .option('-f, --file <path>', 'the same, as for other commands')
    .option('--json', 'print problems and warnings as JSON')
    .action((given: string | undefined, { file, json = false }: { file?: string; json?: boolean }) => {
      if (given !== undefined && file !== undefined)
        throw new Problem('usage', `two files are named: ${given}, ${file}`)
      return check(given ?? file, json, terminal)
    })
  addExamples(
    command,
    ['mycel check', 'the coop.yaml of this folder'],
    ['mycel check /etc/mycel/coop.yaml', ''],
    ['mycel check --json | jq .problems', 'for programs'],
  )
}

async function check(given: string | undefined, json: boolean, terminal: Terminal): Promise<void> {
  const file = await findCoopFile(given, terminal)
  if (!file) {
    const hint = 'name one: mycel check PATH. Complete ones to copy are in the folder examples.'
    throw new Problem('not-found', 'there is no coop.yaml in this folder', { hint })
  }
  const { config, problems, warnings } = await inspectCoopFile(file)
  if (json) {
    printJson(terminal, {
      file: file.shown,
      ok: !!config,
      problems: problems.map(plain),
      warnings: warnings.map(plain),
    })
  }
  if (!config) {
    const failure = new Problems(problems)
    throw json ? new Told('told as JSON', { cause: failure }) : failure
  }
  if (json) return
  if (warnings.length > 0) print(terminal, 'Warnings:', ...warnings.map((warning) => renderProblem(warning)))
  print(terminal, `${file.shown} can be used: ${contentsOf(config)}. Nothing was changed.`)
}

function plain({ code, message, hint, path, at }: Problem) {
  return { code, message, hint, path, ...at }
}

function contentsOf({ meetings: { servers, organisations }, machines, services }: Config): string {
  const declared = [
    ...(machines.length > 0 ? [count(machines.length, 'machine')] : []),
    ...(services.length > 0 ? [count(services.length, 'service')] : []),
  ]
  return [count(servers.length, 'server'), count(organisations.length, 'organisation'), ...declared].join(', ')
}
