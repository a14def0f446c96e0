import { recordChange } from '../db/audit.ts'
import { Problem } from '../lib/problem.ts'
import type { Context } from './context.ts'
import type { Server } from './pool.ts'
import { type Actor, requireServer } from './registry.ts'
import { noteOwner, requireOwner } from './server-owners.ts'

/**
 * Says which organisation brought a server; undefined when it belongs to all. It holds for meetings that begin from now
 * on. Throws Problem 'not-found', 'refused' when the file declares the server.
 */
export async function setOwner(context: Context, id: string, owner: string | undefined, actor: Actor): Promise<Server> {
  const server = requireServer(context, id)
  requireOwner(context, owner)
  if (server.origin !== 'database') {
    throw new Problem('refused', `the server ${id} is declared in the configuration file`, {
      hint: 'write its owner into coop.yaml and restart',
    })
  }
  await context.database.transact(async (tx) => {
    await tx
      .updateTable('servers')
      .set({ owner: owner ?? null })
      .where('id', '=', id)
      .execute()
    await noteOwner(context, tx, id, owner ?? null)
    const details = { owner: owner ?? null, was: server.owner ?? null }
    await recordChange(context, tx, { actor, action: 'server.owner', subject: id, details })
  })
  server.owner = owner
  context.replicas.tell({ kind: 'registry' })
  return server
}
