import { hostOf } from '../destination.ts'
import { wordsOf } from '../keyword.ts'
import type { Link } from '../link.ts'
import type { Finding } from './finding.ts'
import { pathWords } from './words.ts'

/** So many links of one host are compared with each other; of more, none are. */
const mostOfOneHost = 2000

interface Suspect {
  readonly link: Link
  /** The words of its keyword that its destination does not have. */
  readonly missing: readonly string[]
  readonly there: readonly string[]
}

/**
 * Two links of one host of which each leads to what the other says, as `inf-wg` to a group called operations and `ops-wg` to
 * one called infrastructure.
 */
export function findSwapped(links: readonly Link[]): Finding[] {
  const byHost = Map.groupBy(links.flatMap(toSuspect), ({ link }) => hostOf(link.destination))
  return [...byHost.values()].flatMap((suspects) => (suspects.length > mostOfOneHost ? [] : pairsOf(suspects)))
}

function toSuspect(link: Link): Suspect[] {
  if (link.outcome.kind !== 'goes' || link.via.length > 0) return []
  const there = pathWords(link.destination)
  const missing = wordsOf(link.keyword).filter(
    (word) => word.length >= 3 && !there.some((one) => isShortFor(word, one)),
  )
  return missing.length === 0 || there.length === 0 ? [] : [{ link, missing, there }]
}

function pairsOf(suspects: readonly Suspect[]): Finding[] {
  return suspects.flatMap((one, i) =>
    suspects
      .slice(i + 1)
      .flatMap((other) => (saysWhatIsMissing(one, other) && saysWhatIsMissing(other, one) ? pair(one, other) : [])),
  )
}

function saysWhatIsMissing({ missing }: Suspect, { there }: Suspect): boolean {
  return missing.some((word) => there.some((one) => isShortFor(word, one)))
}

function pair(one: Suspect, other: Suspect): Finding[] {
  return [say(one.link, other.link), say(other.link, one.link)]
}

function say({ source, line, keyword }: Link, other: Link): Finding {
  return { rule: 'swapped', kind: 'warning', source, line, keyword, other: other.keyword }
}

/** `inf` and `infra` are short for `infrastructure`, and `ops` for `operations`: it begins alike and leaves letters out. */
export function isShortFor(short: string, word: string): boolean {
  if (word.startsWith(short) || short.startsWith(word)) return true
  if (short.length < 3 || word.slice(0, 2) !== short.slice(0, 2)) return false
  let at = 0
  for (const letter of word) if (letter === short[at]) at++
  return at === short.length
}
