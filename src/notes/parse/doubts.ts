import type { Reading } from './reading.ts'
import type { FoundIssue } from './references.ts'

/**
 * Holds references against the titles of issues, where those are known: when what the line says shares no word with the
 * title, but does with that of the same number in the other repository, or of a number that is one digit away, that one
 * was likely meant.
 */
export function doubt(
  found: readonly FoundIssue[],
  text: string,
  home: Reading['home'],
  titles: Titles,
): readonly FoundIssue[] {
  return found.map((issue, at) => {
    const said = wordsIn(text.slice(issue.end, found[at + 1]?.start))
    const title = titles.get(`${issue.repo}#${issue.number}`)
    if (title === undefined || said.size === 0 || shared(said, title) > 0) return issue
    const likely = candidates(issue, home.repository, titles).find((name) => shared(said, titles.get(name) ?? '') > 0)
    const [repo = '', number] = likely?.split('#') ?? []
    if (likely === undefined) return { ...issue, confidence: Math.min(issue.confidence, 0.6) }
    return { ...issue, confidence: 0.4, likely: { repo, number: Number(number) } }
  })
}

/** Titles of issues by `repository#number`. */
export type Titles = ReadonlyMap<string, string>

/** The same number next door first, then numbers that are one keystroke away. */
function candidates({ repo, number }: FoundIssue, home: string, titles: Titles): string[] {
  const other = repo === home ? `${home}-private` : home
  const near = [...titles.keys()].filter((name) => {
    const [in_ = '', digits = ''] = name.split('#')
    return in_ === repo && isOneApart(digits, `${number}`)
  })
  return [`${other}#${number}`, ...near].filter((name) => titles.has(name))
}

function isOneApart(one: string, two: string): boolean {
  if (one.length !== two.length) return false
  return Array.from(one).filter((digit, at) => digit !== two[at]).length === 1
}

function shared(words: ReadonlySet<string>, title: string): number {
  return [...wordsIn(title)].filter((word) => words.has(word)).length
}

function wordsIn(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/\p{L}[\p{L}\p{N}.-]{2,}/gu) ?? []
  return new Set(words.map((word) => word.replace(/[.-]+$/, '').replace(/s$/, '')).filter((word) => !common.has(word)))
}

const common = new Set(
  'the and for with this that has have not are was will update done closed closing off status issue from need'.split(
    ' ',
  ),
)
