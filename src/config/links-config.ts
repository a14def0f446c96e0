import type { SecretRef } from './config.ts'

export interface LinksConfig {
  /** Host names at which every path is a keyword; in small letters. */
  readonly hosts: readonly string[]
  readonly former_hosts: readonly string[]
  /** Absent: the first one declared. */
  readonly organisation?: string | undefined
  readonly visibility: LinkVisibility
  readonly precedence: 'sources' | 'portal'
  readonly statistics: 'off' | 'months' | 'days'
  readonly sources: readonly LinkSourceConfig[]
}

export type LinkVisibility = 'public' | 'unlisted'

/** A table of links; `visibility` is absent when it is that of all links. */
export type LinkSourceConfig =
  | { readonly kind: 'file'; readonly file: string; readonly visibility?: LinkVisibility | undefined }
  | {
      readonly kind: 'url'
      readonly url: string
      /** Seconds. */
      readonly every: number
      readonly token?: SecretRef | undefined
      readonly visibility?: LinkVisibility | undefined
    }
