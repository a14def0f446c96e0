import { json } from '../db/tables.ts'
import { randomId } from '../lib/ids.ts'
import { Problem } from '../lib/problem.ts'
import { Secret } from '../lib/secret.ts'
import { recordChange } from './audit.ts'
import type { Context } from './context.ts'
import { fingerprint, type Organisation } from './organisations.ts'
import type { Actor } from './registry.ts'

/** A secret for an organisation that brings none. */
export function makeSecret(): Secret {
  return new Secret(randomId(40))
}

/** Answers its calls, or no more. Throws Problem 'not-found', or 'refused' when the file declares it. */
export async function enableOrganisation(
  context: Context,
  id: string,
  enabled: boolean,
  actor: Actor,
): Promise<Organisation> {
  const changed = { ...requireAdded(context, id), enabled }
  return await save(context, changed, actor, enabled ? 'organisation.enable' : 'organisation.disable', {})
}

/** Gives it one more secret beside those it has, so that its clients can change over one by one. Throws as above. */
export async function addSecret(
  context: Context,
  id: string,
  actor: Actor,
): Promise<{ readonly fingerprint: string; readonly value: Secret }> {
  const organisation = requireAdded(context, id)
  const value = makeSecret()
  const secret = { fingerprint: fingerprint(value), value, lastUsedAt: undefined }
  const changed = { ...organisation, secrets: [...organisation.secrets, secret] }
  await save(context, changed, actor, 'organisation.secret.add', { fingerprint: secret.fingerprint })
  return secret
}

/** Takes a secret away: what is signed with it is refused from now on. Throws Problem 'refused' for the last one. */
export async function removeSecret(context: Context, id: string, mark: string, actor: Actor): Promise<void> {
  const organisation = requireAdded(context, id)
  const secrets = organisation.secrets.filter((secret) => secret.fingerprint !== mark)
  if (secrets.length === organisation.secrets.length) {
    throw new Problem('not-found', `the organisation ${id} has no secret ${mark}`, {
      hint: 'look at the organisation to see the fingerprints of its secrets',
    })
  }
  if (secrets.length === 0) {
    throw new Problem('refused', `${mark} is the only secret of the organisation ${id}`, {
      hint: 'add another one first, or disable the organisation',
    })
  }
  await save(context, { ...organisation, secrets }, actor, 'organisation.secret.remove', { fingerprint: mark })
}

/** The organisation of that id. Throws Problem 'not-found'. */
export function requireOrganisation(context: Context, id: string): Organisation {
  const organisation = context.organisations.find(id)
  if (organisation) return organisation
  throw new Problem('not-found', `there is no organisation ${id}`, { hint: 'see: mycel organisation list' })
}

function requireAdded(context: Context, id: string): Organisation {
  const organisation = requireOrganisation(context, id)
  if (organisation.origin === 'database') return organisation
  throw new Problem('refused', `the organisation ${id} is declared in the configuration file`, {
    hint: 'change it in coop.yaml and restart',
  })
}

async function save(
  context: Context,
  organisation: Organisation,
  actor: Actor,
  action: string,
  details: Readonly<Record<string, unknown>>,
): Promise<Organisation> {
  const { id, enabled, secrets } = organisation
  await context.database.transact(async (tx) => {
    const row = await tx.selectFrom('organisations').select('definition').where('id', '=', id).executeTakeFirstOrThrow()
    const values = secrets.map(({ value }) => value.reveal())
    const definition = json({ ...(row.definition as object), enabled, secrets: values })
    await tx.updateTable('organisations').set({ definition }).where('id', '=', id).execute()
    await recordChange(context, tx, { actor, action, subject: id, details })
  })
  context.organisations.put(organisation)
  return organisation
}
