import type { Config, OidcConfig, SignInConfig } from '../config/config.ts'
import type { Secret } from '../lib/secret.ts'
import type { Context } from '../meetings/context.ts'
import { installationKey } from '../meetings/store.ts'
import { createHashing } from '../people/hashing.ts'
import { watchServiceAccounts } from '../people/service-alarms.ts'
import type { SignInParts } from '../people/sign-in.ts'
import { forgetSignIn, type OidcSettings, type SignInSettings } from '../people/sign-in-settings.ts'
import { createOidcProvider } from '../providers/oidc/client.ts'
import { createGuard } from '../providers/outbound/guard.ts'

/** The secrets of the providers that coop.yaml names, by organisation. */
export type OidcSecrets = ReadonlyMap<string, Secret>

/** Puts together what the ways to sign in work with; `stack` ends it. */
export async function openSignIn(
  config: Config,
  secrets: OidcSecrets,
  context: Context,
  stack: AsyncDisposableStack,
): Promise<SignInParts> {
  const { database, clock, log, bus } = context
  const guard = createGuard({ allow: config.network.outbound_allow, log })
  const parts: SignInParts = {
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
  stack.defer(bus.on('organisationRemoved', (id) => forgetSignIn(parts, id)))
  watchServices(context, stack)
  return parts
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

/** Looks after the service accounts once a minute; `stack` ends it. */
function watchServices({ database, clock, log }: Context, stack: AsyncDisposableStack): void {
  const watch = watchServiceAccounts({ database, clock }, log)
  const look = () =>
    watch.look().catch((error: unknown) => log.warn({ err: error }, 'the service accounts could not be looked after'))
  const timer = setInterval(() => void look(), 60_000)
  timer.unref()
  stack.defer(() => clearInterval(timer))
}
