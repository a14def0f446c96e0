import { access, mkdir, rename, writeFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import type { TestProject } from 'vitest/node'
import lock from '../package-lock.json' with { type: 'json' }

declare module 'vitest' {
  export interface ProvidedContext {
    emptyDatabase: string
  }
}

const { version } = lock.packages['node_modules/@electric-sql/pglite']
const folder = new URL('../node_modules/.cache/mycel/', import.meta.url)

/** One empty database for all tests: making one takes seconds, loading it a fraction of one. Kept from run to run. */
export async function setup(project: TestProject): Promise<void> {
  const file = new URL(`empty-database-${version}.tar`, folder)
  const isThere = await access(file).then(
    () => true,
    () => false,
  )
  if (!isThere) await make(file)
  project.provide('emptyDatabase', file.href)
}

async function make(file: URL): Promise<void> {
  await mkdir(folder, { recursive: true })
  const pglite = await PGlite.create()
  const dump = await pglite.dumpDataDir('none')
  await pglite.close()
  const unfinished = new URL(`${file.href}.${process.pid}`)
  await writeFile(unfinished, Buffer.from(await dump.arrayBuffer()))
  await rename(unfinished, file)
}
