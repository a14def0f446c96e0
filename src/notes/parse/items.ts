import type { CheckIn, Item, NoteLine, Reference, Section, Statement, Todo } from '../model.ts'
import { findAgenda } from './agenda.ts'
import { findDecisions } from './decisions.ts'
import { findDone } from './done.ts'
import { findChecklist, findPrivate, findSkipped, titleOf } from './marks.ts'
import { findColumn, findMoves } from './moves.ts'
import { behindIssues, placeOf, type Reading, wordsOfLine } from './reading.ts'
import { speakerInRound, speakerOf } from './speakers.ts'
import { findMarked, taskOf } from './todos.ts'
import { findVotes } from './votes.ts'

/** All that is understood of a line, by itself and its neighbourhood; a line of the header block holds only references. */
export function itemsOf(line: NoteLine, reading: Reading, isInHeader: boolean): readonly Item[] {
  const references = referencesOf(line, reading)
  if (line.kind === 'heading') return [...sectionOf(line), ...references]
  const isContent = line.kind === 'bullet' || line.kind === 'text' || line.kind === 'table'
  if (!isContent || isInHeader) return references
  const columns = findColumn(line, reading)
  if (columns.length > 0) return [...columns, ...references]
  const agenda = findAgenda(line, reading.sections[line.line - 1] ?? '')
  return [
    ...agenda,
    ...spokenIn(line, reading),
    ...references,
    ...todosOf(line, reading),
    ...findDecisions(line, reading),
    ...findVotes(line, reading),
    ...findMoves(line, reading),
    ...findDone(line, reading),
    ...findSkipped(line, reading),
    ...findPrivate(line),
    ...findChecklist(line),
  ]
}

function sectionOf(line: NoteLine): Section[] {
  const marks = /^\s*(#+)/.exec(line.text)?.[1]
  const place = placeOf(line, 0, line.text.length, 1)
  return [{ kind: 'section', ...place, level: marks?.length ?? 1, title: titleOf(line) }]
}

function referencesOf(line: NoteLine, { issues }: Reading): Reference[] {
  return (issues[line.line - 1] ?? []).map(({ start, end, confidence, ...name }) => ({
    kind: 'reference',
    ...placeOf(line, start, end, confidence),
    ...name,
  }))
}

function todosOf(line: NoteLine, reading: Reading): readonly Todo[] {
  const marked = findMarked(line, reading)
  if (marked.length > 0) return marked
  if (line.checkbox) return findChecklist(line).length > 0 ? [] : [taskOf(line, reading, 0.85)]
  if (line.parent !== null || line.kind !== 'bullet') return []
  const list = listsOfTasks.find(([title]) => title.test(reading.sections[line.line - 1] ?? ''))
  const task = list && taskOf(line, reading, 0.65)
  if (!list || !task) return []
  if (task.assignees.length > 0) return [task]
  return list[1] === 'all' && !/[?]\s*$/.test(task.text) ? [{ ...task, confidence: 0.5 }] : []
}

/** Sections of tasks of this meeting (not of the last one, nor the closing checklist), and which of their items are. */
const listsOfTasks = [
  [/^(?:actionable|action) (?:items?|points?)$|^actions?$|^to-?dos?$/, 'all'],
  [/^next steps?$|^follow[- ]?ups?(?: items?)?$/, 'assigned'],
] as const

function spokenIn(line: NoteLine, reading: Reading): (CheckIn | Statement)[] {
  const { people, sections, issues } = reading
  const section = sections[line.line - 1] ?? ''
  const isRound = /check[\s-]?ins?\b|stand-?up notes|icebreaker/.test(section) && !/process/.test(section)
  const from = behindIssues(line, issues[line.line - 1] ?? [])
  const words = wordsOfLine(reading, line).slice(from)
  const speaker = isRound ? speakerInRound(words, people) : speakerOf(words, people)
  if (!speaker) return []
  const text = line.text.slice(from + speaker.length).trim()
  const place = placeOf(line, line.start, line.text.length, 0.9)
  return [{ kind: isRound ? 'check-in' : 'statement', ...place, speakers: speaker.who, text }]
}
