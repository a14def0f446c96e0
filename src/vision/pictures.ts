import type { Kysely, Selectable } from 'kysely'
import { recordChange } from '../db/audit.ts'
import { storableText, type Tables } from '../db/tables.ts'
import type { PicturesTable } from '../db/vision-tables.ts'
import { sortableId } from '../lib/ids.ts'
import { Problem } from '../lib/problem.ts'
import { encode } from './encode.ts'
import { removeFiles, writeFiles } from './files.ts'
import type { VisionParts } from './parts.ts'

/** A picture on a wall. Times are in milliseconds since 1970. */
export interface Picture {
  readonly id: string
  readonly organisation: string
  /** Who put it there, and what they are called; undefined once they have no account any more. */
  readonly person: string | undefined
  readonly by: string | undefined
  /** What is to be seen, for those who do not see it. */
  readonly alt: string
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** Since when only whoever put it there and the moderators see it. */
  readonly hiddenAt: number | undefined
  readonly createdAt: number
}

export interface NewPicture {
  readonly organisation: string
  readonly person: string | undefined
  readonly alt: string
  readonly bytes: Uint8Array
}

export const mostCharacters = 500

/** Who looks: moderators see everything, members what is not hidden and what is theirs. */
export interface Viewer {
  readonly person: string | undefined
  readonly moderates: boolean
}

/**
 * Puts a picture on the wall. Throws Problem 'invalid' for what is no picture or has no description, 'refused' when the
 * organisation takes none or has no room left, 'unavailable' when too many come at once or the disk refuses.
 */
export async function addPicture(parts: VisionParts, wanted: NewPicture, actor: string): Promise<Picture> {
  const { organisation, person } = wanted
  const alt = checkAlt(wanted.alt)
  if (!parts.organisations.find(organisation)?.isOpen) {
    throw new Problem('refused', `the organisation ${organisation} takes no pictures at present`)
  }
  await refuseFull(parts, organisation, wanted.bytes.length)
  const encoded = await (parts.turns(() => encode(wanted.bytes)) ?? tooBusy())
  const now = parts.clock.now()
  const id = sortableId(now)
  const { width, height } = encoded
  const bytes = encoded.picture.length + encoded.thumbnail.length
  const row = { id, organisation, person: person ?? null, alt, width, height, bytes, created_at: now, changed_at: now }
  await writeFiles(parts, id, encoded)
  try {
    await parts.database.transact(async (tx) => {
      await tx
        .insertInto('pictures')
        .values({ ...row, hidden_at: null, hidden_by: null })
        .execute()
      await recordChange(parts, tx, { actor, action: 'picture.add', subject: id, organisation, details: { bytes } })
    })
  } catch (error) {
    await removeFiles(parts, id)
    throw error
  }
  return await requirePicture(parts, organisation, id)
}

/** Pictures of a wall, newest first, at most `limit`, those before the picture `before`. */
export async function listPictures(
  { database }: Pick<VisionParts, 'database'>,
  organisation: string,
  { viewer, before, limit }: { readonly viewer: Viewer; readonly before?: string | undefined; readonly limit: number },
): Promise<Picture[]> {
  const rows = await database.read((db) => {
    let query = select(db).where('pictures.organisation', '=', organisation)
    if (before !== undefined) query = query.where('pictures.id', '<', before)
    if (!viewer.moderates) {
      query = query.where(({ eb, or }) =>
        or([eb('hidden_at', 'is', null), ...(viewer.person ? [eb('pictures.person', '=', viewer.person)] : [])]),
      )
    }
    return query.orderBy('pictures.id', 'desc').limit(limit).execute()
  })
  return rows.map(toPicture)
}

/** One picture of that wall. Throws Problem 'not-found', also for whoever may not see it. */
export async function requirePicture(
  { database }: Pick<VisionParts, 'database'>,
  organisation: string,
  id: string,
  viewer: Viewer = { person: undefined, moderates: true },
): Promise<Picture> {
  const row = await database.read((db) =>
    select(db).where('pictures.organisation', '=', organisation).where('pictures.id', '=', id).executeTakeFirst(),
  )
  const picture = row && toPicture(row)
  if (picture && (picture.hiddenAt === undefined || viewer.moderates || isOwn(picture, viewer))) return picture
  throw new Problem('not-found', `the wall of ${organisation} has no picture ${id}`)
}

export function isOwn({ person }: Picture, viewer: Viewer): boolean {
  return person !== undefined && person === viewer.person
}

export interface PictureChange {
  readonly alt?: string | undefined
  readonly hidden?: boolean | undefined
}

/** Describes a picture anew, hides it or shows it again. Throws Problem 'invalid' for an empty description. */
export async function changePicture(
  parts: VisionParts,
  picture: Picture,
  { alt, hidden }: PictureChange,
  actor: string,
): Promise<Picture> {
  const { id, organisation } = picture
  const now = parts.clock.now()
  const hiding = hidden === undefined ? {} : { hidden_at: hidden ? now : null, hidden_by: hidden ? actor : null }
  const set = { ...(alt === undefined ? {} : { alt: checkAlt(alt) }), ...hiding, changed_at: now }
  await parts.database.transact(async (tx) => {
    await tx.updateTable('pictures').set(set).where('id', '=', id).execute()
    const details = { ...(hidden === undefined ? {} : { hidden }), ...(alt === undefined ? {} : { described: true }) }
    await recordChange(parts, tx, { actor, action: 'picture.change', subject: id, organisation, details })
  })
  return await requirePicture(parts, organisation, id)
}

/** Deletes a picture and its files for good. */
export async function removePicture(parts: VisionParts, { id, organisation }: Picture, actor: string): Promise<void> {
  await parts.database.transact(async (tx) => {
    await tx.deleteFrom('pictures').where('id', '=', id).execute()
    await recordChange(parts, tx, { actor, action: 'picture.remove', subject: id, organisation, details: {} })
  })
  await removeFiles(parts, id)
}

/** Deletes all pictures of an organisation that is no more. */
export async function forgetPictures(parts: VisionParts, organisation: string): Promise<void> {
  const rows = await parts.database.transact((tx) =>
    tx.deleteFrom('pictures').where('organisation', '=', organisation).returning('id').execute(),
  )
  for (const { id } of rows) await removeFiles(parts, id)
}

/** What the pictures of an organisation take, in bytes, and what they may take. */
export interface Storage {
  readonly pictures: number
  readonly bytes: number
  readonly most: number
}

export async function storageOf(
  { database, settings }: Pick<VisionParts, 'database' | 'settings'>,
  organisation: string,
): Promise<Storage> {
  const { pictures, bytes } = await database.read((db) =>
    db
      .selectFrom('pictures')
      .where('organisation', '=', organisation)
      .select(({ fn }) => [fn.countAll<number>().as('pictures'), fn.sum<number | null>('bytes').as('bytes')])
      .executeTakeFirstOrThrow(),
  )
  return { pictures: Number(pictures), bytes: Number(bytes ?? 0), most: settings.storage_mb * 1_000_000 }
}

async function refuseFull(parts: VisionParts, organisation: string, incoming: number): Promise<void> {
  const largest = parts.settings.largest_mb * 1_000_000
  if (incoming > largest) {
    throw new Problem('invalid', `the file has more than ${parts.settings.largest_mb} MB`, { hint: 'make it smaller' })
  }
  const { bytes, most } = await storageOf(parts, organisation)
  if (bytes < most) return
  throw new Problem('refused', `the pictures of ${organisation} take all of their ${parts.settings.storage_mb} MB`, {
    hint: 'delete some first, or raise vision.storage_mb in coop.yaml',
  })
}

function tooBusy(): never {
  throw new Problem('unavailable', 'too many pictures come at once', { hint: 'try again in a moment' })
}

function checkAlt(text: string): string {
  const alt = storableText(text.replace(/\s+/g, ' ').trim())
  if (alt !== '' && alt.length <= mostCharacters) return alt
  throw new Problem('invalid', 'alt: say what is to be seen, in at most 500 characters', {
    hint: 'people who do not see the picture hear this',
  })
}

function select(db: Kysely<Tables>) {
  return db
    .selectFrom('pictures')
    .leftJoin('people', 'people.id', 'pictures.person')
    .selectAll('pictures')
    .select('people.name as by')
}

function toPicture(row: Selectable<PicturesTable> & { readonly by: string | null }): Picture {
  const { id, organisation, person, by, alt, width, height, bytes, hidden_at: hiddenAt, created_at: createdAt } = row
  const who = { person: person ?? undefined, by: by ?? undefined }
  return { id, organisation, ...who, alt, width, height, bytes, hiddenAt: hiddenAt ?? undefined, createdAt }
}
