import type { OrganisationConfig, ServerConfig } from '../config/config.ts'
import { recordChange } from '../db/audit.ts'
import { Problem } from '../lib/problem.ts'
import type { Secret } from '../lib/secret.ts'
import { refuseSharedSecrets } from './add-organisation.ts'
import { loadAdded, readStates } from './added.ts'
import type { Context } from './context.ts'
import { refuseWithPeople } from './drain.ts'
import { endMeeting } from './ending.ts'
import { type Origin, toOrganisation } from './organisations.ts'
import { type AdminState, type Server, toServer } from './pool.ts'
import { unregister } from './server-hooks.ts'
import { noteOwner, noteOwners, requireOwner } from './server-owners.ts'

/** A server's definition without its secret, which travels apart. */
export type ServerDefinition = Omit<ServerConfig, 'secret'>
export type OrganisationDefinition = Omit<OrganisationConfig, 'secrets'>

/** Who makes a change, for the audit log: `local:root`, `token:ci`. */
export type Actor = string

/** What the file declares, its secrets resolved. */
export interface Declared {
  readonly servers: readonly {
    readonly definition: ServerDefinition
    readonly secret: Secret
    readonly origin: Origin
  }[]
  readonly organisations: readonly {
    readonly definition: OrganisationDefinition
    readonly secrets: readonly Secret[]
  }[]
}

/** Fills the pool and the organisations: what the file declares, then what was added at run time. */
export async function loadRegistry(context: Context, declared: Declared): Promise<void> {
  refuseSharedSecrets(declared.organisations)
  const states = await readStates(context)
  for (const { definition, secret, origin } of declared.servers) {
    context.pool.put(toServer(definition, secret, origin, states.get(definition.id) ?? 'enabled'))
  }
  for (const { definition, secrets } of declared.organisations) {
    context.organisations.put(toOrganisation(definition, secrets, 'file'))
  }
  await loadAdded(context, states)
  await noteOwners(context)
}

/** Adds a server at run time. Throws Problem 'conflict' when its id or address is taken. */
export async function addServer(
  context: Context,
  definition: ServerDefinition,
  secret: Secret,
  actor: Actor,
): Promise<Server> {
  requireNewServer(context, definition)
  requireOwner(context, definition.owner)
  if (secret.reveal() === '') throw new Problem('invalid', 'the secret of a server cannot be empty')

  await context.database.transact(async (tx) => {
    const { id, url, capacity, weight, tags, checksum, owner = null } = definition
    const row = { id, url, capacity, weight, checksum, owner, tags: [...tags] }
    const inserted = await tx
      .insertInto('servers')
      .values({ ...row, secret: secret.reveal(), created_at: context.clock.now() })
      .onConflict((c) => c.doNothing())
      .executeTakeFirst()
    if (!inserted.numInsertedOrUpdatedRows) throw new Problem('conflict', `the server ${id} (${url}) is there already`)
    await recordChange(context, tx, { actor, action: 'server.add', subject: id, details: { url, capacity, owner } })
    await noteOwner(context, tx, id, owner)
  })
  const server = toServer(definition, secret, 'database', 'enabled')
  context.pool.put(server)
  context.replicas.tell({ kind: 'registry' })
  return server
}

/**
 * Takes a server out of the pool for good. Throws Problem 'refused' when the file declares it, or while it has
 * meetings, unless those are given up on purpose.
 */
export async function removeServer(context: Context, id: string, actor: Actor, giveUpMeetings = false): Promise<void> {
  const server = requireServer(context, id)
  if (server.origin === 'practice') {
    throw new Problem('refused', `the server ${id} is for practice and cannot be removed`, {
      hint: 'practice servers are gone after the next start once a server of your own is there',
    })
  }
  if (server.origin !== 'database') {
    throw new Problem('refused', `the server ${id} is declared in the configuration file`, {
      hint: 'remove it from coop.yaml and restart, or disable it with: mycel server disable',
    })
  }
  const givenUp = [...context.directory.onServer(id)]
  const meetings = givenUp.length
  if (meetings > 0 && !giveUpMeetings) {
    throw new Problem(
      'refused',
      `${meetings === 1 ? '1 meeting is' : `${meetings} meetings are`} still on the server ${id}`,
      {
        hint: `drain it first (mycel server drain ${id}), or give them up with --force`,
      },
    )
  }
  await context.database.transact(async (tx) => {
    await tx.deleteFrom('servers').where('id', '=', id).execute()
    await tx.deleteFrom('server_states').where('server', '=', id).execute()
    await recordChange(context, tx, { actor, action: 'server.remove', subject: id, details: { meetings } })
  })
  context.pool.remove(id)
  for (const meeting of givenUp) await endMeeting(context, meeting)
  await unregister(context, server)
  context.replicas.tell({ kind: 'registry' })
  await context.servers.forget(server.access)
}

/**
 * Enables, drains or disables a server, declared or added; the decision survives restarts. Throws Problem 'refused' when
 * it would cut people off, unless they are given up on purpose.
 */
export async function setServerState(
  context: Context,
  id: string,
  state: AdminState,
  actor: Actor,
  giveUpPeople = false,
): Promise<Server> {
  const server = requireServer(context, id)
  if (state === 'disabled' && !giveUpPeople) refuseWithPeople(context, id)
  const changed = { state, changed_at: context.clock.now(), changed_by: actor }
  await context.database.transact(async (tx) => {
    await tx
      .insertInto('server_states')
      .values({ server: id, ...changed })
      .onConflict((c) => c.column('server').doUpdateSet(changed))
      .execute()
    await recordChange(context, tx, { actor, action: `server.${state}`, subject: id, details: { was: server.admin } })
  })
  server.admin = state
  server.offlineSince = undefined
  context.replicas.tell({ kind: 'registry' })
  return server
}

/** Throws Problem 'conflict' when a server of the pool has this id or address. */
export function requireNewServer(context: Context, { id, url }: ServerDefinition): void {
  const same = context.pool.list().find(({ access }) => access.id === id || access.url === url)
  if (same) throw new Problem('conflict', `the server ${same.access.id} (${same.access.url}) is there already`)
}

/** The server of that id. Throws Problem 'not-found'. */
export function requireServer(context: Context, id: string): Server {
  const server = context.pool.find(id)
  if (server) return server
  throw new Problem('not-found', `there is no server ${id}`, { hint: 'see: mycel server list' })
}
