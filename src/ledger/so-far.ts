import { dayMs } from '../lib/days.ts'
import { Problem } from '../lib/problem.ts'
import { draftMonth } from './draft.ts'
import { gatherMonth, readHeads } from './gather.ts'
import { beginLedger } from './ledger.ts'
import type { Line } from './lines.ts'
import { endOf, isMonth, monthOf } from './months.ts'
import type { LedgerParts } from './parts.ts'
import { totalOf } from './statements.ts'
import type { Terms } from './terms.ts'

/** What a month that is not closed would come to now: nothing of it is final, chained or signed. */
export interface SoFar {
  readonly month: string
  /** The moment at which it was computed, and from when on the month is closed; milliseconds since 1970. */
  readonly at: number
  readonly closesAt: number
  /** The organisation's own, and of all below it. */
  readonly statements: readonly { readonly organisation: string; readonly lines: readonly Line[] }[]
  readonly total: readonly { readonly currency: string; readonly due: number }[]
}

interface Drafted {
  readonly at: number
  readonly lines: ReadonlyMap<string, readonly Line[]>
  readonly terms: ReadonlyMap<string, Terms>
}

/** `until` is when it is computed anew, by a clock that nobody sets. */
interface Known {
  readonly drafted: Promise<Drafted>
  until: number
}

export interface SoFarReader {
  /**
   * Throws Problem 'not-found' for what is no month, not begun or closed, and for an application: what it used stands in
   * the statement of its organisation.
   */
  read(organisation: string, month?: string): Promise<SoFar>
}

/** A month is computed for all at once: again after ten times as long as it took, so that looking at it slows nothing down. */
const pauseFactor = 10

/** Computes what months that are not closed come to so far. */
export function createSoFar(parts: LedgerParts): SoFarReader {
  const known = new Map<string, Known>()

  const draftOnce = async (month: string): Promise<Drafted> => {
    const begun = performance.now()
    try {
      const drafted = await draftNow(parts, month)
      const entry = known.get(month)
      if (entry) entry.until = performance.now() + pauseFactor * (performance.now() - begun)
      return drafted
    } catch (error) {
      known.delete(month)
      throw error
    }
  }

  const draft = (month: string): Promise<Drafted> => {
    const found = known.get(month)
    if (found && performance.now() < found.until) return found.drafted
    const entry: Known = { drafted: draftOnce(month), until: Number.POSITIVE_INFINITY }
    known.set(month, entry)
    return entry.drafted
  }

  return {
    async read(organisation, month = monthOf(parts.clock.now())) {
      await requireOpen(parts, month)
      for (const other of known.keys()) if (other < month && !(await isOpen(parts, other))) known.delete(other)
      const { at, lines, terms } = await draft(month)
      const statements = [organisation, ...[...terms.keys()].filter((id) => id !== organisation).toSorted()].flatMap(
        (id) => {
          const own = lines.get(id)
          const isBelow = terms.get(id)?.lineage.includes(organisation) === true
          return own && (id === organisation || isBelow) ? [{ organisation: id, lines: own }] : []
        },
      )
      if (statements[0]?.organisation !== organisation) throw noAccount(organisation, terms)
      const closesAt = endOf(month) + parts.closeAfterDays * dayMs
      return { month, at, closesAt, statements, total: totalOf(statements) }
    },
  }
}

async function requireOpen(parts: LedgerParts, month: string): Promise<void> {
  if (isMonth(month) && (await isOpen(parts, month))) return
  throw new Problem('not-found', `${month} is no month that goes on or is still to be closed`, {
    hint: 'of a closed one there is a statement',
  })
}

async function isOpen(parts: LedgerParts, month: string): Promise<boolean> {
  const { begins, closed } = await beginLedger(parts)
  return month >= begins && month <= monthOf(parts.clock.now()) && (closed === null || month > closed)
}

async function draftNow(parts: LedgerParts, month: string): Promise<Drafted> {
  const gathered = await gatherMonth(parts, month)
  const heads = await parts.database.read(readHeads)
  const at = parts.clock.now()
  const lines = draftMonth({ ...gathered, closedAt: at, heads })
  return { at, terms: gathered.terms, lines: new Map([...lines].map(([id, own]) => [id, own.map(withoutHash)])) }
}

function withoutHash({ hash: _, ...line }: Line & { readonly hash: string }): Line {
  return line as Line
}

function noAccount(organisation: string, terms: ReadonlyMap<string, Terms>): Problem {
  const party = terms.get(organisation)?.party
  return new Problem('not-found', `${organisation} has no statements of its own`, {
    hint: party === undefined ? undefined : `what it used stands in those of ${party}`,
  })
}
