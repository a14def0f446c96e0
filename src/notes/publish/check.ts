import type { NotesLayout } from '../../config/notes-config.ts'
import { becameLink } from '../identity.ts'
import type { Note } from '../model.ts'
import { isStub } from './layout.ts'
import { scanNote } from './scan.ts'

/** A file that is looked at: `path` below the folder, with `/`. */
export interface CheckedFile {
  readonly path: string
  readonly text: string
  readonly note: Note
}

export interface Complaint {
  readonly path: string
  /** From 1. */
  readonly line: number
  /** Errors are leaks, or will be; warnings are what somebody forgot. */
  readonly severity: 'error' | 'warning'
  readonly message: string
}

/** What is wrong with one note, by where it stands. Pure. */
export function checkNote(layout: NotesLayout, file: CheckedFile): Complaint[] {
  const complain = (severity: Complaint['severity'], line: number, message: string): Complaint => {
    return { path: file.path, line, severity, message }
  }
  if (isBelow(file.path, layout.stubs)) {
    if (isStub(layout, file.text)) return []
    return [complain('error', 1, `a note of ${file.text.length} characters stands where a stub belongs`)]
  }
  const isOpen = isBelow(file.path, layout.open)
  const found = scanNote(file.note)
    .filter(({ kind }) => isOpen || kind === 'secret' || kind === 'password')
    .map(({ kind, line, what, shown }) => {
      const severity = kind === 'secret' || kind === 'password' || kind === 'private' ? 'error' : 'warning'
      return complain(severity, line, `${what}: ${shown}`)
    })
  const marked = isOpen && /^private:\s*true\b/m.test(frontMatter(file.text))
  return [
    ...(marked ? [complain('error', 1, 'its front matter says that it is private, and it stands in public')] : []),
    ...found,
    ...checkDates(file).map((message) => complain('warning', 1, message)),
    ...checkTasks(file.note).map(([line, message]) => complain('warning', line, message)),
    ...checkPlaceholders(file.note).map(([line, message]) => complain('warning', line, message)),
  ]
}

/** What is wrong between the files of a folder: a note that is open and restricted at once. */
export function checkTogether(layout: NotesLayout, paths: readonly string[]): Complaint[] {
  const open = new Set(paths.filter((path) => isBelow(path, layout.open)).map(lastOf))
  return paths
    .filter((path) => isBelow(path, layout.stubs) && open.has(lastOf(path)))
    .map((path) => ({
      path,
      line: 1,
      severity: 'error',
      message: 'a stub says that this note is restricted, and it stands open too',
    }))
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`) || path.includes(`/${folder}/`)
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function frontMatter(text: string): string {
  const [, found = ''] = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text) ?? []
  return found
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** The day in the name, in the title, and the day of the week must agree: two notes of 198 bore the wrong year. */
function checkDates({ path, note }: CheckedFile): string[] {
  const [inName] = /\d{4}-\d\d-\d\d/.exec(lastOf(path)) ?? []
  const problems: string[] = []
  if (inName !== undefined && note.date !== null && note.date !== inName) {
    problems.push(`its title says ${note.date}, its name ${inName}`)
  }
  const day = inName ?? note.date
  const [, said] = /\b(sun|mon|tue|wed|thu|fri|sat)[a-z]*\b/i.exec(note.header.time ?? '') ?? []
  const is = day === undefined || day === null ? undefined : weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()]
  if (said !== undefined && is !== undefined && said.toLowerCase() !== is) {
    problems.push(`its time says ${said}, but ${day} was a ${is}: is the year right?`)
  }
  return problems
}

function checkTasks({ items, lines }: Note): [line: number, message: string][] {
  return items.flatMap((item): [number, string][] => {
    if (item.kind === 'checklist' && !item.done) return [[item.line, `not ticked: ${item.text.slice(0, 60)}`]]
    if (item.kind !== 'todo' || item.done || item.became) return []
    const isProven = becameLink.test(lines[item.line - 1]?.text ?? '')
    return item.assignees.length === 0 && !isProven
      ? [[item.line, `nobody is named for: ${item.text.slice(0, 60)}`]]
      : []
  })
}

const placeholders = [
  /\bYYYY-MM-DD\b/,
  /\b\d{4}-MM-DD\b/,
  /COPY FROM PAST WEEK/,
  /^(?:Attending|Cultivator|Notetaker|Time):\s*\.{3}\s*$/,
]

function checkPlaceholders({ lines }: Note): [line: number, message: string][] {
  return lines.flatMap(({ line, text, kind }): [number, string][] => {
    if (kind === 'link-definition' || kind === 'front-matter') return []
    const found = placeholders.find((pattern) => pattern.test(text))
    return found ? [[line, `left over from the template: ${text.trim().slice(0, 60)}`]] : []
  })
}
