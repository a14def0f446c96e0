import type { IssueName, NoteLine, Todo } from '../model.ts'
import { type Assigned, beforeMark, behindMark, ofTask } from './assignees.ts'
import { onlyNames } from './names.ts'
import { childrenOf, contentOf, issuesAbout, lineAt, placeOf, type Reading, wordsOfLine } from './reading.ts'
import { findIssues } from './references.ts'
import { speakerOf } from './speakers.ts'

/** Every `#todo` (or `#action`) of a line, in all its forms. */
export function findMarked(line: NoteLine, reading: Reading): readonly Todo[] {
  const words = wordsOfLine(reading, line)
  if (!/todo|#action/i.test(words)) return []
  const marks = Array.from(words.slice(line.start).matchAll(mark), ({ index, 0: whole }) => {
    const start = line.start + index
    return { start, end: start + whole.length }
  })
  return marks.flatMap(({ start, end }, at) => {
    const until = marks[at + 1]?.start ?? line.text.length
    const marked = { line, start, end, until, isFirst: at === 0 }
    return isHeading(marked)
      ? childrenOf(reading, line).map((child) => taskOf(child, reading, 0.8))
      : [markedTodo(marked, reading)]
  })
}

// `#todos` is a word of prose. `todo:` has lost its hash; `TODO` at the beginning never had one.
const mark =
  /(?<![\p{L}\p{N}_#/])(?:#(?:todo|action)(?![\p{L}\p{N}_-])|todo(?=[*_]{0,2}:)|(?<=^[*_]{0,2})TODO(?=[*_]{0,2} +[-–]? *\S))/giu

/** A line that is a task without a mark: it has a checkbox, or stands in a list of tasks. */
export function taskOf(line: NoteLine, reading: Reading, confidence: number): Todo {
  const content = contentOf(line)
  const struck = /^\s*~~(.*)~~\s*$/.exec(content)?.[1]
  const task = ofTask(struck ?? content, reading.people)
  const above = task.who.length === 0 ? namedAbove(line, reading) : undefined
  const own = above ? { ...task, who: above, confidence: 0.75 } : task
  return {
    kind: 'todo',
    ...placeOf(line, line.start, line.text.length, Math.min(confidence, own.confidence)),
    text: own.text,
    assignees: own.who,
    done: line.checkbox === 'ticked' || struck !== undefined || doneAtEnd.test(content),
    ...aboutOf(reading, line, line.start),
  }
}

interface Marked {
  readonly line: NoteLine
  readonly start: number
  readonly end: number
  readonly until: number
  readonly isFirst: boolean
}

/** A line that holds nothing but the mark is the heading of a list of tasks. */
function isHeading({ line, start, end }: Marked): boolean {
  return line.text.slice(line.start, start).trim() === '' && /^[\s:*_]*$/.test(line.text.slice(end))
}

function markedTodo(marked: Marked, reading: Reading): Todo {
  const { line, start, end, until } = marked
  const after = line.text.slice(end, until)
  const { who, text, confidence } = assign(marked, after, reading)
  const became = migrationOf(after, reading)
  return {
    kind: 'todo',
    ...placeOf(line, start, until, text === '' ? 0.5 : confidence),
    text: unstruck(became ? text.replace(/\s*(?:->|=>|→)\s*(?:\[|\S*#).*$/, '') : text),
    assignees: who,
    done: line.checkbox === 'ticked' || isStruck(marked) || doneAtEnd.test(after),
    ...(became ? { became } : {}),
    ...aboutOf(reading, line, start),
  }
}

/** What is behind the mark counts; when nothing is, what stands before it. The speaker is meant when nobody else is named. */
function assign({ line, start, isFirst }: Marked, after: string, reading: Reading): Assigned {
  const { people } = reading
  const own = behindMark(after.replace(/^[?!.*_~]+(?=\s|$)/, ''), people)
  if (!isFirst) return own
  const before = line.text.slice(line.start, start)
  const speaker = speakerOf(before, people)
  const said = before.slice(speaker?.length ?? 0)
  const ahead = beforeMark(said, people)
  const text = own.text === '' ? ahead.text : own.text
  if (own.who.length > 0) return { ...own, text }
  const isAtEnd = own.text === ''
  if (ahead.who.length > 0 && (isAtEnd || ahead.text === '')) return { ...ahead, text }
  const isDirect = said.trim() === ''
  if (speaker && (isDirect || isAtEnd)) return { who: speaker.who, text, confidence: isDirect ? 0.95 : 0.75 }
  const above = isDirect ? namedAbove(line, reading) : undefined
  return above ? { who: above, text, confidence: 0.75 } : { ...own, text }
}

/** `- bl:` with nothing else, and tasks below it. */
function namedAbove(line: NoteLine, reading: Reading): readonly string[] | undefined {
  const parent = lineAt(reading, line.parent)
  if (!parent || parent.checkbox) return undefined
  return onlyNames(
    contentOf(parent)
      .replace(/[\s:*_]+$/, '')
      .replace(/^[*_]+/, ''),
    reading.people,
    'known',
  )?.who
}

/** `… -> [#372](…)` and `~~…~~ [private#116](…)` say which issue a task became. */
function migrationOf(after: string, { home }: Reading): IssueName | undefined {
  const proof = /(?:->|=>|→|~~|\bcreated)\s*(\[.+|\S*#\d.*)$/i.exec(after)?.[1]
  const issue = proof === undefined ? undefined : findIssues(proof, home)[0]
  return issue && nameOf(issue)
}

function aboutOf(reading: Reading, line: NoteLine, before: number): { about?: IssueName } {
  const [issue] = issuesAbout(reading, line, before)
  return issue ? { about: nameOf(issue) } : {}
}

function nameOf({ repo, number, owner }: IssueName): IssueName {
  return { repo, number, ...(owner === undefined ? {} : { owner }) }
}

const doneAtEnd =
  /(?:\(done\)|\[done\](?:\([^)]*\))?|(?:->|=>|→|–|-)\s*done|\bDONE|✅|☑️?|:(?:white|heavy)_check_mark:)[\s.!]*$/u

/** `~~#todo …~~`, and `#todo:bl ~~…~~` when all that is to be done is struck. */
function isStruck({ line, start, end, until }: Marked): boolean {
  const before = line.text.slice(0, start)
  const opened = (before.match(/~~/g)?.length ?? 0) % 2 === 1
  return opened || /^\S*\s*~~[^~]+~~(?:$|\s*(?:->\s*)?(?:\[|#|\S+#\d|$))/.test(line.text.slice(end, until))
}

function unstruck(text: string): string {
  return text.replace(/~~/g, '').trim()
}
