import { readFile } from 'node:fs/promises'
import { readDocument } from '../../config/document.ts'
import { Problem } from '../../lib/problem.ts'
import { namesOf, type RetireTask, retireTasks } from '../../machines/retire.ts'
import { findCoopFile } from '../coop-file.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import { type FileOptions, findService, readDeclared } from './declared.ts'
import { findMentions } from './mentions.ts'

const headings: readonly [when: RetireTask['when'], heading: string][] = [
  ['first', 'Before anything is switched off'],
  ['then', 'On the day'],
  ['last', 'When nobody misses it'],
]

/** `mycel service retire`: prints the checklist, each with the line of coop.yaml. Changes nothing. */
export async function retire(name: string, options: FileOptions, terminal: Terminal): Promise<void> {
  const config = await readDeclared(options, terminal)
  const service = findService(config, name)
  const file = await findCoopFile(options.file, terminal)
  if (!file) throw new Problem('not-found', 'the configuration is gone', { hint: 'was it moved?' })
  const document = readDocument(file.shown, await readFile(file.path, 'utf8'))
  const names = namesOf(config, service).map((one) => one.name)
  const tasks = retireTasks(config, service, findMentions(document.value, names)).map((task) => ({
    ...task,
    at: task.path && document.locate(task.path),
  }))
  if (options.json) return printJson(terminal, { service: service.id, tasks })
  print(terminal, `To retire ${service.name}:`)
  for (const [when, heading] of headings) {
    const these = tasks.filter((task) => task.when === when)
    if (these.length === 0) continue
    print(terminal, '', `### ${heading}`)
    for (const { task, at } of these) print(terminal, `- [ ] ${task}${at ? ` (${at.file}:${at.line})` : ''}`)
  }
  terminal.err.write('\nNothing was changed.\n')
}
