import type { Column, Move, NoteLine, Suggestion } from '../model.ts'
import { childrenOf, contentOf, issuesAbout, placeOf, type Reading, wordsOfLine } from './reading.ts'
import type { FoundIssue } from './references.ts'

/** The moves of a line: ordered (`#moved to DOING`), told (`moved to backlog`), or only wished (`move to BACKLOG`). */
export function findMoves(line: NoteLine, reading: Reading): readonly (Move | Suggestion)[] {
  const words = wordsOfLine(reading, line)
  if (!/mov/i.test(words)) return []
  return Array.from(words.matchAll(orders)).flatMap((match) => readMove(match, words, line, reading))
}

const names = {
  backlog: String.raw`back\s?log|ice\s?box`,
  todo: String.raw`to[\s-]?do`,
  doing: String.raw`doing|in[\s-]progress`,
  'feedback required': String.raw`feedback(?:[\s-](?:required|needed))?|(?:in|needs)[\s-]review`,
  done: String.raw`done`,
}
const column = Object.values(names).join('|')
const priority = String.raw`(?:(?:top|high|medium|mid|low|no)[\s-]*)(?:priority|prio)|priority[\s-]*[★☆]{3}`
const orders = new RegExp(
  String.raw`(?<tag>#mov(?:ed?|ing)[\s-]?(?:to)?)[\s:]+(?<ordered>${column}|${priority}|[\p{L}-]+)|(?<![\p{L}#-])(?<verb>moved|moving|move)(?:\s+(?:it|this|back|over|card|up|down|in))*\s+(?:in)?to\s+(?:the\s+)?[*_"'\x60\[]*(?<told>${column}|${priority})(?![\p{L}\p{N}-])`,
  'giu',
)

function readMove(match: RegExpMatchArray, words: string, line: NoteLine, reading: Reading): (Move | Suggestion)[] {
  const { tag, ordered, verb = '', told } = match.groups ?? {}
  const start = match.index ?? 0
  const end = start + match[0].length
  const to = columnOf(ordered ?? told ?? '')
  const issues = issuesAbout(reading, line, start)
  const isOrder = tag !== undefined
  const isTold =
    /^moved$/i.test(verb) &&
    !/\b(?:to be|will be|should be|could be|not|can be|if|once)\s*$/i.test(words.slice(line.start, start))
  const place = placeOf(line, start, end, isOrder ? 0.97 : isTold ? 0.7 : 0.4)
  const [first] = issues
  if (first === undefined || !(isOrder || isTold)) return [suggest(line, first, to, { ...place, confidence: 0.4 })]
  const closes = /^[\s.,;:*_-]*(?:and\s+)?closed?\b/i.test(words.slice(end))
  return issues.map(({ repo, number, owner }) => ({
    kind: 'move',
    ...place,
    repo,
    number,
    ...(owner ? { owner } : {}),
    to,
    closes,
  }))
}

function suggest(
  line: NoteLine,
  issue: FoundIssue | undefined,
  to: string,
  place: Omit<Suggestion, 'kind' | 'to' | 'text' | 'repo' | 'number'>,
): Suggestion {
  return {
    kind: 'suggestion',
    ...place,
    repo: issue?.repo ?? null,
    number: issue?.number ?? null,
    to,
    text: contentOf(line),
  }
}

/** A column by its own name, whatever its spelling; another word in lower case. */
function columnOf(word: string): string {
  for (const [name, pattern] of Object.entries(names)) if (new RegExp(`^(?:${pattern})$`, 'i').test(word)) return name
  return word.toLowerCase().replace(/\s+/g, ' ')
}

const heading = new RegExp(
  String.raw`^[\s*_~]*(?:(?:review\s+)?(?:${column}))(?:\s+(?:tasks?|column))?[\s*_~:]*$`,
  'iu',
)

/** `DOING` alone on its line: the name of a column, for the lines below it or those that follow. */
export function findColumn(line: NoteLine, reading: Reading): readonly Column[] {
  const content = wordsOfLine(reading, line).slice(line.start)
  if (line.kind !== 'bullet' || line.checkbox || !heading.test(content)) return []
  const isShouted = content.trim() === content.trim().toUpperCase()
  const isColumn =
    isShouted || childrenOf(reading, line).some((child) => (reading.issues[child.line - 1] ?? []).length > 0)
  const about = issuesAbout(reading, line)
  if (!isColumn || (about.length > 0 && childrenOf(reading, line).length === 0 && !isShouted)) return []
  const name = columnOf(content.replace(/[*_~:]|\breview\b|\b(?:tasks?|column)\b/gi, '').trim())
  return [{ kind: 'column', ...placeOf(line, line.start, line.text.length, 0.9), name }]
}
