import { type CorrectionLine, type LentLine, type MinutesLine, type RecordingLine, sha256 } from './lines.ts'
import { spentOf, sum } from './spent.ts'

/** A line about what an organisation used: of a meeting, or of its recordings. */
export type Use = MinutesLine | CorrectionLine | RecordingLine

/** What uses of a server come to, as its owner's line says it: the lines in their order, each with its hash. */
export function lentFrom(
  uses: readonly (Use & { readonly hash: string })[],
): Pick<LentLine, 'lines' | 'evidence' | 'megabyteDays' | 'listening' | 'speaking' | 'camera'> {
  const recordings = uses.filter((use) => use.kind === 'recording')
  const megabyteDays = recordings.reduce((total, use) => total + use.megabyteDays, 0)
  return {
    lines: uses.length,
    evidence: sha256(uses.map(({ hash }) => hash).join('\n')),
    ...spentOf(sum(uses.filter((use) => use.kind !== 'recording'))),
    ...(recordings.length > 0 ? { megabyteDays } : {}),
  }
}
