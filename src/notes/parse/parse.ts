import type { Item, LineKind, Note, NoteContext, NoteLine } from '../model.ts'
import { dateOf, titleIn } from './dates.ts'
import { decidedByVotes } from './decisions.ts'
import { doubt } from './doubts.ts'
import { type Heading, readHeader, wordsInHeader } from './header.ts'
import { findSpans, wordsOf } from './inline.ts'
import { itemsOf } from './items.ts'
import { readLines } from './lines.ts'
import { titleOf } from './marks.ts'
import { directoryOf } from './people.ts'
import { placeOf, type Reading } from './reading.ts'
import { findIssues, ownerIn } from './references.ts'

/** Reads the minutes of a meeting. Never fails: what is not understood is kept as text. */
export function parseNote(text: string, context: NoteContext): Note {
  const { lines, repaired } = readLines(text)
  const read = lines.map(shortened)
  const people = directoryOf(context.people, { guests: wordsInHeader(read), groups: context.groups })
  const heading = readHeader(read, people)
  const reading = readingOf(read, people, heading, context, text)
  const title = titleIn(read)
  return {
    path: context.path ?? null,
    title: title?.title ?? null,
    date: title?.date ?? dateOf(context.path ?? '') ?? dateOf(heading.header.time ?? '') ?? null,
    header: heading.header,
    items: itemsIn(lines, reading, heading),
    lines,
    repaired,
  }
}

/** Nobody writes that much on a line; what stands behind it is kept, but not read. */
const longest = 2000

function shortened(line: NoteLine): NoteLine {
  return line.text.length > longest ? { ...line, text: line.text.slice(0, longest) } : line
}

function readingOf(
  lines: readonly NoteLine[],
  people: Reading['people'],
  { header }: Heading,
  context: NoteContext,
  text: string,
): Reading {
  const owner = context.owner ?? ownerIn(text, context.homeRepository)
  const home = { repository: context.homeRepository, owner }
  const sections = lines.map(({ section }) => titleOf(section === null ? undefined : lines[section - 1]).toLowerCase())
  const hasIssues = (line: NoteLine) =>
    !['blank', 'front-matter', 'comment', 'code', 'link-definition', 'rule'].includes(line.kind)
  const issues = lines.map((line) => {
    const found = hasIssues(line) ? findIssues(line.text, home) : []
    return context.titles ? doubt(found, line.text, home, context.titles) : found
  })
  const words = lines.map((line) => wordsOf(line.text, findSpans(line.text)))
  return { lines, people, home, words, issues, sections, attending: header.attending.length }
}

function itemsIn(lines: readonly NoteLine[], reading: Reading, { attendance, taken }: Heading): Item[] {
  const found: Item[] = [
    ...attendance,
    ...reading.lines.flatMap((line) => itemsOf(line, reading, taken.has(line.line))),
  ]
  const votes = found.filter((item) => item.kind === 'vote' || item.kind === 'tally')
  const decided = new Set(found.flatMap((item) => (item.kind === 'decision' ? [item.line] : [])))
  const carried = decidedByVotes(votes, reading).filter(({ line }) => !decided.has(line))
  const understood = new Set(found.map(({ line }) => line))
  const kept = lines.filter(({ line, kind }) => keeps.has(kind) && !understood.has(line) && !taken.has(line))
  return [...found, ...carried, ...kept.map(plain)].toSorted((a, b) => a.line - b.line || a.column - b.column)
}

const keeps: ReadonlySet<LineKind> = new Set(['bullet', 'text', 'table', 'code'])

function plain(line: NoteLine): Item {
  return { kind: 'text', ...placeOf(line, line.start, line.text.length, 1), text: line.text.slice(line.start) }
}
