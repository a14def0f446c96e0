import { createHash } from 'node:crypto'
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import type { TestProject } from 'vitest/node'
import lock from '../package-lock.json' with { type: 'json' }
import { openJobs } from '../src/db/jobs.ts'
import { openDatabase } from '../src/db/open.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    emptyDatabase: string
  }
}

const folder = new URL('../node_modules/.cache/mycel/', import.meta.url)
const dayMs = 86_400_000
const migrations = new URL('../src/db/migrations/', import.meta.url)

/**
 * One database for all tests, with its tables and nothing in them: making one takes seconds, loading it a fraction of
 * one. Kept from run to run, until what it is made of is another.
 */
export async function setup(project: TestProject): Promise<void> {
  const file = new URL(`empty-database-${await hashOfSources()}.tar`, folder)
  const isThere = await access(file).then(
    () => true,
    () => false,
  )
  if (!isThere) await make(file)
  project.provide('emptyDatabase', file.href)
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of ['@electric-sql/pglite', 'pg-boss'] as const) {
    hash.update(`${name} ${lock.packages[`node_modules/${name}`].version}\n`)
  }
  for (const name of (await readdir(migrations)).toSorted()) hash.update(await readFile(new URL(name, migrations)))
  return hash.digest('hex').slice(0, 16)
}

async function make(file: URL): Promise<void> {
  const dump = await withTables()
  await mkdir(folder, { recursive: true })
  await removeOld()
  const unfinished = new URL(`${file.href}.${process.pid}`)
  await writeFile(unfinished, Buffer.from(await dump.arrayBuffer()))
  await rename(unfinished, file)
}

/** Those of yesterday and before: another run may still read those of today. */
async function removeOld(): Promise<void> {
  for (const name of await readdir(folder)) {
    const { mtimeMs } = await stat(new URL(name, folder))
    if (Date.now() - mtimeMs > dayMs) await rm(new URL(name, folder), { force: true })
  }
}

/** As the first start of the program leaves it. */
async function withTables(): Promise<Blob> {
  const dataDir = await mkdtemp(join(tmpdir(), 'mycel-'))
  try {
    const database = await openDatabase({ kind: 'embedded', dataDir })
    const jobs = await openJobs(database, console)
    await jobs[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
    const pglite = await PGlite.create(join(dataDir, 'database'))
    const dump = await pglite.dumpDataDir('none')
    await pglite.close()
    return dump
  } finally {
    await rm(dataDir, { recursive: true })
  }
}
