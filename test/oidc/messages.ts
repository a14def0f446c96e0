/** A client as the provider knows it. */
export interface ProviderClient {
  readonly id: string
  readonly secret: string
  readonly redirects: readonly string[]
  readonly logout: string
}

/** What a test tells the provider. */
export type ToProvider =
  | {
      readonly kind: 'start'
      readonly clients: readonly ProviderClient[]
      /** Claims by subject. */
      readonly people: Readonly<Record<string, object>>
    }
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'logout'; readonly client: string; readonly account: string; readonly session?: string }
