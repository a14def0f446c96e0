import type { IssueName } from '../model.ts'
import { blank, findSpans, type Span, wordsOf } from './inline.ts'

/** An issue or pull request that a text names, and where: `end` is the first position behind it. */
export interface FoundIssue extends IssueName {
  readonly start: number
  readonly end: number
  readonly confidence: number
  /** The issue that was likely meant, when titles say so. */
  readonly likely?: IssueName
}

/** The repository that a bare `#12` means, and whose it is, as far as known. */
export interface Home {
  readonly repository: string
  readonly owner?: string | undefined
}

/** The issues and pull requests that a text names, in order. A link counts once, whatever its words say. */
export function findIssues(text: string, home: Home): readonly FoundIssue[] {
  if (!hint.test(text)) return []
  const spans = findSpans(text)
  const linked = spans.flatMap((span) => issueOfSpan(span, home))
  const rest = spans.filter(({ start }) => !linked.some((one) => one.start === start))
  const words = blank(
    wordsOf(text, rest, true),
    linked.map(({ start, end }) => [start, end]),
  )
  const typed = Array.from(words.matchAll(forms)).flatMap((match) => issueOfWords(match, words, home))
  return [...linked, ...typed].toSorted((a, b) => a.start - b.start)
}

/** Every form of a reference has a hash before a digit, or is an address with a number in it. */
const hint = /#(?:priv(?:ate)?\/)?\d|\/(?:issues|pulls?|merge_requests)\/\d/i

/** Whose repositories the links of a note lead to, when one of them leads to the home repository. */
export function ownerIn(text: string, repository: string): string | undefined {
  const name = repository.replace(/[^\w-]/g, '\\$&')
  const link = new RegExp(String.raw`github\.com/([\w.-]+)/${name}(?:-private)?(?![\w-])`, 'i')
  return link.exec(text)?.[1]
}

/** The repository to which all links called `#12` lead, as `owner/name`; undefined with less than two, or when they differ. */
export function homeIn(text: string): string | undefined {
  const links = text.matchAll(/\[#\d+\]\(https?:\/\/(?:www\.)?github\.com\/([\w.-]+\/[\w.-]+)\/(?:issues|pull)\/\d+/gi)
  const [first, ...others] = Array.from(links, ([, name = '']) => name)
  return others.length > 0 && others.every((name) => name === first) ? first : undefined
}

const address =
  /^(?:https?:\/\/)?(?:[\w-]+\.)*[\w-]+(?::\d+)?\/(?<owner>[\w./-]*[\w.-])\/(?<repo>[\w.][\w.-]*)\/(?:-\/)?(?:issues|pulls?|merge_requests)\/(?<number>\d+)(?=$|[#?/])/i

function issueOfSpan({ href, start, end }: Span, home: Home): FoundIssue[] {
  const { owner = '', repo = '', number } = address.exec(href ?? '')?.groups ?? {}
  if (number === undefined) return []
  return [{ ...nameOf(owner, repo, number, home), start, end, confidence: 0.98 }]
}

function nameOf(owner: string, repo: string, number: string, home: Home): IssueName {
  const isOwn = owner === '' || owner.toLowerCase() === home.owner?.toLowerCase()
  return { repo, number: Number(number), ...(isOwn ? {} : { owner }) }
}

const forms =
  /(?<![\w.#&]|(?<!\d)-|\D\/)(?:#priv(?:ate)?\/(?<sub>\d{1,5})|(?:(?<owner>[a-z][\w.-]*)\/)?(?<repo>[a-z][\w.-]*?)? ?#(?<number>\d{1,5}))(?!\w|-\w|\.\d)/gi

/** Words before a number that count something else. */
const ordinal =
  /^(?:option|step|phase|question|item|point|no|number|part|week|day|sprint|version|v|top|rank|attempt|round|place|unit|room|suite|slide|page|q)$/i
/** Words that only say that an issue follows. */
const announcing = /^(?:issues?|prs?|pull|tickets?|tasks?|see|gh|github|bug|re|fixes|closes)$/i

function issueOfWords(match: RegExpMatchArray, words: string, home: Home): FoundIssue[] {
  const { sub, owner = '', number = sub ?? '' } = match.groups ?? {}
  const whole = match[0]
  const isApart = whole.includes(' ')
  const before = match.groups?.['repo'] ?? ''
  const at = match.index ?? 0
  if (ordinal.test(before)) return []
  const isPrivate = sub !== undefined || /^priv(?:ate)?$/i.test(before)
  const isName = before !== '' && !isApart && !announcing.test(before)
  const start = isPrivate || isName ? at : at + whole.indexOf('#')
  const place = { start, end: at + whole.length }
  if (isPrivate) return [{ repo: privateOf(home), number: Number(number), ...place, confidence: 0.95 }]
  if (isName) return [{ ...nameOf(owner, before, number, home), ...place, confidence: 0.85 }]
  if (/^[ ]*(?:priority|choice|thing|fan|rule)\b/i.test(words.slice(place.end))) return []
  return [{ repo: home.repository, number: Number(number), ...place, confidence: 0.9 }]
}

function privateOf({ repository }: Home): string {
  return `${repository}-private`
}
