import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import type { SecretPlaces } from '../config/secrets.ts'
import { Problem } from '../lib/problem.ts'
import { createHistory, type History } from '../reconcile/history.ts'
import type { Claim, LockOptions, LockPlace } from '../reconcile/lock.ts'
import type { Managed } from '../reconcile/manage.ts'

/** What coop.yaml declares, tied to where it is. Disposing it closes the connections. */
export interface Infrastructure extends AsyncDisposable {
  /** In building order. */
  readonly managed: readonly Managed[]
  readonly lock: LockPlace
  /** This process, as the lock would name it. */
  readonly claim: Omit<Claim, 'why' | 'since'>
  readonly isAlive: LockOptions['isAlive']
  /** Requests made so far. */
  requests(): number
}

/** What this computer remembers of plans and applies. */
export function openHistory(dataDir: string): History {
  return createHistory(join(dataDir, 'machines'))
}

/** Throws Problems for secrets that are missing, 'not-found' when the file declares nothing to look after. */
export async function openInfrastructure(_config: Config, _places: SecretPlaces): Promise<Infrastructure> {
  throw new Problem('unavailable', 'not yet')
}
