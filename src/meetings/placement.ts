import { type Expression, matches } from '../lib/expression.ts'

/** A server as placement sees it. Seats are people; `load` counts those there and those expected. */
export interface Candidate {
  readonly id: string
  readonly tags: ReadonlySet<string>
  /** The organisation that brought it. */
  readonly owner?: string | undefined
  readonly capacity: number
  readonly weight: number
  readonly load: number
  readonly meetings: number
  /** Of the meetings, those that take more than half of its capacity. */
  readonly giants?: number
  /** Why it takes no new meeting, if so: it is draining, disabled, offline, or fails to create. */
  readonly closed: string | undefined
}

export interface Wanted {
  /** Seats to set aside. */
  readonly size: number
  /** Where the size comes from, in words: "the client's hint", "the default". */
  readonly sizeFrom: string
  /** Seats for each person, 1 unless the meeting is heavier than usual. */
  readonly factor?: number
  readonly required: readonly Expression[]
  readonly preferred: readonly Expression[]
  /** Whose servers are the meeting's own: its organisation and those that this is part of. */
  readonly owners?: readonly string[]
  /** Servers already tried for this meeting, with the reason of their failure. */
  readonly failed: ReadonlyMap<string, string>
}

/** Why a meeting is where it is, kept with it for `mycel meeting why`. */
export interface Decision {
  readonly server: string
  readonly size: number
  readonly sizeFrom: string
  /** Seats for each person; 1 where it is missing. */
  readonly factor?: number
  readonly at: number
  /** In words, such as "least loaded of 8 servers: 41 of 150 seats with this meeting". */
  readonly because: string
  /** The best few, the chosen one first. */
  readonly considered: readonly Considered[]
  /** How many servers were left out, by reason. */
  readonly excluded: Readonly<Record<string, number>>
}

export interface Considered {
  readonly server: string
  readonly load: number
  readonly capacity: number
  /** (load + size) / (capacity × weight), and more for a giant beside a giant: the smallest wins. */
  readonly score: number
  readonly preferred: boolean
}

/** No server may take the meeting. `tags` tells whether servers are missing only because of required tags. */
export interface NoServer {
  readonly server: undefined
  readonly tags: boolean
  readonly excluded: Readonly<Record<string, number>>
}

const shown = 5

/** A meeting of more than half a server is a giant. Beside another one it would be as if the server were so much fuller. */
export const giantShare = 0.5
const giantPenalty = 0.25

/**
 * Chooses a server: of those that are open and bear the required tags, those that also have room before those that
 * have not, the organisation's own before others, those with preferred tags before others, then the one that would be least full for its weight. A meeting
 * is never refused for want of room: an overfull server serves badly, a refused class not at all.
 */
export function place(candidates: readonly Candidate[], wanted: Wanted, now: number): Decision | NoServer {
  const excluded: Record<string, number> = {}
  const open: Candidate[] = []
  for (const candidate of candidates) {
    const reason = exclusion(candidate, wanted)
    if (reason) excluded[reason] = (excluded[reason] ?? 0) + 1
    else open.push(candidate)
  }

  const ranked = bestOf(open, wanted)
  const best = ranked[0]
  if (!best) return { server: undefined, tags: (excluded[lacksTags] ?? 0) > 0, excluded }

  return {
    server: best.server,
    size: wanted.size,
    sizeFrom: wanted.sizeFrom,
    factor: wanted.factor ?? 1,
    at: now,
    because: explain(best, open.length, wanted),
    considered: ranked.map(({ fits: _, meetings: __, giants: ___, own: ____, ...considered }) => considered),
    excluded,
  }
}

interface Ranked extends Considered {
  readonly fits: boolean
  /** Whether it is the organisation's own. */
  readonly own: boolean
  readonly meetings: number
  /** Giants beside which this one, itself a giant, would be. */
  readonly giants: number
}

const lacksTags = 'lacks the required tags'

function exclusion(candidate: Candidate, wanted: Wanted): string | undefined {
  if (wanted.failed.size > 0 && wanted.failed.has(candidate.id)) return 'just failed to create this meeting'
  if (candidate.closed) return candidate.closed
  for (const expression of wanted.required) if (!matches(expression, candidate.tags)) return lacksTags
  return undefined
}

/** The best few, best first; a pool may have a thousand servers, so they are not all sorted for each meeting. */
function bestOf(open: readonly Candidate[], wanted: Wanted): Ranked[] {
  const best: Ranked[] = []
  let last: Ranked | undefined
  for (const candidate of open) {
    if (last && isPlainlyWorse(candidate, wanted, last)) continue
    const ranked = rank(candidate, wanted)
    if (last && better(last, ranked) < 0) continue
    const at = best.findIndex((other) => better(ranked, other) < 0)
    best.splice(at < 0 ? best.length : at, 0, ranked)
    best.length = Math.min(best.length, shown)
    if (best.length === shown) last = best.at(-1)
  }
  return best
}

/** Whether it comes after that one, told without making anything; false where its tags may put it before. */
function isPlainlyWorse(candidate: Candidate, wanted: Wanted, than: Ranked): boolean {
  const fits = candidate.load + wanted.size <= candidate.capacity
  if (fits !== than.fits) return than.fits
  const own = isOwn(candidate, wanted)
  if (own !== than.own) return than.own
  if (wanted.preferred.length > 0 && !than.preferred) return false
  const score = scoreOf(candidate, wanted)
  if (score !== than.score) return score > than.score
  return candidate.meetings === than.meetings ? candidate.id > than.server : candidate.meetings > than.meetings
}

function rank(candidate: Candidate, wanted: Wanted): Ranked {
  return {
    server: candidate.id,
    load: candidate.load,
    capacity: candidate.capacity,
    score: scoreOf(candidate, wanted),
    preferred: wanted.preferred.every((expression) => matches(expression, candidate.tags)),
    own: isOwn(candidate, wanted),
    fits: candidate.load + wanted.size <= candidate.capacity,
    meetings: candidate.meetings,
    giants: giantsBeside(candidate, wanted),
  }
}

function isOwn({ owner }: Candidate, { owners }: Wanted): boolean {
  return owner !== undefined && owners !== undefined && owners.includes(owner)
}

function scoreOf(candidate: Candidate, wanted: Wanted): number {
  const share = (candidate.load + wanted.size) / (candidate.capacity * candidate.weight)
  return Math.round((share + giantsBeside(candidate, wanted) * giantPenalty) * 10_000) / 10_000
}

function giantsBeside({ capacity, giants = 0 }: Candidate, { size }: Wanted): number {
  return size > capacity * giantShare ? giants : 0
}

function better(a: Ranked, b: Ranked): number {
  if (a.fits !== b.fits) return a.fits ? -1 : 1
  if (a.own !== b.own) return a.own ? -1 : 1
  if (a.preferred !== b.preferred) return a.preferred ? -1 : 1
  if (a.score !== b.score) return a.score - b.score
  if (a.meetings !== b.meetings) return a.meetings - b.meetings
  return a.server < b.server ? -1 : 1
}

function explain(best: Ranked, count: number, wanted: Wanted): string {
  const seats = `${best.load + wanted.size} of ${best.capacity} seats with this meeting`
  const choice = count === 1 ? 'the only server open to it' : `least full of ${count} servers`
  const tags =
    wanted.preferred.length === 0 ? '' : best.preferred ? ', with the preferred tags' : ', without the preferred tags'
  const beside = best.giants === 0 ? '' : `; beside ${best.giants} other that takes more than half a server`
  const over = best.fits ? '' : '; no server had room, so this one is over its capacity'
  const own = best.own ? ', of its own' : ''
  return `${choice}${own}${tags}: ${seats}${beside}${over}`
}
