/** Somebody of the co-op, as coop.yaml declares them. Not an account: that may or may not be there. */
export interface PersonConfig {
  /** The key under `people:`, such as `el`. */
  readonly id: string
  readonly name: string
  /** How minutes write them, in small letters; the id unless another is given. */
  readonly initials: string
  /** Other ways in which they are written, as given. */
  readonly aliases: readonly string[]
  /** Ids under `groups:`. */
  readonly groups: readonly string[]
  readonly email?: string | undefined
  readonly handles: HandlesConfig
  /** Lines of public keys, one for each device. */
  readonly ssh_keys: readonly string[]
  /** Somebody who left keeps their name in old minutes, and nothing else. */
  readonly left: boolean
}

/** Some of the people, such as those who look after the machines. */
export interface GroupConfig {
  /** The key under `groups:`, such as `infra`. */
  readonly id: string
  readonly name: string
  readonly description?: string | undefined
}

/** Account names elsewhere. */
export interface HandlesConfig {
  readonly github?: string | undefined
  readonly forgejo?: string | undefined
  readonly matrix?: string | undefined
}
