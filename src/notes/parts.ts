import type { NotesLayout } from '../config/notes-config.ts'
import type { Database } from '../db/open.ts'
import type { Clock } from '../lib/clock.ts'
import type { Board } from './board.ts'
import type { Repositories } from './links.ts'
import type { NotePerson } from './model.ts'

/** What the functions about notes work with. */
export interface NoteParts {
  readonly database: Database
  readonly clock: Clock
  /** The text search configuration of PostgreSQL. */
  readonly language: string
  /** The repository that a bare `#12` means. */
  readonly homeRepository: string
  readonly repositories: Repositories
  readonly layout: NotesLayout
  /** Who may be named in the notes of an organisation. */
  people(organisation: string): readonly NotePerson[]
  /** Whether there is such an organisation. */
  isThere(organisation: string): boolean
  board(organisation: string): Board
  /** Where meetings are written down elsewhere; undefined when nowhere. */
  readonly hedgedoc: PadService | undefined
}

/** A service of pads, each with an address. Throws Problem 'unavailable', 'upstream', 'refused', 'conflict', 'not-found'. */
export interface PadService {
  /** The text of the pad at that address. Throws Problem 'invalid' for the address of another service. */
  read(address: string): Promise<string>
  /** Makes a pad, with that alias in its address if one is given, and gives its address. */
  create(text: string, alias: string | undefined): Promise<string>
}

/** How a note may be read: by everybody; by members, with a stub in public; by members alone. */
export const levels = ['open', 'indexed', 'restricted'] as const
export type Level = (typeof levels)[number]
