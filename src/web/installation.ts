import type { IncomingMessage } from 'node:http'
import type { ChatParts } from '../chat/parts.ts'
import type { Config } from '../config/config.ts'
import type { LedgerParts } from '../ledger/parts.ts'
import type { SoFarReader } from '../ledger/so-far.ts'
import type { Links } from '../links/open.ts'
import type { Brands } from '../meetings/brands.ts'
import type { Gateway } from '../meetings/gateway.ts'
import type { NoteParts } from '../notes/parts.ts'
import type { PeopleParts } from '../people/people.ts'
import type { SignInParts } from '../people/sign-in.ts'
import type { Tokens } from '../people/tokens.ts'
import type { Watch } from '../reconcile/watch.ts'
import type { RoomParts } from '../rooms/parts.ts'
import type { VisionParts } from '../vision/parts.ts'

/** What the administrative routes know of the program that they are part of. */
export interface Installation {
  readonly gateway: Gateway
  readonly tokens: Tokens
  /** How organisations show themselves on pages. */
  readonly brands: Brands
  /** What the functions about accounts work with. */
  readonly people: PeopleParts
  /** What the functions about rooms work with. */
  readonly rooms: RoomParts
  /** What the functions about links work with. */
  readonly links: Links
  /** What the functions about notes, decisions and tasks work with. */
  readonly notes: NoteParts
  /** What the functions of the ledger work with. */
  readonly ledger: LedgerParts & { readonly soFar: SoFarReader }
  /** What chat retention works with. */
  readonly chat: ChatParts
  /** All that coop.yaml says. */
  readonly declared: Config
  /** What is known of the machines. */
  readonly machines: Watch
  /** What the functions about pictures work with. */
  readonly vision: VisionParts
  /** What the ways to sign in work with. */
  readonly signIn: SignInParts
  readonly version: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly database: 'embedded' | 'memory' | 'postgres'
  /** `starting` until every server was looked at once. */
  stage: 'starting' | 'running' | 'stopping'
  /** Where others reach us, without trailing slash. */
  url(): string
  /** The requests that came in through the Unix socket: they may do anything. */
  readonly local: WeakSet<IncomingMessage>
  /** Who calls through the Unix socket and does not say so. */
  readonly localUser: string
}

/** Why the program is not ready to serve, in words; empty when it is. */
export async function whyNotReady({ gateway, stage }: Installation): Promise<string[]> {
  const reasons: string[] = []
  if (stage === 'starting') reasons.push('the servers have not all been looked at yet')
  if (stage === 'stopping') reasons.push('the program is shutting down')
  try {
    await gateway.context.database.ping()
  } catch {
    reasons.push('the database does not answer')
  }
  return reasons
}
