import type { Command } from 'commander'
import { renderFields, renderTable } from '../../lib/table.ts'
import type { Item, Note } from '../../notes/model.ts'
import { parseNote } from '../../notes/parse/parse.ts'
import { homeIn } from '../../notes/parse/references.ts'
import { plainItems } from '../../notes/plain-items.ts'
import { addExamples } from '../options.ts'
import { count } from '../show.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import { readCoop, readFileOrInput } from './given.ts'
import { readPeople } from './people.ts'

interface Options {
  readonly people?: string
  readonly home?: string
  readonly json?: boolean
}

/** `mycel notes parse FILE`: what is understood of a note, and how surely. */
export function defineParse(command: Command, terminal: Terminal): void {
  const parse = command
    .command('parse')
    .description('Reads a note and shows what is understood of it. Changes nothing and needs no running Mycel.')
    .argument('<file>', 'the note, in Markdown; - for what is piped in')
    .option('--people <file>', 'JSON: {"people": [{"id", "name", "initials", "aliases"}]}; default: those of coop.yaml')
    .option(
      '--home <repository>',
      'what a bare #12 means; default: where the links of the note lead, else that of coop.yaml',
    )
    .option('--json', 'print every item as JSON')
    .action((file: string, options: Options) => parseFile(file, options, terminal))
  addExamples(
    parse,
    ['mycel notes parse 2020-06-22-infrastructure.md', 'with the people of the coop.yaml of this folder'],
    ['mycel notes parse note.md --json --people people.json', 'for programs'],
  )
}

async function parseFile(path: string, options: Options, terminal: Terminal): Promise<void> {
  const { text } = await readFileOrInput(path, terminal)
  const given = options.people === undefined ? undefined : await readPeople(options.people, terminal)
  const said = options.home ?? homeIn(text)
  const config = given === undefined || said === undefined ? await readCoop(undefined, terminal) : undefined
  const people = given ?? config?.people ?? []
  const [homeRepository = '', owner] = (said ?? config?.notes.home_repository ?? '').split('/').toReversed()
  const note = parseNote(text, { people, homeRepository, owner, path })
  if (options.json) printJson(terminal, { items: plainItems(note) })
  else print(terminal, ...show(note, terminal))
}

function show(note: Note, terminal: Terminal): string[] {
  const names = (list: Note['header']['attending']) =>
    list.length === 0 ? undefined : list.map(({ who }) => who).join(', ')
  const head = renderFields([
    ['note', [note.date, note.title].filter(Boolean).join(' ') || undefined],
    ['attending', names(note.header.attending)],
    ['cultivator', names(note.header.cultivator)],
    ['notetaker', names(note.header.notetaker)],
    ['repaired', note.repaired ? 'letters that had been decoded twice' : undefined],
  ])
  const rows = note.items.flatMap(rowOf)
  if (rows.length === 0) return [head, '', 'Nothing was found that asks for anything.']
  const width = terminal.out.isTTY ? terminal.out.columns : undefined
  const table = renderTable(['line', 'what', 'of', 'text', 'sure'], rows, { right: ['line', 'sure'], width })
  return [head, '', table, '', `${count(rows.length, 'thing')} in ${count(note.lines.length, 'line')}.`]
}

/** What asks for something; who spoke, headings and plain text are for programs. */
function rowOf(item: Item): string[][] {
  const row = (of: string, text: string) => [
    [`${item.line}`, item.kind, of, text, `${Math.round(item.confidence * 100)} %`],
  ]
  switch (item.kind) {
    case 'todo':
      return row(item.assignees.join(', ') || '-', `${item.done ? '(done) ' : ''}${item.text}`)
    case 'decision':
      return row('', item.text)
    case 'vote':
      return row(item.voter, `${item.value > 0 ? '+' : ''}${item.value} on line ${item.on}`)
    case 'tally':
      return row(`${item.count}`, `${item.value > 0 ? '+' : ''}${item.value} on line ${item.on}`)
    case 'move':
      return row(`${item.repo}#${item.number}`, `to ${item.to}${item.closes ? ', closed' : ''}`)
    case 'suggestion':
      return row(item.repo === null ? '-' : `${item.repo}#${item.number}`, `perhaps to ${item.to}: ${item.text}`)
    case 'done':
      return row(item.repo === null ? '-' : `${item.repo}#${item.number}`, item.state)
    case 'reference':
      return row(`${item.owner === undefined ? '' : `${item.owner}/`}${item.repo}#${item.number}`, '')
    case 'skipped':
      return row('', item.title)
    default:
      return []
  }
}
