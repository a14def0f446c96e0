import { canonical, type LentLine, sha256 } from './lines.ts'
import { spentOf, sum } from './spent.ts'
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
    const isUse = line.kind === 'minutes' || line.kind === 'correction'
    return isUse && line.settled === 'pair' && line.owner === owner && line.server === lent.server ? [line] : []
  })
  const evidence = sha256(uses.map(({ hash }) => hash).join('\n'))
  const spent = sum(uses)
  return lent.lines === uses.length && lent.evidence === evidence && canonical(spentOf(lent)) === canonical(spent)
}

/** One compares the other: of two that do not say the same, the first in the alphabet names it. */
function verifyAccounts({ organisation, month, lines }: Statement, others: Others): string[] {
  const { pairs } = closeOf(lines).summary
  return pairs.flatMap((pair) => {
    const other = others.get(pair.organisation)
    if (!other || organisation > pair.organisation) return []
    const theirs = closeOf(other.lines).summary.pairs.find((one) => one.organisation === organisation)
    const mirrored = theirs && {
      borrowed: theirs.lent,
      lent: theirs.borrowed,
      borrowedCost: theirs.lentCost,
      lentCost: theirs.borrowedCost,
    }
    const { borrowed, lent, borrowedCost, lentCost } = pair
    if (mirrored && canonical(mirrored) === canonical({ borrowed, lent, borrowedCost, lentCost })) return []
    return [`${month}: ${organisation} and ${pair.organisation} do not say the same of what they lent each other.`]
  })
}
