import type { Finding } from '../../config/finding.ts'

/** Something that only one may have, such as an address. */
export interface Claim {
  /** What is claimed, compared as text. */
  readonly key: string
  /** Where it is written, or follows from. */
  readonly path: Finding['path']
  readonly part?: 'key' | undefined
  /** `web1 in staging` */
  readonly who: string
}

/** A finding for each claim that somebody before made already. */
export function contradict(
  claims: readonly Claim[],
  say: (claim: Claim, first: Claim) => readonly [message: string, hint: string],
): Finding[] {
  const first = new Map<string, Claim>()
  // A machine and its twins often contradict another and its twins in the same two lines.
  const told = new Set<string>()
  return claims.flatMap((claim) => {
    const earlier = first.get(claim.key)
    if (!earlier) {
      first.set(claim.key, claim)
      return []
    }
    const lines = JSON.stringify([claim.path, earlier.path])
    if (told.has(lines)) return []
    told.add(lines)
    const [message, hint] = say(claim, earlier)
    const { path, part } = claim
    return [{ path, part, message, hint, kind: 'conflict', first: earlier.path }]
  })
}
