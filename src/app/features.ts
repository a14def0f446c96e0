import type { Config } from '../config/config.ts'
import type { Jobs } from '../db/jobs.ts'
import type { PictureSource } from '../meetings/brands.ts'
import type { Gateway } from '../meetings/gateway.ts'
import type { Installation } from '../web/installation.ts'
import { openBrands } from './brands.ts'
import { openChat } from './chat.ts'
import type { Secrets } from './declared.ts'
import { openLedger } from './ledger.ts'
import { type LinkSurroundings, openShortLinks } from './links.ts'
import { openNotes } from './notes.ts'
import { openRooms } from './rooms.ts'
import { openSignIn } from './sign-in.ts'
import { openVision } from './vision.ts'

/** What features are put together of. */
export interface Foundation {
  readonly config: Config
  readonly secrets: Secrets
  readonly gateway: Gateway
  readonly jobs: Jobs
  /** Where others reach us, as far as it is known by then. */
  readonly url: () => string
  readonly options: Pick<LinkSurroundings, 'folder' | 'linkPauseMs'> & {
    /** Where files may be kept; absent for a trial. */
    readonly dataDir?: string | undefined
    readonly pictures?: PictureSource | undefined
  }
}

/** The features beside the gateway, as the web knows them. */
export type Features = Pick<
  Installation,
  'brands' | 'signIn' | 'rooms' | 'ledger' | 'chat' | 'links' | 'notes' | 'vision'
>

/** Opens every feature; each ends with the stack. */
export async function openFeatures(foundation: Foundation, stack: AsyncDisposableStack): Promise<Features> {
  const { config, secrets, gateway, jobs, url, options } = foundation
  const { context } = gateway
  return {
    brands: openBrands(config, context, options.pictures, stack),
    ledger: await openLedger(config, gateway, stack),
    links: await openShortLinks(config, context, { ...options, tokens: secrets.links, url }, stack),
    notes: openNotes(config, secrets.notes ?? {}, context, url, stack),
    rooms: await openRooms(gateway, url, stack),
    signIn: await openSignIn(config, secrets.oidc ?? new Map(), context, stack),
    chat: await openChat(config, secrets.chat, context, jobs, stack),
    vision: await openVision(config, context, options.dataDir, stack),
  }
}
