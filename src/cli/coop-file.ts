import { access, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type Inspection, inspectConfig } from '../config/load.ts'
import { Problem } from '../lib/problem.ts'
import { findConflicts } from '../machines/conflicts.ts'
import { fromCwd } from './options.ts'
import type { Terminal } from './terminal.ts'

/** Where coop.yaml is. `shown` is how messages call it; `example` when it is the one that comes with the program. */
export interface CoopFile {
  readonly path: string
  readonly shown: string
  readonly example: boolean
}

/** The file that was named, else coop.yaml or coop.yml in this folder; undefined when there is none. */
export async function findCoopFile(given: string | undefined, terminal: Terminal): Promise<CoopFile | undefined> {
  if (given !== undefined) return { path: fromCwd(given, terminal), shown: given, example: false }
  const names: string[] = []
  for (const name of ['coop.yaml', 'coop.yml']) if (await exists(join(terminal.cwd, name))) names.push(name)
  if (names.length > 1) {
    throw new Problem('usage', 'there is a coop.yaml and a coop.yml in this folder', {
      hint: 'say which one is meant, or remove the other',
    })
  }
  const [name] = names
  return name === undefined ? undefined : { path: join(terminal.cwd, name), shown: name, example: false }
}

/** The example that comes with the program. */
export function exampleFile({ root, cwd }: Terminal): CoopFile {
  const path = join(root, 'examples/one-machine/coop.yaml')
  const near = relative(cwd, path)
  return { path, shown: near.startsWith('..') ? path : near, example: true }
}

/** Reads and checks it. Throws a Problem when it cannot be read at all; mistakes in it are in the result. */
export async function inspectCoopFile({ path, shown }: CoopFile): Promise<Inspection> {
  return inspectText(shown, await readText(path, shown))
}

/** Checks the text of a coop.yaml with all that the program knows about it. */
export function inspectText(shown: string, text: string): Inspection {
  return inspectConfig(shown, text, [findConflicts])
}

async function readText(path: string, shown: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    const reasons: Readonly<Record<string, Problem>> = {
      ENOENT: new Problem('not-found', `there is no file ${shown}`, { hint: 'check its name and folder', cause }),
      EACCES: new Problem('forbidden', `${shown} may not be read by this user`, { hint: `chmod u+r ${shown}`, cause }),
      EISDIR: new Problem('usage', `${shown} is a folder`, { hint: 'name the file in it', cause }),
    }
    throw reasons[code] ?? cause
  }
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  )
}
