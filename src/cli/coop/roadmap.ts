import { readFile, writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { Problem } from '../../lib/problem.ts'
import { drawRoadmap } from '../../machines/pictures/roadmap.ts'
import { spellRoadmapAsYaml } from '../../machines/roadmap/as-yaml.ts'
import { type FoundRoadmap, printRoadmap, readRoadmap } from '../../machines/roadmap/notation.ts'
import { type RoadmapEntry, roadmapOf, spellSlip, writeRoadmap } from '../../machines/roadmap/roadmap.ts'
import { repair } from '../../notes/parse/mojibake.ts'
import { addExamples, fromCwd, wholeNumber } from '../options.ts'
import { printTable } from '../show.ts'
import { print, printJson, type Terminal } from '../terminal.ts'
import { addFile, type FileOptions, readDeclared } from './declared.ts'

interface ReadOptions {
  readonly yaml?: boolean
  readonly json?: boolean
  readonly year?: number
}

/** `mycel roadmap`: what comes when. */
export function define(command: Command, terminal: Terminal): void {
  command.description(
    'Which machine comes in which month, with what on it, and how that compares with what was promised.',
  )
  const show = addFile(command.command('show'))
    .description('a table of months, promises and how far each service is')
    .option('--json', 'print JSON')
    .action((options: FileOptions) => showRoadmap(options, terminal))
  const printIt = addFile(command.command('print'))
    .description('the roadmap in the notation of minutes: VM5: backup server 💧💾💾 (August)')
    .action((options: FileOptions) => printDeclared(options, terminal))
  const picture = addFile(command.command('picture'))
    .description('the roadmap as a picture (SVG), for the general meeting')
    .argument('<file>', 'where to write it')
    .action((file: string, options: FileOptions) => drawDeclared(file, options, terminal))
  const read = command
    .command('read')
    .description('find the roadmap in minutes and print it again; says what of it could not be read')
    .argument('<file>', 'the minutes, as Markdown')
    .option('--yaml', 'print it as sections of coop.yaml to begin with')
    .option('--year <year>', 'the year of the first month; default: that of the title', wholeNumber(2000, 2100))
    .option('--json', 'print JSON')
    .action((file: string, options: ReadOptions) => readMinutes(file, options, terminal))
  addExamples(show, ['mycel roadmap show', ''])
  addExamples(printIt, ['mycel roadmap print', 'to paste into the minutes'])
  addExamples(picture, ['mycel roadmap picture roadmap.svg', ''])
  addExamples(read, ['mycel roadmap read 2020-06-22-infrastructure.md', ''], ['mycel roadmap read note.md --yaml', ''])
}

async function showRoadmap(options: FileOptions, terminal: Terminal): Promise<void> {
  const roadmap = roadmapOf(await readDeclared(options, terminal))
  if (options.json) return printJson(terminal, roadmap)
  const entries = [...roadmap.planned, ...roadmap.withoutPlans, ...roadmap.retired]
  const rows = entries.flatMap((entry) => rowsOf(entry))
  const none = 'The roadmap is empty: give machines a label, such as label: VM1.'
  printTable(terminal, ['', 'what', 'weight', 'promised', 'comes', 'slip', 'state'], rows, { none })
}

function rowsOf(entry: RoadmapEntry): string[][] {
  const { label, parts, weight, promised, month } = entry
  return parts.map((part, index) => [
    index === 0 ? label : '',
    part.text,
    index === 0 ? (weight?.text ?? '') : '',
    index === 0 ? (promised ?? '') : '',
    part.month ?? month ?? 'no plans',
    spellSlip(part) ?? '',
    part.status,
  ])
}

async function printDeclared(options: FileOptions, terminal: Terminal): Promise<void> {
  const written = printRoadmap(writeRoadmap(roadmapOf(await readDeclared(options, terminal))))
  if (written === '') terminal.err.write('The roadmap is empty: give machines a label, such as label: VM1.\n')
  else print(terminal, written)
}

async function drawDeclared(file: string, options: FileOptions, terminal: Terminal): Promise<void> {
  const config = await readDeclared(options, terminal)
  await writeFile(fromCwd(file, terminal), drawRoadmap(config.coop.name, roadmapOf(config)))
  print(terminal, `The picture is in ${file}.`)
}

async function readMinutes(file: string, options: ReadOptions, terminal: Terminal): Promise<void> {
  const text = repair(await readText(file, terminal))
  const found = readRoadmap(text)
  if (!found) {
    throw new Problem('not-found', `there is no roadmap in ${file}`, {
      hint: 'it is a list with lines such as: - VM5: backup server 💧💾💾 (August)',
    })
  }
  const { unread } = found
  for (const { line, text: lost } of unread) {
    terminal.err.write(`${file}:${line}: this is not written as a roadmap is, and is left out: ${lost}\n`)
  }
  if (options.json) return printJson(terminal, found)
  if (options.yaml) return print(terminal, spellRoadmapAsYaml(found.roadmap, options.year ?? yearOf(text)))
  print(terminal, printAgain(found))
}

function printAgain({ roadmap, text }: FoundRoadmap): string {
  return printRoadmap(roadmap, /^[ \t]*/.exec(text)?.[0])
}

/** Of the first date in the text, which is that of the title. */
function yearOf(text: string): number {
  const year = /\b(20\d{2})-\d{2}-\d{2}\b/.exec(text)?.[1]
  if (year !== undefined) return Number(year)
  throw new Problem('usage', 'the minutes have no date, so the year is not known', { hint: 'add --year 2020' })
}

async function readText(file: string, terminal: Terminal): Promise<string> {
  try {
    return await readFile(fromCwd(file, terminal), 'utf8')
  } catch (cause) {
    throw new Problem('not-found', `${file} cannot be read`, { hint: 'check its name and folder', cause })
  }
}
