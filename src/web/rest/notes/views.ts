import { z } from 'zod'
import type { ArchivedNote, FoundNote } from '../../../notes/archive.ts'
import type { Task } from '../../../notes/board/tasks.ts'
import { nameOf } from '../../../notes/board.ts'
import type { Change } from '../../../notes/changes.ts'
import type { Decision } from '../../../notes/decisions.ts'
import { levels } from '../../../notes/parts.ts'
import { toIso } from '../api.ts'
import { moment } from '../fields.ts'

/** How notes, decisions and tasks look in answers. */

export const inOrganisation = z.object({ organisation: z.string() })
export const base = '/organisations/:organisation'

/** A megabyte is a meeting of days. */
export const noteText = z.string().max(1_000_000).describe('The note, in Markdown.')
export const notePath = z.string().trim().min(1).max(500).describe('Where the note lies, or what it is called.')
export const level = z.enum(levels).describe('Who may read it: all, all by a stub, or members alone.')

const day = z.string().nullable().describe('YYYY-MM-DD')

export const noteView = z
  .object({
    id: z.string(),
    path: z.string(),
    title: z.string(),
    heldOn: day,
    level,
    indexedAt: moment,
    excerpt: z.string().describe('Pieces of its text; what was found stands between U+E000 and U+E001.'),
  })
  .meta({ id: 'Note' })

export function toNoteView({ indexedAt, ...note }: FoundNote): z.input<typeof noteView> {
  return { ...note, indexedAt: toIso(indexedAt) }
}

export const wholeNoteView = noteView.omit({ excerpt: true }).extend({ text: z.string() }).meta({ id: 'WholeNote' })

export function toWholeNoteView(note: ArchivedNote & { readonly text: string }): z.input<typeof wholeNoteView> {
  return { ...note, indexedAt: toIso(note.indexedAt) }
}

const vote = z.object({ voter: z.string().describe('Empty for a vote that was only counted.'), value: z.int() })

export const decisionView = z
  .object({
    id: z.string(),
    text: z.string(),
    heldOn: day,
    noteTitle: z.string(),
    path: z.string(),
    line: z.int(),
    section: z.string().describe('The headings above it, the outermost first.'),
    context: z.string().describe('What was said around it.'),
    votes: z.array(vote),
    note: z.string().nullable().describe('The id of the note, when it is kept too.'),
    recordedAt: moment,
  })
  .meta({ id: 'NoteDecision' })

export function toDecisionView(decision: Decision): z.input<typeof decisionView> {
  return { ...decision, votes: [...decision.votes], recordedAt: toIso(decision.recordedAt) }
}

export const taskView = z
  .object({
    id: z.string(),
    number: z.int(),
    title: z.string(),
    details: z.string(),
    column: z.string(),
    assignees: z.array(z.object({ id: z.string(), name: z.string() })),
    issue: z.string().nullable().describe('The issue that it stands for: repository#number.'),
    source: z.object({ path: z.string(), line: z.int(), date: day }).nullable().describe('Where it came up.'),
    since: moment.describe('When it came up: the day of the meeting, else when it was made.'),
    createdAt: moment,
    movedAt: moment,
    closedAt: moment,
  })
  .meta({ id: 'Task' })

/** A task as the API shows it, with the names of people who are known. */
export function toTaskView(task: Task, people: readonly { id: string; name: string }[]): z.input<typeof taskView> {
  return {
    ...task,
    assignees: task.assignees.map((id) => ({ id, name: people.find((person) => person.id === id)?.name ?? id })),
    issue: task.issue && nameOf(task.issue),
    source: task.source && { ...task.source },
    since: toIso(task.since),
    createdAt: toIso(task.createdAt),
    movedAt: toIso(task.movedAt),
    closedAt: toIso(task.closedAt),
  }
}

export const changeView = z
  .object({
    key: z.string().describe('Says which it is, the same whenever the note is looked at.'),
    kind: z.enum(['task', 'move', 'close', 'decision', 'link']),
    line: z.int(),
    confidence: z.number(),
    chosen: z.boolean().describe('Whether it is to be done unless somebody says otherwise.'),
    obstacle: z.string().nullable().describe('Why it cannot be done.'),
    title: z.string().describe('What is to be done, was decided, or is moved.'),
    assignees: z.array(z.object({ id: z.string(), name: z.string() })),
    unknown: z.array(z.string()).describe('Who is named for a task and not known.'),
    issue: z.string().nullable(),
    from: z.string().nullable().describe('The column that a card is in.'),
    to: z.string().nullable().describe('The column that it comes into.'),
    section: z.string().nullable(),
    context: z.string().nullable(),
    votes: z.array(vote),
    before: z.string().nullable().describe('A line, before its references are links.'),
    after: z.string().nullable(),
  })
  .meta({ id: 'NoteChange' })

export function toChangeView(change: Change): z.input<typeof changeView> {
  const { key, kind, line, confidence, chosen } = change
  const isAboutIssue = kind === 'move' || kind === 'close'
  return {
    key,
    kind,
    line,
    confidence,
    chosen,
    obstacle: change.obstacle ?? null,
    title: kind === 'decision' ? change.text : kind === 'link' ? change.before.trim() : change.title,
    assignees: kind === 'task' ? change.assignees.map((one) => ({ ...one })) : [],
    unknown: kind === 'task' ? [...change.unknown] : [],
    issue: isAboutIssue ? nameOf(change.issue) : null,
    from: kind === 'move' ? change.from : null,
    to: kind === 'move' ? change.to : null,
    section: kind === 'decision' ? change.section : null,
    context: kind === 'decision' ? change.context : null,
    votes: kind === 'decision' ? change.votes.map((one) => ({ ...one })) : [],
    before: kind === 'link' ? change.before : null,
    after: kind === 'link' ? change.after : null,
  }
}
