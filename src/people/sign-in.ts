import type { Hashing } from './hashing.ts'
import type { OidcProvider } from './oidc.ts'
import type { SettingsParts } from './sign-in-settings.ts'

/** What the ways to sign in work with. */
export interface SignInParts extends SettingsParts {
  readonly hashing: Hashing
  readonly provider: OidcProvider
  /** The random key of this installation: only whoever has it can make our proofs. */
  readonly key: Buffer
}
