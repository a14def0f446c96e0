import type { Secret } from './lib/secret.ts'
import type { Declared } from './meetings/registry.ts'
import { type PracticeCluster, startPracticeCluster } from './providers/bigbluebutton/fake/cluster.ts'

export interface PracticeOptions {
  readonly count: number
  /** The port of the first server, the others follow; 0, the default, takes free ones. */
  readonly basePort?: number
  readonly secret?: Secret
  /** About so many simulated people in every meeting. */
  readonly people?: number
}

export type { PracticeCluster }

/** Starts practice servers. Throws Problem 'unavailable' when one of them cannot listen; then none runs. */
export async function startPractice(options: PracticeOptions): Promise<PracticeCluster> {
  return await startPracticeCluster(options)
}

/** Practice servers as servers of the pool, by the names practice-1, practice-2 and so on. */
export function toDefinitions({ servers }: PracticeCluster): Declared['servers'] {
  return servers.map(({ name, url, secret }) => ({
    definition: { id: name, url, capacity: 150, weight: 1, tags: ['practice'], checksum: 'sha256' },
    secret,
    origin: 'practice',
  }))
}
