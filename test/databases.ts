import { readFile } from 'node:fs/promises'
import { inject } from 'vitest'
import type { Where } from '../src/db/open.ts'

/** An empty database in memory, ready in a fraction of a second. */
export async function memoryDatabase(): Promise<Where> {
  return { kind: 'memory', from: new Blob([await readFile(new URL(inject('emptyDatabase')))]) }
}
