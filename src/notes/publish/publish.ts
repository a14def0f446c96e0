import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { NotesLayout } from '../../config/notes-config.ts'
import { Problem, Problems } from '../../lib/problem.ts'
import type { Note } from '../model.ts'
import type { Level } from '../parts.ts'
import { fileName, filesOf, type PublishedFile, wrongPlaces } from './layout.ts'
import { type Finding, scanNote } from './scan.ts'

/** What is to be published, and where to. */
export interface Publishing {
  readonly note: Pick<Note, 'title' | 'date' | 'items' | 'lines'>
  readonly text: string
  readonly level: Level
  readonly name?: string | undefined
  /** Lines whose findings somebody has looked at. */
  readonly allow?: readonly number[] | undefined
  /** The folders: what all may read, and what members may; undefined when there is none. */
  readonly folders: { readonly public?: string | undefined; readonly private?: string | undefined }
}

export interface PlannedFile extends PublishedFile {
  /** The whole path. */
  readonly file: string
  readonly state: 'added' | 'changed' | 'unchanged'
}

/**
 * What publishing would write. Throws Problems with everything that blocks it: what the scan finds at this level, and copies
 * of the note that stand where this level must have none. Writes nothing.
 */
export async function planPublishing(layout: NotesLayout, publishing: Publishing): Promise<PlannedFile[]> {
  const { note, text, level, allow = [], folders } = publishing
  const name = fileName(note, publishing.name)
  const files = filesOf(layout, name, text, level)
  const planned = await Promise.all(files.map((file) => planFile(file, folders[file.where])))
  const blocking = scanNote(note).filter((finding) => blocks(finding, level) && !allow.includes(finding.line))
  const problems = [
    ...blocking.map(({ line, what, shown }) => new Problem('refused', `line ${line}: ${what}: ${shown}`)),
    ...(await findWrongCopies(layout, name, publishing)),
  ]
  if (problems.length > 0) throw new Problems(problems)
  return planned
}

/** Writes what was planned, each file as a whole. */
export async function writePlanned(planned: readonly PlannedFile[]): Promise<void> {
  for (const { file, text, state } of planned) {
    if (state === 'unchanged') continue
    await mkdir(dirname(file), { recursive: true })
    const unfinished = `${file}.part`
    await writeFile(unfinished, text)
    await rename(unfinished, file)
  }
}

/** Secrets belong into no repository; what is personal or marked as private not into a public one. */
function blocks({ kind }: Finding, level: Level): boolean {
  return level === 'open' || kind === 'secret' || kind === 'password'
}

async function planFile(file: PublishedFile, folder: string | undefined): Promise<PlannedFile> {
  if (folder === undefined) {
    const option = file.where === 'public' ? '--to' : '--private-to'
    throw new Problem('usage', `where to is not said: this level needs ${option}`, {
      hint: `${option} FOLDER, the ${file.where} repository`,
    })
  }
  const path = join(folder, file.path)
  const there = await readIfThere(path)
  return { ...file, file: path, state: there === undefined ? 'added' : there === file.text ? 'unchanged' : 'changed' }
}

async function findWrongCopies(layout: NotesLayout, name: string, { level, folders }: Publishing): Promise<Problem[]> {
  const { public: root } = folders
  if (root === undefined) return []
  const problems: Problem[] = []
  for (const path of wrongPlaces(layout, name, level)) {
    if ((await readIfThere(join(root, path))) === undefined) continue
    const hint =
      level === 'open'
        ? 'remove the stub first'
        : 'remove it first; in a git repository its text stays in the history, which must be rewritten'
    problems.push(
      new Problem('refused', `${path} is in the public folder, which ${level} notes must not have`, { hint }),
    )
  }
  return problems
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new Problem('unavailable', `${path} cannot be read`, { cause: error })
  }
}
