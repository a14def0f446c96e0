import { type Change, recordChange } from '../db/audit.ts'
import { json } from '../db/tables.ts'
import { randomId } from '../lib/ids.ts'
import { Problem } from '../lib/problem.ts'
import { Secret } from '../lib/secret.ts'
import type { Context } from './context.ts'
import { refuseHosts, refusePlace } from './organisation-place.ts'
import { fingerprint, type Organisation, toOrganisation } from './organisations.ts'
import type { Actor, OrganisationDefinition } from './registry.ts'

/** A secret for an organisation that brings none. */
export function makeSecret(): Secret {
  return new Secret(randomId(40))
}

/**
 * Changes what is said of an organisation; a part that is undefined stays, one that is null is said no more. Throws Problem 'not-found', 'refused' when the
 * file declares it, 'conflict' for a host name that is taken, 'invalid' for a place in the tree that cannot be.
 */
export async function changeOrganisation(
  context: Context,
  id: string,
  changes: OrganisationChanges,
  actor: Actor,
): Promise<Organisation> {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  const action = changes.status === undefined ? 'organisation.change' : `organisation.${changes.status}`
  const details = { changed: Object.keys(given) }
  const after = await change(context, { actor, action, subject: id, organisation: id, details }, (stored) => {
    const changed = without({ ...stored, ...given } as Stored, changes)
    refusePlace(context, changed)
    refuseHosts(context, changed)
    return changed
  })
  // A limit that is new begins with what was used before it.
  if (changes.limits) await context.minutes.count()
  return after
}

/** Gives it one more secret beside those it has, so that its clients can change over one by one. Throws as above. */
export async function addSecret(
  context: Context,
  id: string,
  actor: Actor,
): Promise<{ readonly fingerprint: string; readonly value: Secret }> {
  const value = makeSecret()
  const details = { fingerprint: fingerprint(value) }
  await change(
    context,
    { actor, action: 'organisation.secret.add', subject: id, organisation: id, details },
    (stored) => ({
      ...stored,
      secrets: [...stored.secrets, value.reveal()],
    }),
  )
  return { fingerprint: details.fingerprint, value }
}

/** Takes a secret away: what is signed with it is refused from now on. Throws Problem 'refused' for the last one. */
export async function removeSecret(context: Context, id: string, mark: string, actor: Actor): Promise<void> {
  const details = { fingerprint: mark }
  await change(
    context,
    { actor, action: 'organisation.secret.remove', subject: id, organisation: id, details },
    (stored) => {
      const secrets = stored.secrets.filter((text) => fingerprint(new Secret(text)) !== mark)
      if (secrets.length === stored.secrets.length) {
        throw new Problem('not-found', `the organisation ${id} has no secret ${mark}`, {
          hint: 'look at the organisation to see the fingerprints of its secrets',
        })
      }
      if (secrets.length > 0) return { ...stored, secrets }
      throw new Problem('refused', `${mark} is the only secret of the organisation ${id}`, {
        hint: 'add another one first, or disable the organisation',
      })
    },
  )
}

/** The organisation of that id. Throws Problem 'not-found'. */
export function requireOrganisation(context: Context, id: string): Organisation {
  const organisation = context.organisations.find(id)
  if (organisation) return organisation
  throw new Problem('not-found', `there is no organisation ${id}`, { hint: 'see: mycel organisation list' })
}

/** Any part of an organisation's definition; what is undefined stays as it is, what is null is said no more. */
export type OrganisationChanges = {
  readonly [Key in keyof Omit<OrganisationDefinition, 'parent' | 'prices'>]?: OrganisationDefinition[Key] | undefined
} & {
  readonly [Key in 'parent' | 'prices']?: OrganisationDefinition[Key] | null | undefined
}

function without(changed: Stored, { parent, prices }: OrganisationChanges): Stored {
  const { parent: above, prices: own, ...rest } = changed
  return {
    ...rest,
    ...(parent === null || above === undefined ? {} : { parent: above }),
    ...(prices === null || own === undefined ? {} : { prices: own }),
  }
}

/** An organisation as the database holds it. */
type Stored = OrganisationDefinition & { readonly secrets: readonly string[] }

/** Two changes at once are made one after the other: the second sees what the first left. */
async function change(context: Context, made: Change, edit: (stored: Stored) => Stored): Promise<Organisation> {
  const id = made.subject
  const before = requireOrganisation(context, id)
  if (before.origin !== 'database') {
    throw new Problem('refused', `the organisation ${id} is declared in the configuration file`, {
      hint: 'change it in coop.yaml and restart',
    })
  }
  const { secrets, ...definition } = await context.database.transact(async (tx) => {
    const rows = tx.selectFrom('organisations').select('definition').where('id', '=', id).forUpdate()
    const edited = edit((await rows.executeTakeFirstOrThrow()).definition as Stored)
    await tx
      .updateTable('organisations')
      .set({ definition: json(edited) })
      .where('id', '=', id)
      .execute()
    await recordChange(context, tx, made)
    return edited
  })
  const values = secrets.map((text) => new Secret(text))
  const after = toOrganisation(definition, values, 'database')
  for (const secret of after.secrets) {
    secret.lastUsedAt = before.secrets.find((known) => known.fingerprint === secret.fingerprint)?.lastUsedAt
  }
  context.organisations.put(after)
  context.replicas.tell({ kind: 'registry' })
  return after
}
