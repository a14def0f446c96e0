import type { NoteLine, Place } from '../model.ts'
import type { Directory } from './people.ts'
import type { FoundIssue, Home } from './references.ts'

/** What all that read a line need to know: the line and its neighbourhood. */
export interface Reading {
  readonly lines: readonly NoteLine[]
  readonly people: Directory
  readonly home: Home
  /** The words of each line, as `wordsOf` gives them, by its index. */
  readonly words: readonly string[]
  /** The issues of each line, by its index. */
  readonly issues: readonly (readonly FoundIssue[])[]
  /** The title of the section of each line, in lower case, by its index. */
  readonly sections: readonly string[]
  /** How many attended. */
  readonly attending: number
}

/** A line by its number. */
export function lineAt({ lines }: Reading, line: number | null): NoteLine | undefined {
  return line === null ? undefined : lines[line - 1]
}

/** The lines that are directly below a line. */
export function childrenOf({ lines }: Reading, { line }: NoteLine): readonly NoteLine[] {
  const children: NoteLine[] = []
  for (let index = line; index < lines.length; index += 1) {
    const below = lines[index]
    if (!below) break
    if (below.parent !== null && below.parent < line) break
    if (below.kind === 'heading' || (below.parent === null && (below.kind === 'bullet' || below.kind === 'text'))) break
    if (below.parent === line) children.push(below)
  }
  return children
}

/** The content of a line, without indent, bullet and checkbox. */
export function contentOf({ text, start }: NoteLine): string {
  return text.slice(start)
}

/** The words of a line, with addresses, code and comments blanked out; positions are those of the line. */
export function wordsOfLine({ words }: Reading, { line }: NoteLine): string {
  return words[line - 1] ?? ''
}

/** The issues that a line is about: those at its own beginning, else those of the nearest line above it that names some. */
export function issuesAbout(reading: Reading, line: NoteLine, before = line.text.length): readonly FoundIssue[] {
  const own = leadingIssues(reading, line, before)
  if (own.length > 0) return own
  const parent = lineAt(reading, line.parent)
  return parent ? issuesAbout(reading, parent) : []
}

/** The issues of a line that stand together: `#1, #2 and #3 done` is said of all three, `#1 waits for #2` of the first. */
function leadingIssues({ issues }: Reading, { line, text }: NoteLine, before: number): readonly FoundIssue[] {
  const own = (issues[line - 1] ?? []).filter(({ end }) => end <= before)
  const together = own.findIndex(
    (one, at) => at > 0 && !/^[\s,&+/]*(?:and)?\s*$/.test(text.slice(own[at - 1]?.end, one.start)),
  )
  return together < 0 ? own : own.slice(0, together)
}

/** Where the words begin in `#12 bl: still working on it`. */
export function behindIssues({ text, start }: NoteLine, issues: readonly FoundIssue[]): number {
  return issues.reduce((from, one) => (/^[\s,:–-]*$/.test(text.slice(from, one.start)) ? one.end : from), start)
}

/** The place of a part of a line; `start` counts from 0. */
export function placeOf({ line }: NoteLine, start: number, end: number, confidence: number): Place {
  return { line, column: start + 1, length: end - start, confidence }
}
