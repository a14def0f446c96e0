import type { Config, OidcConfig, SignInConfig } from '../config/config.ts'
import type { Secret } from '../lib/secret.ts'
import type { Context } from '../meetings/context.ts'
import { installationKey } from '../meetings/store.ts'
import { createHashing } from '../people/hashing.ts'
import type { SignInParts } from '../people/sign-in.ts'
import type { OidcSettings, SignInSettings } from '../people/sign-in-settings.ts'
import { createOidcProvider } from '../providers/oidc/client.ts'
import { createGuard } from '../providers/outbound/guard.ts'

/** The secrets of the providers that coop.yaml names, by organisation. */
export type OidcSecrets = ReadonlyMap<string, Secret>

/** Puts together what the ways to sign in work with; `stack` ends it. */
export async function openSignIn(
  config: Config,
  secrets: OidcSecrets,
  { database, clock, log }: Context,
  stack: AsyncDisposableStack,
): Promise<SignInParts> {
  const guard = createGuard({ allow: config.network.outbound_allow, log })
  return {
    database,
    clock,
    key: await installationKey(database),
    hashing: createHashing(),
    provider: stack.use(createOidcProvider({ clock, guard })),
    declared: new Map(
      config.meetings.organisations.flatMap(({ id, sign_in: given }) =>
        given ? [[id, toSettings(given, secrets.get(id))] as const] : [],
      ),
    ),
  }
}

function toSettings({ passwords, second_factor, registration, oidc }: SignInConfig, secret: Secret | undefined) {
  const settings: SignInSettings = {
    passwords,
    registration,
    secondFactor: second_factor,
    oidc: oidc && toOidc(oidc, secret),
  }
  return settings
}

function toOidc(oidc: OidcConfig, clientSecret: Secret | undefined): OidcSettings {
  const { name, issuer, scopes, roles } = oidc
  return {
    name,
    issuer,
    scopes,
    roles,
    clientSecret,
    clientId: oidc.client_id,
    emailDomains: oidc.email_domains,
    trustEmail: oidc.trust_email,
  }
}
