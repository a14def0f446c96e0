import type { IssueName } from '../model.ts'
import { blank, findSpans, type Span } from './inline.ts'

/** An issue or pull request that a text names, and where: `end` is the first position behind it. */
export interface FoundIssue extends IssueName {
  readonly start: number
  readonly end: number
  readonly confidence: number
}

/** The issues and pull requests that a text names, in order. A link counts once, whatever its words say. */
export function findIssues(text: string, homeRepository: string): readonly FoundIssue[] {
  const spans = findSpans(text)
  const linked = spans.flatMap((span) => issueOfSpan(span))
  const typed = Array.from(blank(text, spans.filter(isOpaque)).matchAll(forms), (match) =>
    issueOfWords(match, homeRepository),
  )
  return [...linked, ...typed].toSorted((a, b) => a.start - b.start)
}

/** Words of links to elsewhere and code may name issues; addresses, links to issues and comments may not. */
function isOpaque({ kind, href }: Span): boolean {
  return kind === 'address' || kind === 'comment' || kind === 'link' || href !== null
}

const issueAddress = /^https?:\/\/(?:www\.)?github\.com\/([\w.-]+)\/([\w.-]+)\/(?:issues|pull)\/(\d+)(?=$|[#?/])/i

function issueOfSpan({ href, start, end }: Span): FoundIssue[] {
  const [, owner = '', repo = '', number] = issueAddress.exec(href ?? '') ?? []
  if (number === undefined) return []
  const isOwn = /^hypha-?coop$/i.test(owner)
  return [{ repo: isOwn ? repo : `${owner}/${repo}`, number: Number(number), start, end, confidence: 0.98 }]
}

const forms =
  /(?<![\w/.#&-])(?:#(?:priv|private)\/(?<sub>\d{1,5})|(?:(?<repo>[a-z][\w.-]*)#|(?<priv>priv(?:ate)?) #|#)(?<number>\d{1,5}))(?![\w-])/gi

function issueOfWords({ index, 0: whole, groups = {} }: RegExpMatchArray, home: string): FoundIssue {
  const { sub, priv, repo = '' } = groups
  const place = { start: index ?? 0, end: (index ?? 0) + whole.length, number: Number(sub ?? groups['number']) }
  const isPrivate = sub !== undefined || priv !== undefined || /^priv(ate)?$/i.test(repo)
  if (isPrivate) return { ...place, repo: `${home}-private`, confidence: 0.95 }
  if (repo !== '') return { ...place, repo, confidence: 0.85 }
  return { ...place, repo: home, confidence: 0.9 }
}
