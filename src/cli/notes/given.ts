import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Config } from '../../config/config.ts'
import { loadConfig } from '../../config/load.ts'
import { Problem, Problems } from '../../lib/problem.ts'
import type { NotePerson } from '../../notes/model.ts'
import { type ReadNote, readNote } from '../../notes/read.ts'
import { findCoopFile, inspectCoopFile } from '../coop-file.ts'
import { fromCwd } from '../options.ts'
import type { Terminal } from '../terminal.ts'

/** A file as it was named, with its text. */
export interface GivenFile {
  /** As it is shown, with `/`. */
  readonly path: string
  readonly file: string
  readonly text: string
}

/** The coop.yaml that is meant; without one, everything has its default. Throws Problems for its mistakes. */
export async function readCoop(given: string | undefined, terminal: Terminal): Promise<Config> {
  const found = await findCoopFile(given, terminal)
  if (!found) return loadConfig('coop.yaml', 'coop: { name: Nobody, domain: example.coop }')
  const { config, problems } = await inspectCoopFile(found)
  if (config) return config
  throw new Problems(problems)
}

/** Reads a note here, with the people of coop.yaml, without a running Mycel. */
export function readHere(config: Config, { text, path }: Pick<GivenFile, 'text' | 'path'>): ReadNote {
  return readNote({ people: () => peopleOf(config), homeRepository: config.notes.home_repository }, '', text, path)
}

/** The people of coop.yaml as notes name them. */
export function peopleOf({ people }: Config): NotePerson[] {
  return people.map(({ id, name, initials, aliases }) => ({ id, name, initials, aliases }))
}

/** The text of a note; - for what is piped in. Throws Problem 'not-found'. */
export async function readFileOrInput(path: string, terminal: Terminal): Promise<GivenFile> {
  if (path === '-') return { path: 'note', file: '', text: await terminal.input.read() }
  const file = fromCwd(path, terminal)
  return { path: relative(terminal.cwd, file), file, text: await readText(file, path) }
}

/** The Markdown files that are named, and those below folders that are named. Throws Problem 'not-found'. */
export async function findNotes(paths: readonly string[], terminal: Terminal): Promise<GivenFile[]> {
  const found: GivenFile[] = []
  for (const path of paths) {
    const root = fromCwd(path, terminal)
    const status = await stat(root).catch((cause: unknown) => {
      throw new Problem('not-found', `${path} is not there`, { cause })
    })
    for (const file of status.isDirectory() ? await markdownBelow(root) : [root]) {
      found.push({ path: relative(terminal.cwd, file), file, text: await readText(file, path) })
    }
  }
  return found
}

async function markdownBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.(?:md|markdown)$/i.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !/(^|\/)(?:\.git|node_modules)\//.test(file))
    .toSorted()
}

async function readText(file: string, shown: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new Problem('not-found', `${shown} cannot be read`, { hint: 'check its name and who may read it', cause })
  })
  return new TextDecoder('utf-8').decode(bytes)
}
