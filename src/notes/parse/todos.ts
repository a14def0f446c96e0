import type { NoteLine, Todo } from '../model.ts'
import { blank, findSpans } from './inline.ts'
import { knownNamesAt, namesAt, onlyNames } from './names.ts'
import type { Directory } from './people.ts'
import { findIssues } from './references.ts'

/** What a line says is to be done: every `#todo` on it, or the line itself when it has a checkbox. */
export function findTodos(line: NoteLine, people: Directory, homeRepository: string): readonly Todo[] {
  if (line.kind !== 'bullet' && line.kind !== 'text') return []
  const spans = findSpans(line.text).filter(({ kind }) => kind !== 'link')
  const words = blank(line.text, spans)
  const tags = Array.from(words.matchAll(tag), ({ index, 0: whole }) => ({ start: index, end: index + whole.length }))
  if (tags.length === 0) return line.checkbox ? [ofCheckbox(line, people)] : []
  return tags.map(({ start, end }, at) => {
    const until = tags[at + 1]?.start ?? line.text.length
    const before = at === 0 ? line.text.slice(line.start, start) : ''
    return ofTag({ line, start, end, until, before }, people, homeRepository)
  })
}

// `#todos` is a word of prose; `todo:` without its hash is meant as a mark.
const tag = /(?<![\w#/])(?:#todo(?![\w-])|todo(?=:))/gi

interface Tagged {
  readonly line: NoteLine
  readonly start: number
  readonly end: number
  readonly until: number
  readonly before: string
}

function ofTag({ line, start, end, until, before }: Tagged, people: Directory, homeRepository: string): Todo {
  const after = line.text.slice(end, until)
  const speaker = /^\s*([^:]{1,40}):\s*/.exec(before)
  const speaks = speaker ? onlyNames(speaker[1] ?? '', people) : undefined
  const own = assigneesOf(after, people)
  const said = speaks?.known ? before.slice(speaker?.[0].length ?? 0) : before
  const text = own.text === '' ? said : own.text
  const isSpeakers = own.who.length === 0 && speaks?.known && (said.trim() === '' || own.text === '')
  const became = /(?:->|→|~~)\s*(\[.*)$/.exec(after)?.[1]
  const issue = became === undefined ? undefined : findIssues(became, homeRepository)[0]
  return {
    kind: 'todo',
    line: line.line,
    column: start + 1,
    length: until - start,
    text: clean(text),
    assignees: isSpeakers ? speaks.who : own.who,
    done: line.checkbox === 'ticked' || isStruck(line.text, start, after),
    ...(issue ? { became: { repo: issue.repo, number: issue.number } } : {}),
    confidence: own.text === '' && said.trim() === '' ? 0.6 : 0.95,
  }
}

function ofCheckbox(line: NoteLine, people: Directory): Todo {
  const content = line.text.slice(line.start)
  const before = /^([^:]{1,40}):(?=\s)/.exec(content)
  const named = before ? onlyNames(before[1] ?? '', people) : undefined
  const own: Assigned = { who: named?.who ?? [], text: rest(content.slice(named ? before?.[0].length : 0)) }
  const { who, text } = named ? own : (trailing(content, people) ?? own)
  return {
    kind: 'todo',
    line: line.line,
    column: line.start + 1,
    length: content.length,
    text: clean(text),
    assignees: who,
    done: line.checkbox === 'ticked' || /^~~.*~~$/.test(content.trim()),
    confidence: 0.85,
  }
}

interface Assigned {
  readonly who: readonly string[]
  readonly text: string
}

/** Who is named behind a mark, and what remains: `:bl+pc text`, `: bl text`, ` bl: text`, ` bl text`, ` text (bl)`, ` text bl`. */
function assigneesOf(after: string, people: Directory): Assigned {
  return attached(after, people) ?? leading(after, people) ?? trailing(after, people) ?? { who: [], text: rest(after) }
}

/** `#todo:infra` names whoever stands there, known or not. */
function attached(after: string, people: Directory): Assigned | undefined {
  if (!/^:\S/.test(after)) return undefined
  const names = namesAt(after.slice(1), people)
  return names && { who: names.who, text: rest(after.slice(1 + names.length)) }
}

function leading(after: string, people: Directory): Assigned | undefined {
  const lead = /^:?\s*/.exec(after)?.[0].length ?? 0
  const names = knownNamesAt(after.slice(lead), people)
  return names && { who: names.who, text: rest(after.slice(lead + names.length)) }
}

function trailing(after: string, people: Directory): Assigned | undefined {
  const [whole = '', inside = ''] = /\(([^()]+)\)\s*$/.exec(after) ?? []
  const names = onlyNames(inside, people)
  return names?.known ? { who: names.who, text: rest(after.slice(0, after.length - whole.length)) } : undefined
}

function rest(text: string): string {
  return text.replace(/^:\s*/, '').trim()
}

function clean(text: string): string {
  return text.replace(/^[\s:]+|\s+$/g, '')
}

function isStruck(text: string, start: number, after: string): boolean {
  return /^\S*\s*~~.+~~/.test(after) || /~~\s*$/.test(text.slice(0, start))
}
