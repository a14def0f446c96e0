import { cp, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { Where } from '../src/db/open.ts'

/** An empty database in memory, ready in a fraction of a second. */
export async function memoryDatabase(): Promise<Where> {
  return { kind: 'memory', from: new Blob([await readFile(inject('emptyDatabase').dump)]) }
}

/** A data folder as a first start leaves it, which takes that start seconds. Nothing may be there yet. */
export async function emptyDataFolder(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  await cp(inject('emptyDatabase').folder, join(dataDir, 'database'), {
    recursive: true,
    errorOnExist: true,
    force: false,
  })
}
