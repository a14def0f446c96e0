import type { Note } from './model.ts'
import { repair } from './parse/mojibake.ts'
import { parseNote } from './parse/parse.ts'
import type { NoteParts } from './parts.ts'

/** A note that was read, and its text with damaged letters set right. */
export interface ReadNote extends Note {
  readonly text: string
}

/** Reads a note of an organisation with what is known there of people and repositories. */
export function readNote(
  parts: Pick<NoteParts, 'people' | 'homeRepository'>,
  organisation: string,
  given: string,
  path: string,
): ReadNote {
  const text = repair(given)
  const context = { people: parts.people(organisation), homeRepository: parts.homeRepository, path }
  return { ...parseNote(text.replaceAll(ownProofs, ''), context), text }
}

/** What we wrote behind a task is no part of what people wrote. */
const ownProofs = /[ \t]*->[ \t]*\[task \d+\]\([^)\s]*\)(?:,[ \t]*\[task \d+\]\([^)\s]*\))*(?=[ \t]*\r?$)/gm
