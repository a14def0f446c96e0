import { lentFrom } from './lent.ts'
import { type Amount, canonical, type LentLine, type Pair } from './lines.ts'
import { closeOf, type Statement } from './statements.ts'

/**
 * Whether organisations that lent each other servers say the same of it, where the statements of both are there: each line
 * of what was lent against the very lines that it sums, and the two accounts against each other.
 */
export function verifySides(statements: readonly Statement[]): string[] {
  return statements.flatMap((one) => {
    const others = new Map(
      statements.filter(({ month }) => month === one.month).map((other) => [other.organisation, other]),
    )
    return [...verifyLent(one, others), ...verifyAccounts(one, others)]
  })
}

type Others = ReadonlyMap<string, Statement>

function verifyLent({ organisation, month, lines }: Statement, others: Others): string[] {
  return lines.flatMap((line) => {
    const other = line.kind === 'lent' ? others.get(line.to) : undefined
    if (line.kind !== 'lent' || !other || isSumOf(line, organisation, other)) return []
    return [`${organisation}, ${month}: line ${line.number} does not say what the lines of ${line.to} say.`]
  })
}

function isSumOf(lent: LentLine, owner: string, { lines }: Statement): boolean {
  const uses = lines.flatMap((line) => {
    const isUse = line.kind === 'minutes' || line.kind === 'correction' || line.kind === 'recording'
    return isUse && line.settled === 'pair' && line.owner === owner && line.server === lent.server ? [line] : []
  })
  const { lines: count, evidence, megabyteDays, listening, speaking, camera } = lent
  const said = { lines: count, evidence, listening, speaking, camera }
  return canonical(megabyteDays === undefined ? said : { ...said, megabyteDays }) === canonical(lentFrom(uses))
}

/** One compares the other: of two that do not say the same, the first in the alphabet names it. */
function verifyAccounts({ organisation, month, lines }: Statement, others: Others): string[] {
  const { pairs } = closeOf(lines).summary
  return pairs.flatMap((pair) => {
    const other = others.get(pair.organisation)
    if (!other || organisation > pair.organisation) return []
    const theirs = closeOf(other.lines).summary.pairs.find((one) => one.organisation === organisation)
    if (theirs && canonical([lentOf(theirs), borrowedOf(theirs)]) === canonical([borrowedOf(pair), lentOf(pair)]))
      return []
    return [`${month}: ${organisation} and ${pair.organisation} do not say the same of what they lent each other.`]
  })
}

function borrowedOf({ borrowed, borrowedCost, stored }: Pair) {
  return { spent: borrowed, cost: costOf(borrowedCost), megabyteDays: stored?.borrowed ?? 0 }
}

function lentOf({ lent, lentCost, stored }: Pair) {
  return { spent: lent, cost: costOf(lentCost), megabyteDays: stored?.lent ?? 0 }
}

/** Of what was not used, one side says that it costs nothing, the other that it knows no price. */
function costOf(cost: Amount | null): Amount | null {
  return cost && cost.amount !== 0 ? cost : null
}
