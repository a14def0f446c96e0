import { faultOf, holdsPassword, isPrivatePlace, passOn, toLocation } from './destination.ts'
import { foldKeyword, isKeyword, wordsOf } from './keyword.ts'
import type { Link, Outcome, Row, SourceRows } from './link.ts'

/** All links as they are served, in memory. It never changes: another one takes its place. */
export interface Table {
  readonly size: number
  /** The keyword must be folded. */
  find(keyword: string): Link | undefined
  /** In the order of the alphabet. */
  all(): readonly Link[]
}

/** The host names, in small letters, under which our own links are known. */
export interface OwnHosts {
  /** At these every path is a keyword. */
  readonly known: readonly string[]
  /** At these `/l/KEYWORD` is a link. */
  readonly pathHosts?: readonly string[]
}

/** Joins the rows of all sources, of which the first that has a keyword wins, and follows those that lead to others. */
export function buildTable(sources: readonly SourceRows[], hosts: OwnHosts): Table {
  const rows = joinSources(sources)
  const readAlias = createAliasReader(hosts)
  const links = new Map<string, Link>()
  for (const row of rows.values()) links.set(row.keyword, toLink(row, follow(row, rows, readAlias)))
  let sorted: readonly Link[] | undefined
  return {
    size: links.size,
    find: (keyword) => links.get(keyword),
    all: () => (sorted ??= [...links.values()].toSorted((a, b) => compare(a.keyword, b.keyword))),
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

interface SourceRow extends Row {
  readonly source: string
}

function joinSources(sources: readonly SourceRows[]): ReadonlyMap<string, SourceRow> {
  const joined = new Map<string, SourceRow>()
  for (const { source, rows } of sources) {
    for (const row of rows) if (!joined.has(row.keyword)) joined.set(row.keyword, { ...row, source })
  }
  return joined
}

/** Another link that an address names, and what is written after its keyword. */
export interface Alias {
  readonly keyword: string
  readonly query: string
  readonly fragment: string
}

/** Reads which of our own links an address leads to: `https://link.example.coop/drive`, `…/l/drive`, or bare `drive`. */
export function createAliasReader(hosts: OwnHosts): (destination: string) => Alias | undefined {
  const [known, withPath] = [new Set(hosts.known), new Set(hosts.pathHosts)]
  const names = [...known, ...withPath]
  return (destination) => {
    if (!destination.includes(':')) return readBare(destination)
    // Most addresses lead elsewhere, and need not be taken apart.
    const small = destination.toLowerCase()
    if (!names.some((name) => small.includes(name))) return undefined
    if (!/^https?:\/\//i.test(destination) || !URL.canParse(destination)) return undefined
    const url = new URL(destination)
    const [, inFolder, rest = ''] = /^\/(l\/)?(.*?)\/?$/.exec(url.pathname) ?? []
    if (!known.has(url.hostname) && !(withPath.has(url.hostname) && inFolder)) return undefined
    const keyword = foldKeyword(decode(rest))
    return isKeyword(keyword) ? { keyword, query: url.search.slice(1), fragment: url.hash } : undefined
  }
}

function readBare(destination: string): Alias | undefined {
  const keyword = foldKeyword(destination)
  return isKeyword(keyword) && !keyword.includes('.') ? { keyword, query: '', fragment: '' } : undefined
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

interface Followed {
  readonly outcome: Outcome
  readonly via: readonly string[]
}

/** Goes from link to link on our side, so that a browser is redirected once only. */
function follow(
  row: Row,
  rows: ReadonlyMap<string, Row>,
  readAlias: (destination: string) => Alias | undefined,
): Followed {
  const seen = new Set([row.keyword])
  const aliases: Alias[] = []
  const via = () => aliases.map(({ keyword }) => keyword)
  for (let at: Row = row; ; ) {
    if (at.destination === '') return { outcome: { kind: 'gone', keyword: at.keyword }, via: via() }
    const alias = readAlias(at.destination)
    if (!alias) return { outcome: arrive(at.destination, aliases), via: via() }
    aliases.push(alias)
    const next = rows.get(alias.keyword)
    if (!next) return { outcome: { kind: 'dangling', keyword: alias.keyword }, via: via() }
    if (seen.has(next.keyword)) return { outcome: { kind: 'loop' }, via: via() }
    seen.add(next.keyword)
    at = next
  }
}

/** What stands after the keywords on the way is passed on as if a browser had come with it. */
function arrive(destination: string, aliases: readonly Alias[]): Outcome {
  if (faultOf(destination) !== undefined) return { kind: 'broken' }
  const location = aliases
    .toReversed()
    .reduce((address, { query, fragment }) => passOn(address, { query, fragment }) ?? address, toLocation(destination))
  return { kind: 'goes', location }
}

function toLink(row: SourceRow, { outcome, via }: Followed): Link {
  const isListed =
    row.visibility === 'public' &&
    outcome.kind === 'goes' &&
    !isConfidential(row.keyword, outcome.location) &&
    !via.some((keyword) => wordsOf(keyword).includes('private'))
  return { ...row, outcome, via, isListed }
}

/** What no search shows, whatever is said of it. */
export function isConfidential(keyword: string, location: string): boolean {
  return wordsOf(keyword).includes('private') || holdsPassword(location) || isPrivatePlace(location)
}
