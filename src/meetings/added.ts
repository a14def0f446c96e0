import { Secret } from '../lib/secret.ts'
import type { Context } from './context.ts'
import { type Organisation, toOrganisation } from './organisations.ts'
import { type AdminState, type Server, toServer } from './pool.ts'
import type { OrganisationDefinition, ServerDefinition } from './registry.ts'

/** What operators decided about servers, by id; those without an entry are enabled. */
export async function readStates(context: Context): Promise<Map<string, AdminState>> {
  const rows = await context.database.read((db) => db.selectFrom('server_states').selectAll().execute())
  return new Map(rows.map((row) => [row.server, row.state]))
}

/** Puts in what was added at run time, unless the file declares the same id. */
export async function loadAdded(context: Context, states: ReadonlyMap<string, AdminState>): Promise<void> {
  for (const server of await readServers(context, states)) {
    if (!context.pool.find(server.access.id)) context.pool.put(server)
  }
  for (const organisation of await readOrganisations(context)) {
    if (!context.organisations.find(organisation.id)) context.organisations.put(organisation)
  }
}

/** Takes in what another replica changed: what is known of servers that stay, such as their health, stays. */
export async function reloadAdded(context: Context): Promise<void> {
  const states = await readStates(context)
  await loadAdded(context, states)
  const servers = new Map((await readServers(context, states)).map((server) => [server.access.id, server]))
  for (const server of context.pool.list()) {
    server.admin = states.get(server.access.id) ?? 'enabled'
    if (server.origin !== 'database') continue
    const present = servers.get(server.access.id)
    if (present) server.owner = present.owner
    else context.pool.remove(server.access.id)
  }
  const organisations = new Map((await readOrganisations(context)).map((one) => [one.id, one]))
  for (const known of context.organisations.list()) {
    if (known.origin !== 'database') continue
    const present = organisations.get(known.id)
    if (present) context.organisations.put(withUses(present, known))
    else context.organisations.remove(known.id)
  }
}

function withUses(present: Organisation, known: Organisation): Organisation {
  for (const secret of present.secrets) {
    secret.lastUsedAt = known.secrets.find((old) => old.fingerprint === secret.fingerprint)?.lastUsedAt
  }
  return present
}

async function readServers(context: Context, states: ReadonlyMap<string, AdminState>): Promise<Server[]> {
  const rows = await context.database.read((db) => db.selectFrom('servers').selectAll().execute())
  return rows.map((row) => {
    const { id, url, tags, secret } = row
    const checksum = (row.checksum ?? 'sha256') as ServerDefinition['checksum']
    const [capacity, weight, owner] = [row.capacity ?? 150, row.weight ?? 1, row.owner ?? undefined]
    const definition = { id, url, tags, checksum, capacity, weight, owner }
    return toServer(definition, new Secret(secret), 'database', states.get(id) ?? 'enabled')
  })
}

async function readOrganisations(context: Context): Promise<Organisation[]> {
  const rows = await context.database.read((db) => db.selectFrom('organisations').selectAll().execute())
  return rows.map((row) => {
    const { secrets, ...definition } = row.definition as OrganisationDefinition & { secrets: string[] }
    return toOrganisation(
      definition,
      secrets.map((secret) => new Secret(secret)),
      'database',
    )
  })
}
