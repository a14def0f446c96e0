import type { Config } from '../config/config.ts'
import type { Secret } from '../lib/secret.ts'
import type { Gateway } from '../meetings/gateway.ts'
import type { Declared } from '../meetings/registry.ts'
import { saveSecretUses } from '../meetings/secret-uses.ts'
import type { NoteSecrets } from './notes.ts'
import type { OidcSecrets } from './sign-in.ts'

/** The secrets that the configuration refers to, resolved. */
export interface Secrets {
  readonly servers: ReadonlyMap<string, Secret>
  readonly organisations: ReadonlyMap<string, readonly Secret[]>
  readonly greenlight: Secret | undefined
  /** The token for the chat's homeserver. */
  readonly chat?: Secret | undefined
  /** Those of the providers at which people sign in. */
  readonly oidc?: OidcSecrets | undefined
  /** The tokens that tables of links want, by their addresses. */
  readonly links?: ReadonlyMap<string, Secret> | undefined
  readonly notes?: NoteSecrets | undefined
}

/** What coop.yaml declares, and the practice servers, with their secrets. */
export function toDeclared(config: Config, secrets: Secrets, practice: Declared['servers']): Declared {
  const missing = (id: string): never => {
    throw new Error(`the secret of ${id} was not resolved`)
  }
  return {
    servers: [
      ...config.meetings.servers.map((definition) => ({
        definition,
        secret: secrets.servers.get(definition.id) ?? missing(definition.id),
        origin: 'file' as const,
      })),
      ...practice,
    ],
    organisations: config.meetings.organisations.map((definition) => ({
      definition,
      secrets: secrets.organisations.get(definition.id) ?? missing(definition.id),
    })),
  }
}

/** When a secret was last used is written down every half minute, not at every request. */
export function noteSecretUses(gateway: Gateway, stack: AsyncDisposableStack): void {
  let since = 0
  const save = async () => {
    try {
      since = await saveSecretUses(gateway.context, since)
    } catch (error) {
      gateway.context.log.warn({ err: error }, 'the last use of secrets could not be written down')
    }
  }
  const timer = setInterval(() => void save(), 30_000)
  timer.unref()
  stack.defer(async () => {
    clearInterval(timer)
    await save()
  })
}
