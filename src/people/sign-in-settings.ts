import { recordChange } from '../db/audit.ts'
import { json } from '../db/tables.ts'
import { Problem } from '../lib/problem.ts'
import { Secret } from '../lib/secret.ts'
import type { PeopleParts } from './people.ts'

/** How people of one organisation sign in. */
export interface SignInSettings {
  /** Whether those who have a password may sign in with it. */
  readonly passwords: boolean
  /** Whether a password alone is enough. */
  readonly secondFactor: 'optional' | 'required'
  /** Whether somebody whom the provider knows, and we do not, gets an account. */
  readonly registration: 'no' | 'members'
  readonly oidc: OidcSettings | undefined
}

/** The OpenID Connect provider of an organisation. */
export interface OidcSettings {
  /** What the button says. */
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  /** Undefined for a public client. */
  readonly clientSecret: Secret | undefined
  readonly scopes: readonly string[]
  /** Only addresses of these domains; empty for any. */
  readonly emailDomains: readonly string[]
  /** Believe addresses although the provider does not say that it verified them. */
  readonly trustEmail: boolean
  readonly roles: RoleMapping | undefined
}

/** Which role somebody has, by a claim of the provider; it is brought up to date at every sign-in. */
export interface RoleMapping {
  readonly claim: string
  /** Whoever has one of these is an administrator. */
  readonly admin: readonly string[]
  /** Whoever has one of these is a member; empty: everybody else is. */
  readonly member: readonly string[]
}

export interface SettingsParts extends PeopleParts {
  /** What coop.yaml says, by organisation. */
  readonly declared: ReadonlyMap<string, SignInSettings>
}

/** What holds where nothing was said. */
export const usualSettings: SignInSettings = {
  passwords: true,
  secondFactor: 'optional',
  registration: 'no',
  oidc: undefined,
}

/** How people of this organisation sign in. */
export async function settingsOf(parts: SettingsParts, organisation: string): Promise<SignInSettings> {
  const declared = parts.declared.get(organisation)
  if (declared) return declared
  const row = await parts.database.read((db) =>
    db.selectFrom('sign_in_settings').selectAll().where('organisation', '=', organisation).executeTakeFirst(),
  )
  return row ? toSettings(row) : usualSettings
}

/** The settings of all these organisations, by id. */
export async function settingsOfAll(
  parts: SettingsParts,
  organisations: readonly string[],
): Promise<ReadonlyMap<string, SignInSettings>> {
  const rows = await parts.database.read((db) => db.selectFrom('sign_in_settings').selectAll().execute())
  const stored = new Map(rows.map((row) => [row.organisation, toSettings(row)]))
  return new Map(organisations.map((id) => [id, parts.declared.get(id) ?? stored.get(id) ?? usualSettings]))
}

/**
 * Says how people of an organisation sign in; a client secret that is not given stays what it is while the issuer and
 * the client stay. Throws Problem 'refused' when coop.yaml says it.
 */
export async function changeSettings(
  parts: SettingsParts,
  organisation: string,
  wanted: SignInSettings,
  actor: string,
): Promise<SignInSettings> {
  if (parts.declared.has(organisation)) {
    throw new Problem('refused', `coop.yaml says how people of ${organisation} sign in`, {
      hint: 'change sign_in of the organisation there, and restart',
    })
  }
  const before = await settingsOf(parts, organisation)
  const oidc = wanted.oidc && { ...wanted.oidc, clientSecret: wanted.oidc.clientSecret ?? kept(before, wanted.oidc) }
  const settings = { ...wanted, oidc }
  const row = {
    settings: json({ ...settings, oidc: oidc && { ...oidc, clientSecret: undefined } }),
    client_secret: oidc?.clientSecret?.reveal() ?? null,
    changed_at: parts.clock.now(),
  }
  const details = {
    passwords: settings.passwords,
    secondFactor: settings.secondFactor,
    registration: settings.registration,
    issuer: oidc?.issuer ?? null,
  }
  await parts.database.transact(async (tx) => {
    await tx
      .insertInto('sign_in_settings')
      .values({ organisation, ...row })
      .onConflict((c) => c.column('organisation').doUpdateSet(row))
      .execute()
    const action = 'organisation.sign-in'
    await recordChange(parts, tx, { actor, action, subject: organisation, organisation, details })
  })
  return settings
}

/** An organisation is no more: neither its settings nor the accounts of its programs are needed. */
export async function forgetSignIn({ database }: SettingsParts, organisation: string): Promise<void> {
  await database.transact(async (tx) => {
    await tx.deleteFrom('sign_in_settings').where('organisation', '=', organisation).execute()
    await tx.deleteFrom('service_accounts').where('organisation', '=', organisation).execute()
  })
}

/** A secret is never sent to another issuer than it was given for. */
function kept({ oidc }: SignInSettings, wanted: OidcSettings): Secret | undefined {
  return oidc?.issuer === wanted.issuer && oidc.clientId === wanted.clientId ? oidc.clientSecret : undefined
}

function toSettings(row: { readonly settings: unknown; readonly client_secret: string | null }): SignInSettings {
  const stored = row.settings as SignInSettings
  const clientSecret = row.client_secret === null ? undefined : new Secret(row.client_secret)
  return { ...stored, oidc: stored.oidc && { ...stored.oidc, clientSecret } }
}
