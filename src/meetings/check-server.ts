import { Problem } from '../lib/problem.ts'
import type { Secret } from '../lib/secret.ts'
import { ServerFailure } from '../protocol/server-failure.ts'
import type { Context } from './context.ts'
import { requireNewServer, type ServerDefinition } from './registry.ts'
import type { ServerAccess } from './servers.ts'

/**
 * Asks a server that is not in the pool yet for its meetings. Throws Problem 'upstream' unless it answers and trusts us,
 * 'conflict' when it is in the pool.
 */
export async function checkServer(context: Context, definition: ServerDefinition, secret: Secret): Promise<void> {
  requireNewServer(context, definition)
  const access: ServerAccess = { id: definition.id, url: definition.url, secret, checksum: definition.checksum }
  try {
    const answer = await context.servers.call(access, 'getMeetings', '', { timeoutMs: 5000 })
    if (answer.ok) return
    const isSecret = answer.key === 'checksumError'
    if (isSecret) {
      const hint = 'compare it with what `bbb-conf --secret` prints on the server'
      throw new Problem('upstream', `the server ${access.id} refuses our secret`, { hint })
    }
    throw new Problem('upstream', `the server ${access.id} refuses us: ${answer.key} ${answer.message}`.trim())
  } catch (error) {
    if (!(error instanceof ServerFailure)) throw error
    const hint = 'look at the address; it usually ends in /bigbluebutton/api'
    throw new Problem('upstream', error.message, { hint, cause: error })
  } finally {
    await context.servers.forget(access)
  }
}
