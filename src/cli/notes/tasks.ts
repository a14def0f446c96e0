import { writeFile } from 'node:fs/promises'
import { type Command, InvalidArgumentError } from 'commander'
import { dayMs } from '../../lib/days.ts'
import { Problem } from '../../lib/problem.ts'
import { EndsWith } from '../failure.ts'
import { addInOrganisation, findOrganisation, type OrganisationOptions } from '../in-organisation.ts'
import { addExamples, repeatOptions } from '../options.ts'
import { ask } from '../remote.ts'
import { printTable } from '../show.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import type { AppliedAnswer, BoardAnswer, ChangeAnswer, NotePreviewAnswer } from './answers.ts'
import { type GivenFile, readFileOrInput } from './given.ts'
import { inOrder, showChange, showPreview } from './show-changes.ts'

interface Options extends OrganisationOptions {
  readonly apply?: boolean
  readonly only?: readonly number[]
  readonly keep?: boolean
  readonly again?: boolean
}

/** `mycel notes tasks`: what a meeting asks for, and the tasks that came of meetings. */
export function defineTasks(command: Command, terminal: Terminal): void {
  const tasks = addInOrganisation(command.command('tasks'))
    .description(
      'After a meeting: shows what the note would change (tasks, cards, issues, decisions, links) and does what you confirm. Without a note: the open tasks by person and age.',
    )
    .argument('[note]', 'the note, or the address of a pad; - for what is piped in')
    .option('--apply', 'do all of it, without asking about each; what is only guessed is left out')
    .option('--only <numbers>', 'do these, by the numbers in the preview, such as 1,3-5', readNumbers)
    .option('--again', 'propose what was left out before, too')
    .option('--keep', 'do not write links into the file')
    .option('--json', 'print JSON')
    .action((note: string | undefined, options: Options) =>
      note === undefined ? listTasks(options, terminal) : carryOut(note, options, terminal),
    )
  addExamples(
    tasks,
    ['mycel notes tasks 2020-06-22-infrastructure.md', 'shows what would change, and asks about each on a terminal'],
    ['mycel notes tasks note.md --apply', ''],
    ['mycel notes tasks https://pad.example.coop/weekly --only 1,3-5', ''],
    ['mycel notes tasks', 'who has to do what, and since when'],
  )
}

/** `1,3-5` → 1, 3, 4, 5. */
function readNumbers(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [, first = '', last = first] = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(part) ?? []
    const [from, to] = [Number(first), Number(last)]
    if (first === '' || from < 1 || to < from || to > 2000) {
      throw new InvalidArgumentError('Write numbers of the preview, such as 1,3-5.')
    }
    return Array.from({ length: to - from + 1 }, (_, index) => from + index)
  })
}

async function carryOut(named: string, options: Options, terminal: Terminal): Promise<void> {
  const base = await findOrganisation(options, terminal)
  const isPad = /^https?:\/\//.test(named)
  const file = isPad ? undefined : await readFileOrInput(named, terminal)
  const given = file ? { text: file.text, path: file.path } : { pad: named }
  const preview = await ask<NotePreviewAnswer>(terminal, options, 'POST', `${base}/notes/preview`, {
    ...given,
    again: options.again === true,
  })
  const wantsAll = options.apply === true || options.only !== undefined
  if (options.json && !wantsAll) return printJson(terminal, preview)
  if (!options.json) print(terminal, ...showPreview(preview))
  if (preview.changes.length === 0)
    return options.json ? printJson(terminal, { done: [], failed: [] }) : print(terminal, '', nothing)
  const { chosen, declined } = await choose(inOrder(preview.changes), options, terminal)
  if (chosen.length === 0 && declined.length === 0)
    return print(terminal, '', `Nothing was changed. ${howTo(named, options, terminal)}`)
  const body = { text: preview.text, path: file?.path ?? named, keys: keysOf(chosen), declined: keysOf(declined) }
  const applied = await ask<AppliedAnswer>(terminal, options, 'POST', `${base}/notes/apply`, body)
  const written = file && !options.keep ? await writeBack(file, applied) : undefined
  if (options.json) printJson(terminal, applied)
  else print(terminal, '', ...tell(chosen, applied, written))
  if (applied.failed.length === 0) return
  terminal.err.write('What is done is done. Run the command again for the rest: nothing is done twice.\n')
  throw new EndsWith(69)
}

const nothing = 'There is nothing to do: all that the note asks for is so already. Nothing was changed.'

function howTo(named: string, options: Options, { input }: Terminal): string {
  return input.isTTY ? '' : `To do it: mycel notes tasks ${named}${repeatOptions(options)} --apply`
}

interface Chosen {
  readonly chosen: readonly ChangeAnswer[]
  /** What somebody said no to: it is proposed no more. */
  readonly declined: readonly ChangeAnswer[]
}

const none: Chosen = { chosen: [], declined: [] }

/** All that is sure, those that were named, or what somebody at the terminal says yes to. */
async function choose(changes: readonly ChangeAnswer[], { apply, only }: Options, terminal: Terminal): Promise<Chosen> {
  if (only) {
    const unknown = only.find((number) => number > changes.length)
    if (unknown !== undefined) throw new Problem('usage', `there is no number ${unknown} in the preview`)
    return { chosen: only.flatMap((number) => changes[number - 1] ?? []), declined: [] }
  }
  if (apply) return split(changes)
  if (!terminal.input.isTTY) return none
  print(terminal, '')
  return await askAboutEach(changes, terminal)
}

async function askAboutEach(changes: readonly ChangeAnswer[], terminal: Terminal): Promise<Chosen> {
  const chosen: ChangeAnswer[] = []
  const declined: ChangeAnswer[] = []
  for (const [index, change] of changes.entries()) {
    if (change.obstacle !== null) continue
    const question = `${showChange(change)}\n  [y]es, [n]o, [a]ll the rest that is sure, [q]uit: `
    const said = (await terminal.input.readLine(question)).trim().toLowerCase()
    if (said.startsWith('q')) return none
    if (said.startsWith('a')) {
      const rest = split(changes.slice(index))
      return { chosen: [...chosen, ...rest.chosen], declined: [...declined, ...rest.declined] }
    }
    if (said.startsWith('y')) chosen.push(change)
    if (said.startsWith('n')) declined.push(change)
  }
  return { chosen, declined }
}

function split(changes: readonly ChangeAnswer[]): Chosen {
  const possible = changes.filter(({ obstacle }) => obstacle === null)
  return { chosen: possible.filter(({ chosen }) => chosen), declined: possible.filter(({ chosen }) => !chosen) }
}

function keysOf(changes: readonly ChangeAnswer[]): string[] {
  return changes.map(({ key }) => key)
}

/** Puts the links into the file; gives its name when that changed it. */
async function writeBack({ file, path, text }: GivenFile, applied: AppliedAnswer): Promise<string | undefined> {
  if (file === '' || applied.text === text || applied.done.length === 0) return undefined
  await writeFile(file, applied.text)
  return path
}

function tell(chosen: readonly ChangeAnswer[], { done, failed }: AppliedAnswer, written: string | undefined): string[] {
  const lineOf = (key: string) => chosen.find((change) => change.key === key)
  return [
    `Done: ${done.length} of ${chosen.length}.`,
    ...done.flatMap(({ key, kind, name, url }) =>
      kind === 'task' && url !== null ? [`  ${name}: ${lineOf(key)?.title}  ${url}`] : [],
    ),
    ...failed.map(({ key, message }) => `  failed: line ${lineOf(key)?.line}: ${message}`),
    ...(written === undefined ? [] : [`The links are written into ${written}.`]),
  ]
}

async function listTasks(options: Options, terminal: Terminal): Promise<void> {
  const base = await findOrganisation(options, terminal)
  const board = await ask<BoardAnswer>(terminal, options, 'GET', `${base}/tasks`)
  if (options.json) return printJson(terminal, board)
  if (board.kind !== 'own') return print(terminal, `The tasks are issues at ${board.kind}. They are listed there.`)
  const rows = board.tasks.flatMap((task) => {
    const days = Math.floor((terminal.now() - Date.parse(task.since)) / dayMs)
    const people = task.assignees.length === 0 ? ['nobody'] : task.assignees.map(({ name }) => name)
    return people.map((name) => ({ name, days, cells: [name, `#${task.number}`, `${days}`, task.column, task.title] }))
  })
  const sorted = rows.toSorted(
    (a, b) =>
      Number(a.name === 'nobody') - Number(b.name === 'nobody') || a.name.localeCompare(b.name) || b.days - a.days,
  )
  printTable(
    terminal,
    ['person', 'task', 'days', 'column', 'title'],
    sorted.map(({ cells }) => cells),
    { none: 'There is no open task.' },
  )
}
