import { faultOf, holdsPassword, hostOf, isPrivatePlace } from '../destination.ts'
import type { Link, Row, SourceRows } from '../link.ts'
import type { Table } from '../table.ts'
import type { Finding, Rule, Severity } from './finding.ts'
import { findMisspelt } from './spelling.ts'
import { findSwapped } from './swapped.ts'

/**
 * What is wrong, or probably not meant, in a table and between its sources: errors first, then in the order of the
 * sources and their lines. What was found when the sources were read is the reader's to add.
 */
export function lintLinks(sources: readonly SourceRows[], table: Table): Finding[] {
  const names = sources.map(({ source }) => source)
  const links = table.all().toSorted((a, b) => compare(a, b, names))
  const found = [
    ...sources.flatMap(duplicates),
    ...differences(sources, table),
    ...links.flatMap(lintLink),
    ...sameDestination(links),
    ...findSwapped(links),
    ...findMisspelt(links),
  ]
  return sortFindings(found, names)
}

const weights: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 }

export function sortFindings(findings: readonly Finding[], sources: readonly string[]): Finding[] {
  return findings.toSorted((a, b) => weights[a.kind] - weights[b.kind] || compare(a, b, sources))
}

interface Place {
  readonly source: string
  readonly line?: number | undefined
}

function compare(a: Place, b: Place, sources: readonly string[]): number {
  return sources.indexOf(a.source) - sources.indexOf(b.source) || (a.line ?? 0) - (b.line ?? 0)
}

/** The same keyword twice in one source: the first wins, and only if both say the same it does not matter. */
function duplicates({ source, rows }: SourceRows): Finding[] {
  const first = new Map<string, Row>()
  return rows.flatMap((row) => {
    const earlier = first.get(row.keyword)
    if (!earlier) {
      first.set(row.keyword, row)
      return []
    }
    const kind = earlier.destination === row.destination ? 'warning' : 'error'
    return [{ rule: 'duplicate', kind, source, line: row.line, keyword: row.keyword, other: String(earlier.line) }]
  })
}

/** A source that says something else than the one that wins. */
function differences(sources: readonly SourceRows[], table: Table): Finding[] {
  return sources.flatMap(({ source, rows }) =>
    rows.flatMap(({ keyword, destination, line }) => {
      const link = table.find(keyword)
      if (!link || link.source === source || link.destination === destination) return []
      return [{ rule: 'differs', kind: 'warning', source, line, keyword, other: link.source } as const]
    }),
  )
}

function lintLink(link: Link): Finding[] {
  const { keyword, source, line, outcome, via, destination } = link
  const say = (rule: Rule, kind: Severity, other?: string): Finding => ({ rule, kind, source, line, keyword, other })
  switch (outcome.kind) {
    case 'loop':
      return [say('loop', 'error', [keyword, ...via].join(' → '))]
    case 'dangling':
      return [say('dangling', 'error', outcome.keyword)]
    case 'gone':
      return outcome.keyword === keyword ? [] : [say('toRetired', 'warning', outcome.keyword)]
    case 'broken':
      // Whoever leads to a broken link is mended with it.
      return via.length > 0 ? [] : [say(faultOf(destination) ?? 'noAddress', 'error')]
    case 'goes':
      return [
        ...(via.length > 1 ? [say('chain', 'warning', [keyword, ...via].join(' → '))] : []),
        ...(via.length > 0 ? [] : lintAddress(link, say)),
      ]
  }
}

function lintAddress({ destination, visibility }: Link, say: (rule: Rule, kind: Severity) => Finding): Finding[] {
  const isPublic = visibility === 'public'
  return [
    ...(/^http:/i.test(destination) ? [say('plainHttp', 'warning')] : []),
    ...(holdsPassword(destination) ? [isPublic ? say('publicPassword', 'error') : say('password', 'warning')] : []),
    ...(isPrivatePlace(destination) ? [say('privatePlace', 'note')] : []),
  ]
}

/** One destination under several keywords: each must be changed when it moves, aliases would not. */
function sameDestination(links: readonly Link[]): Finding[] {
  const first = new Map<string, Link>()
  return links.flatMap((link) => {
    if (link.outcome.kind !== 'goes' || link.via.length > 0 || hostOf(link.destination) === '') return []
    const earlier = first.get(link.destination)
    if (!earlier) {
      first.set(link.destination, link)
      return []
    }
    const { keyword, source, line } = link
    return [{ rule: 'same', kind: 'note', source, line, keyword, other: earlier.keyword } as const]
  })
}
