import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../lib/problem.ts'
import type { Encoded } from './encode.ts'
import type { VisionParts } from './parts.ts'

/** The two files of a picture. */
export type Size = 'picture' | 'thumbnail'

const endings: Readonly<Record<Size, string>> = { picture: '.webp', thumbnail: '.small.webp' }

/** Ids are ours, never what somebody called a file. */
const idShape = /^[a-z0-9]{21}$/
const fileShape = /^([a-z0-9]{21})(?:\.small)?\.webp$/

/** An unfinished or forgotten file of that age belongs to nobody. */
const orphanMs = 3_600_000

/** Writes both files through to the disk: they are there whole, or not at all. */
export async function writeFiles({ folder }: Folder, id: string, { picture, thumbnail }: Encoded): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeWhole(pathOf(folder, id, 'thumbnail'), thumbnail)
  await writeWhole(pathOf(folder, id, 'picture'), picture)
}

/** Throws Problem 'unavailable' when the file of a picture is not where it should be. */
export async function readPicture({ folder }: Folder, id: string, size: Size): Promise<Buffer> {
  return await readFile(pathOf(folder, id, size)).catch((cause: unknown) => {
    throw new Problem('unavailable', `the file of the picture ${id} is missing`, {
      hint: `it belongs into ${folder}: take it from a backup`,
      cause,
    })
  })
}

export async function removeFiles({ folder }: Folder, id: string): Promise<void> {
  await rm(pathOf(folder, id, 'picture'), { force: true })
  await rm(pathOf(folder, id, 'thumbnail'), { force: true })
}

/** Deletes files of no picture: those of uploads and deletions that were cut off. */
export async function sweepFiles(parts: Pick<VisionParts, 'folder' | 'database' | 'clock'>): Promise<void> {
  const names = await readdir(parts.folder).catch(() => [])
  if (names.length === 0) return
  const rows = await parts.database.read((db) => db.selectFrom('pictures').select('id').execute())
  const known = new Set(rows.map(({ id }) => id))
  for (const name of names) {
    const id = fileShape.exec(name)?.[1]
    const isOurs = id === undefined ? name.startsWith('~') : !known.has(id)
    if (isOurs && (await isOld(parts, join(parts.folder, name)))) await rm(join(parts.folder, name), { force: true })
  }
}

type Folder = Pick<VisionParts, 'folder'>

async function isOld({ clock }: Pick<VisionParts, 'clock'>, path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && found.mtimeMs < clock.now() - orphanMs
}

async function writeWhole(path: string, content: Buffer): Promise<void> {
  const unfinished = join(path, '..', `~${randomUUID()}`)
  try {
    await using file = await open(unfinished, 'wx', 0o600)
    await file.writeFile(content)
    await file.sync()
    await rename(unfinished, path)
  } catch (cause) {
    await rm(unfinished, { force: true })
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'for a reason it does not say'
    throw new Problem('unavailable', `the picture could not be written to the disk (${code})`, {
      hint: 'nothing of it is left; whoever runs Mycel looks at the space and the rights of its folder',
      cause,
    })
  }
}

function pathOf(folder: string, id: string, size: Size): string {
  if (!idShape.test(id)) throw new Problem('not-found', 'there is no such picture')
  return join(folder, `${id}${endings[size]}`)
}
