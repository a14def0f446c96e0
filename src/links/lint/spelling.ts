import { editDistance } from '../../lib/distance.ts'
import { wordsOf } from '../keyword.ts'
import type { Link } from '../link.ts'
import type { Finding } from './finding.ts'
import { pathWords } from './words.ts'

/** Shorter words are near too many others. */
const shortest = 6

/** More links than that are not compared: it would take too long. */
const mostLinks = 5000

/**
 * Words of keywords that are one slip away from a word that the table has elsewhere, in another keyword or an address. Of
 * two such words the one that is used less is taken for the slip.
 */
export function findMisspelt(links: readonly Link[]): Finding[] {
  if (links.length > mostLinks) return []
  const counts = countWords(links)
  const known = [...counts.keys()]
  return links.flatMap(({ keyword, source, line, outcome }) => {
    if (outcome.kind === 'gone') return []
    const right = wordsOf(keyword)
      .filter((word) => word.length >= shortest)
      .flatMap((word) => known.find((other) => isSlip(word, other, counts)) ?? [])[0]
    return right === undefined
      ? []
      : [{ rule: 'misspelt', kind: 'warning', source, line, keyword, other: right } as const]
  })
}

interface Use {
  readonly weight: number
  readonly first: number
}

/** How much each word counts: addresses are copied, keywords are typed. */
function countWords(links: readonly Link[]): ReadonlyMap<string, Use> {
  const counts = new Map<string, Use>()
  const add = (word: string, weight: number) => {
    const before = counts.get(word)
    counts.set(word, { weight: (before?.weight ?? 0) + weight, first: before?.first ?? counts.size })
  }
  for (const { keyword, destination } of links) {
    for (const word of wordsOf(keyword)) if (word.length >= shortest) add(word, 2)
    for (const word of new Set(pathWords(destination))) if (word.length >= shortest) add(word, 3)
  }
  return counts
}

/** Of two words that are used alike, the one that came first is taken for right. */
function isSlip(word: string, other: string, counts: ReadonlyMap<string, Use>): boolean {
  if (Math.abs(word.length - other.length) > 1 || isInflected(word, other) || editDistance(word, other) !== 1)
    return false
  const [use, otherUse] = [counts.get(word), counts.get(other)]
  if (!use || !otherUse) return false
  return otherUse.weight > use.weight || (otherUse.weight === use.weight && otherUse.first < use.first)
}

/** `project` and `projects` are two words, and so are `scheduled` and `schedules`. */
function isInflected(word: string, other: string): boolean {
  const [short, long] = word.length < other.length ? [word, other] : [other, word]
  return long.startsWith(short.slice(0, long.length - 1))
}
