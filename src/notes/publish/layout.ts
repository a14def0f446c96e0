import type { NotesLayout } from '../../config/notes-config.ts'
import { Problem } from '../../lib/problem.ts'
import type { Note } from '../model.ts'
import type { Level } from '../parts.ts'

/** A file to be written, below one of two folders: what all may read, and what members may. */
export interface PublishedFile {
  readonly where: 'public' | 'private'
  /** Below that folder, with `/`. */
  readonly path: string
  readonly text: string
}

/** The file's name, which everybody may read: `2020-06-22-infrastructure.md`. Throws Problem 'invalid' without a date. */
export function fileName({ title, date }: Pick<Note, 'title' | 'date'>, given?: string): string {
  if (given !== undefined) {
    if (/^\d{4}-\d\d-\d\d-[a-z0-9][a-z0-9-]*$/.test(given)) return `${given}.md`
    throw new Problem('invalid', `${given} is no name for a published note`, {
      hint: 'write a day and small letters, digits and "-", such as 2020-06-22-infrastructure',
    })
  }
  if (date === null) {
    throw new Problem('invalid', 'the note does not say on which day it was', {
      hint: 'write the day into its title, such as # 2020-06-22 Infrastructure; or say --name 2020-06-22-infrastructure',
    })
  }
  return `${date}-${slugOf(title ?? 'meeting')}.md`
}

/** The words behind the last colon, for the co-op's name stands before it; all words when there is none. */
function slugOf(title: string): string {
  const words = title.split(':').at(-1) ?? title
  const slug = words
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return slug === '' ? 'meeting' : slug
}

/** The files of a note at a level. Nothing of it is in public but its name, unless it is open. */
export function filesOf(layout: NotesLayout, name: string, text: string, level: Level): PublishedFile[] {
  const whole = text.endsWith('\n') ? text : `${text}\n`
  if (level === 'open') return [{ where: 'public', path: `${layout.open}/${name}`, text: whole }]
  const kept: PublishedFile = { where: 'private', path: `${layout.restricted}/${name}`, text: whole }
  if (level === 'restricted') return [kept]
  return [{ where: 'public', path: `${layout.stubs}/${name}`, text: `${layout.stub_text}\n` }, kept]
}

/** Where the note stands that a level must not have: an open copy of a restricted note, a stub beside an open one. */
export function wrongPlaces(layout: NotesLayout, name: string, level: Level): string[] {
  const open = `${layout.open}/${name}`
  const stub = `${layout.stubs}/${name}`
  return level === 'open' ? [stub] : level === 'indexed' ? [open] : [open, stub]
}

/** Whether a file in the place of stubs says no more than a stub may: nothing, or that it is one. */
export function isStub(layout: NotesLayout, text: string): boolean {
  const words = text.trim()
  return (
    words === '' ||
    (words.startsWith(layout.stub_text) && words.length <= layout.stub_text.length + 100 && !words.includes('\n'))
  )
}
