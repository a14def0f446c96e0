import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { openDatabase } from '../src/db/open.ts'
import { systemClock } from '../src/lib/clock.ts'
import { renderTable } from '../src/lib/table.ts'
import { indexNote } from '../src/notes/archive.ts'
import type { NotePerson } from '../src/notes/model.ts'
import { parseNote } from '../src/notes/parse/parse.ts'
import type { NoteParts } from '../src/notes/parts.ts'

const count = 200
const budgetMs = 1000
const real = new URL('../../shared/data/notes/', import.meta.url)
const own = new URL('../test/golden/notes/', import.meta.url)

interface Given {
  readonly path: string
  readonly text: string
}

/** Parses and indexes 200 notes: the real ones, over and over, where they are; else our own. Exits 1 above one second. */
export async function benchNotes(): Promise<void> {
  const notes = readNotes()
  const bytes = notes.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
  const from = existsSync(real) ? 'real notes' : 'copies of a made-up note'
  console.log(`${count} notes (${from}), ${(bytes / 1e6).toFixed(2)} MB, ${lineCount(notes)} lines\n`)
  const people = peopleOfNotes()
  const first = timed(() => parseAll(notes, people))
  const split = best(() => notes.forEach(({ text }) => text.split('\n').map((line) => line.trim())))
  const parsed = best(() => parseAll(notes, people))
  const indexed = await index(notes, people)
  const rows = [
    ['ceiling: lines split and trimmed', split],
    ['parsed, in a process just started', first.ms],
    ['parsed, warm (the best of 5)', parsed],
    ['parsed and indexed (embedded PostgreSQL)', indexed],
  ] as const
  const heading = ['what', 'ms', 'ms a note', 'notes/s', 'of the ceiling']
  const table = rows.map(([name, ms]) => [
    name,
    ms.toFixed(0),
    (ms / count).toFixed(2),
    ((count / ms) * 1000).toFixed(0),
    `${(ms / split).toFixed(0)} x`,
  ])
  console.log(renderTable(heading, table, { right: heading.slice(1) }))
  console.log(
    `\n${first.result} items found. Target: parsed and indexed in ${budgetMs} ms: ${indexed <= budgetMs ? 'met' : 'missed'}.`,
  )
  if (indexed > budgetMs) process.exitCode = 1
}

function readNotes(): readonly Given[] {
  const folder = existsSync(real) ? real : own
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'))
  const texts = names.map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }))
  return Array.from({ length: count }, (_, at) => {
    const { name = '', text = '' } = texts[at % texts.length] ?? {}
    return { path: `${Math.floor(at / texts.length)}/${name}`, text }
  })
}

function peopleOfNotes(): readonly NotePerson[] {
  const { people }: { people: NotePerson[] } = JSON.parse(
    readFileSync(new URL('../test/notes-labels/people.json', import.meta.url), 'utf8'),
  )
  return people
}

function parseAll(notes: readonly Given[], people: readonly NotePerson[]): number {
  return notes.reduce(
    (sum, { path, text }) => sum + parseNote(text, { people, homeRepository: 'organizing', path }).items.length,
    0,
  )
}

/** Indexes into a database that is open and empty; the time to start it is not counted. */
async function index(notes: readonly Given[], people: readonly NotePerson[]): Promise<number> {
  await using database = await openDatabase({ kind: 'memory' })
  const unused = () => {
    throw new Error('the index needs no board')
  }
  const parts: NoteParts = {
    database,
    clock: systemClock,
    language: 'english',
    homeRepository: 'organizing',
    repositories: { places: {}, url: 'https://git.example' },
    layout: { open: 'notes', stubs: 'stubs', restricted: 'private', stub_text: '' },
    people: () => people,
    isThere: () => true,
    board: unused,
    hedgedoc: undefined,
  }
  const start = performance.now()
  for (const { path, text } of notes) await indexNote(parts, 'main', { path, text, level: 'open' }, 'bench')
  return performance.now() - start
}

function lineCount(notes: readonly Given[]): number {
  return notes.reduce((sum, { text }) => sum + text.split('\n').length, 0)
}

function timed<T>(run: () => T): { readonly ms: number; readonly result: T } {
  const start = performance.now()
  const result = run()
  return { ms: performance.now() - start, result }
}

function best(run: () => unknown): number {
  return Math.min(...Array.from({ length: 5 }, () => timed(run).ms))
}
