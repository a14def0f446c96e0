import { editDistance } from '../lib/distance.ts'
import type { Link } from './link.ts'
import type { Table } from './table.ts'

/** Finds what may be meant, among the links that the search shows and no others. */
export interface Near {
  /** The links that have every word of the text in keyword, note or host; all of them for no words. */
  search(text: string, most: number): readonly Link[]
  /** Keywords that are almost this one, the nearest first; at most three. */
  suggest(keyword: string): readonly string[]
  /** How many links the search shows. */
  readonly size: number
}

/** So many are compared letter by letter: whoever makes up words must not keep everybody else waiting. */
const mostCompared = 20_000

interface Candidate {
  readonly link: Link
  readonly text: string
  /** One bit for each letter that occurs in it. */
  readonly letters: number
}

export function createNear(table: Table): Near {
  let made: readonly Candidate[] | undefined
  const candidates = () =>
    (made ??= table
      .all()
      .filter(({ isListed }) => isListed)
      .map(toCandidate))
  return {
    get size() {
      return candidates().length
    },
    search(text, most) {
      const words = text.toLowerCase().split(/\s+/).filter(Boolean)
      const found = candidates().filter((one) => words.every((word) => one.text.includes(word)))
      // A keyword that begins so is likelier meant than a note that holds it.
      const [first = ''] = words
      const rank = ({ link: { keyword } }: Candidate) => (keyword === first ? 0 : keyword.startsWith(first) ? 1 : 2)
      return (words.length === 0 ? found : found.toSorted((a, b) => rank(a) - rank(b)))
        .slice(0, most)
        .map(({ link }) => link)
    },
    suggest(keyword) {
      const letters = lettersOf(keyword)
      const allowed = keyword.length < 5 ? 1 : 2
      return candidates()
        .filter(({ link, letters: others }) => {
          const lengths = Math.abs(link.keyword.length - keyword.length)
          return lengths <= allowed && bits(letters ^ others) <= 2 * allowed
        })
        .slice(0, mostCompared)
        .map(({ link }) => ({ keyword: link.keyword, distance: editDistance(keyword, link.keyword) }))
        .filter(({ distance }) => distance <= allowed)
        .toSorted((a, b) => a.distance - b.distance)
        .slice(0, 3)
        .map((one) => one.keyword)
    },
  }
}

function toCandidate(link: Link): Candidate {
  return { link, text: `${link.keyword} ${link.note}`.toLowerCase(), letters: lettersOf(link.keyword) }
}

/** Words that differ in many letters cannot be near, and this tells it in no time. */
function lettersOf(word: string): number {
  let letters = 0
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31)
  return letters
}

function bits(number: number): number {
  let count = 0
  for (let rest = number; rest !== 0; rest &= rest - 1) count++
  return count
}
