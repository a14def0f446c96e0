import type { Item, Note, NoteContext, NoteLine } from '../model.ts'
import { readHeader } from './header.ts'
import { readLines } from './lines.ts'
import { type Directory, directoryOf } from './people.ts'
import { findIssues } from './references.ts'
import { findTodos } from './todos.ts'

/** Reads the minutes of a meeting. Never fails: what is not understood is kept as text. */
export function parseNote(text: string, context: NoteContext): Note {
  const lines = readLines(text)
  const people = directoryOf(context.people)
  const title = lines.find(({ kind, text: shown }) => kind === 'heading' && /^ {0,3}#\s/.test(shown))?.text
  return {
    path: context.path ?? null,
    title: title?.replace(/^[\s#]+/, '').replace(/^\d{4}-\d\d-\d\d\s*/, '') ?? null,
    date: dateIn(title) ?? dateIn(context.path) ?? null,
    header: readHeader(lines, people),
    items: lines.flatMap((line) => itemsOf(line, people, context.homeRepository)),
    lines,
    repaired: lines.some(({ text: repaired }) => !text.includes(repaired)),
  }
}

function dateIn(text = ''): string | undefined {
  return /(?<!\d)\d{4}-\d\d-\d\d(?!\d)/.exec(text)?.[0]
}

function itemsOf(line: NoteLine, people: Directory, home: string): Item[] {
  if (line.kind === 'heading') {
    const [, marks = '', title = ''] = /^\s*(#+)\s*(.*?)\s*#*\s*$/.exec(line.text) ?? []
    return [{ kind: 'section', level: marks.length, title, ...placeOf(line), confidence: 1 }]
  }
  if (line.kind !== 'bullet' && line.kind !== 'text') return []
  const references = findIssues(line.text, home).map(({ start, end, ...issue }) => ({
    kind: 'reference' as const,
    ...issue,
    line: line.line,
    column: start + 1,
    length: end - start,
  }))
  const items = [...references, ...findTodos(line, people, home)]
  if (items.length > 0) return items
  return [{ kind: 'text', text: line.text.slice(line.start), ...placeOf(line), confidence: 1 }]
}

function placeOf({ line, text, start }: NoteLine) {
  return { line, column: start + 1, length: text.length - start }
}
