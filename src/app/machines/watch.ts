import { join } from 'node:path'
import type { Config } from '../../config/config.ts'
import type { SecretPlaces } from '../../config/secrets.ts'
import { Problem } from '../../lib/problem.ts'
import { createHistory, type History, noHistory } from '../../reconcile/history.ts'
import { plan } from '../../reconcile/plan.ts'
import { toLook } from '../../reconcile/record.ts'
import type { Watch } from '../../reconcile/watch.ts'
import { openInfrastructure } from './open.ts'

/** What this computer remembers of plans and applies. */
export function openHistory(dataDir: string): History {
  return createHistory(join(dataDir, 'machines'))
}

/** Where a running program finds what its machines need. */
export interface WatchPlaces extends SecretPlaces {
  /** The file that was read at the start, as messages call it. */
  readonly file: string
}

/** What a running program can say about the machines of its configuration. */
export function openWatch(config: Config, { file, ...places }: WatchPlaces, now: () => number): Watch {
  const history = openHistory(places.dataDir)
  return {
    history,
    async look(signal) {
      await using infrastructure = await openInfrastructure(config, places)
      const planned = await plan(infrastructure.managed, { signal })
      const look = toLook(planned, { at: now(), who: infrastructure.claim.who, file })
      await history.keepLook(look)
      return look
    },
  }
}

/** For a program without a data folder: it remembers nothing and sees nothing. */
export const blind: Watch = {
  history: noHistory,
  look: async () => {
    throw new Problem('unavailable', 'this program has no data folder in which secrets could be')
  },
}
