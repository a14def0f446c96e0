import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

const notOurs = new Set(['node_modules', 'dist', 'coverage', '.git', '.mycel', '.lab'])
const notOursAtTheTop = new Set(['data'])

/** Every file of the repository below `folder`, as paths with slashes. */
export function files(folder = ''): string[] {
  return entries(folder).flatMap(({ name, isFolder }) => {
    const path = folder === '' ? name : `${folder}/${name}`
    return isFolder ? files(path) : [path]
  })
}

/** Every folder that holds a file, at any depth. */
export function folders(): string[] {
  const parents = files().flatMap((path) =>
    path
      .split('/')
      .slice(0, -1)
      .map((_, index, names) => names.slice(0, index + 1).join('/')),
  )
  return [...new Set(parents)]
}

/** Those that docs/architecture.md must draw: the ones at the top, and two levels of src/. */
export function mainFolders(): string[] {
  return folders().filter((path) => /^(?!\.)[^/]+$|^src(\/[^/]+){1,2}$/.test(path))
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

function entries(folder: string): { name: string; isFolder: boolean }[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !notOurs.has(name) && !(folder === '' && notOursAtTheTop.has(name)))
    .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
}
