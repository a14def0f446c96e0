import type { Kysely } from 'kysely'
import { recordChange } from '../db/audit.ts'
import { json, type Tables } from '../db/tables.ts'
import { Problem } from '../lib/problem.ts'
import type { Secret } from '../lib/secret.ts'
import type { Context } from './context.ts'
import { refuseHosts, refusePlace } from './organisation-place.ts'
import { type Organisation, toOrganisation } from './organisations.ts'
import type { Actor, Declared, OrganisationDefinition } from './registry.ts'

/** Adds an organisation at run time. Throws Problem 'conflict' when its id or one of its host names is taken. */
export async function addOrganisation(
  context: Context,
  definition: OrganisationDefinition,
  secrets: readonly Secret[],
  actor: Actor,
): Promise<Organisation> {
  checkOrganisation(context, definition, secrets)
  const stored = { ...definition, secrets: secrets.map((secret) => secret.reveal()) }
  await context.database.transact(async (tx) => {
    const inserted = await tx
      .insertInto('organisations')
      .values({ id: definition.id, definition: json(stored), created_at: context.clock.now() })
      .onConflict((c) => c.doNothing())
      .executeTakeFirst()
    if (!inserted.numInsertedOrUpdatedRows) {
      throw new Problem('conflict', `the organisation ${definition.id} is there already`)
    }
    const details = { name: definition.name, secrets: secrets.length }
    await recordChange(context, tx, {
      actor,
      action: 'organisation.add',
      subject: definition.id,
      organisation: definition.id,
      details,
    })
  })
  const organisation = toOrganisation(definition, secrets, 'database')
  context.organisations.put(organisation)
  context.replicas.tell({ kind: 'registry' })
  return organisation
}

/** Removes an organisation that was added at run time; its running meetings go on, unreachable for it. */
export async function removeOrganisation(context: Context, id: string, actor: Actor): Promise<void> {
  const organisation = context.organisations.find(id)
  if (!organisation)
    throw new Problem('not-found', `there is no organisation ${id}`, { hint: 'see: mycel organisation list' })
  if (organisation.origin !== 'database') {
    throw new Problem('refused', `the organisation ${id} is declared in the configuration file`, {
      hint: 'change coop.yaml: remove it, or set "status: suspended", and restart',
    })
  }
  const meetings = context.directory.inOrganisation(id).size
  if (meetings > 0) {
    throw new Problem(
      'refused',
      `${meetings} ${meetings === 1 ? 'meeting' : 'meetings'} of the organisation ${id} go on`,
      {
        hint: `suspend it first (mycel organisation set ${id} --status suspended), and remove it when they have ended`,
      },
    )
  }
  const below = context.organisations.list().find(({ parent }) => parent === id)
  if (below) {
    const hint = 'remove that one first, or make it part of another'
    throw new Problem('refused', `the organisation ${below.id} is part of ${id}`, { hint })
  }
  await context.database.transact(async (tx) => {
    await refuseWithAccounts(tx, id)
    await tx.deleteFrom('organisations').where('id', '=', id).execute()
    await tx.deleteFrom('hooks').where('organisation', '=', id).execute()
    await recordChange(context, tx, {
      actor,
      action: 'organisation.remove',
      subject: id,
      organisation: id,
      details: {},
    })
  })
  context.organisations.remove(id)
  context.bus.emit('organisationRemoved', id)
  context.replicas.tell({ kind: 'registry' })
}

async function refuseWithAccounts(tx: Kysely<Tables>, id: string): Promise<void> {
  const accounts = tx.selectFrom('people').select((of) => of.fn.countAll<string>().as('count'))
  const { count } = await accounts
    .where('organisation', '=', id)
    .where('status', '<>', 'erased')
    .executeTakeFirstOrThrow()
  if (Number(count) === 0) return
  throw new Problem(
    'refused',
    `${count === '1' ? '1 account belongs' : `${count} accounts belong`} to the organisation ${id}`,
    {
      hint: 'export what they need, and erase them first',
    },
  )
}

function checkOrganisation(context: Context, definition: OrganisationDefinition, secrets: readonly Secret[]): void {
  if (context.organisations.find(definition.id)) {
    throw new Problem('conflict', `the organisation ${definition.id} is there already`)
  }
  if (secrets.some((secret) => secret.reveal() === '')) {
    throw new Problem('invalid', 'the secret of an organisation cannot be empty')
  }
  refusePlace(context, definition)
  refuseHosts(context, definition)
  for (const other of context.organisations.list()) {
    const values = new Set(other.secrets.map(({ value }) => value.reveal()))
    if (secrets.some((secret) => values.has(secret.reveal()))) throw sharedSecret(other.id, definition.id)
  }
}

/**
 * Throws Problem 'conflict' when two organisations have one secret: on the plain path it alone tells them apart. References
 * differ in the file; the values are known here.
 */
export function refuseSharedSecrets(organisations: Declared['organisations']): void {
  const owners = new Map<string, string>()
  for (const { definition, secrets } of organisations) {
    for (const secret of secrets) {
      const owner = owners.get(secret.reveal()) ?? definition.id
      owners.set(secret.reveal(), definition.id)
      if (owner === definition.id) continue
      throw sharedSecret(owner, definition.id)
    }
  }
}

function sharedSecret(one: string, other: string): Problem {
  return new Problem('conflict', `the organisations ${one} and ${other} have the same secret`, {
    hint: 'give each a secret of its own: it tells them apart',
  })
}
