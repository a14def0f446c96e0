import { createHash } from 'node:crypto'
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import type { ProvidedContext } from 'vitest'
import type { TestProject } from 'vitest/node'
import lock from '../package-lock.json' with { type: 'json' }
import { openJobs } from '../src/db/jobs.ts'
import { openDatabase } from '../src/db/open.ts'
import { dayMs } from '../src/lib/days.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Paths: what PGlite dumps, and the same as a folder. */
    emptyDatabase: { readonly dump: string; readonly folder: string }
  }
}

const cache = join(import.meta.dirname, '../node_modules/.cache/mycel')
const migrations = new URL('../src/db/migrations/', import.meta.url)

/**
 * One database for all tests, with its tables and nothing in them: making one takes seconds, loading it a fraction of
 * one. Kept from run to run, until what it is made of is another.
 */
export async function setup(project: TestProject): Promise<void> {
  const folder = join(cache, `empty-database-${await hashOfSources()}`)
  const dump = `${folder}.tar`
  const isThere = await access(folder).then(
    () => true,
    () => false,
  )
  if (!isThere) await make({ folder, dump })
  project.provide('emptyDatabase', { folder, dump })
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256')
  hash.update(await readFile(import.meta.filename))
  for (const name of ['@electric-sql/pglite', 'pg-boss'] as const) {
    hash.update(`${name} ${lock.packages[`node_modules/${name}`].version}\n`)
  }
  for (const name of (await readdir(migrations)).toSorted()) hash.update(await readFile(new URL(name, migrations)))
  return hash.digest('hex').slice(0, 16)
}

async function make(wanted: ProvidedContext['emptyDatabase']): Promise<void> {
  await mkdir(cache, { recursive: true })
  await removeOld()
  const dataDir = await mkdtemp(join(cache, 'making-'))
  try {
    const dump = await fill(dataDir)
    await writeFile(join(dataDir, 'dump'), Buffer.from(await dump.arrayBuffer()))
    await rename(join(dataDir, 'dump'), wanted.dump)
    // The last, because whoever finds it takes both for made. Another run may have been faster.
    await rename(join(dataDir, 'database'), wanted.folder).catch(async (error: unknown) => {
      await access(wanted.folder).catch(() => Promise.reject(error))
    })
  } finally {
    await rm(dataDir, { recursive: true })
  }
}

/** Those of yesterday and before: another run may still read those of today. */
async function removeOld(): Promise<void> {
  for (const name of await readdir(cache)) {
    const { mtimeMs } = await stat(join(cache, name))
    if (Date.now() - mtimeMs > dayMs) await rm(join(cache, name), { recursive: true, force: true })
  }
}

/** As the first start of the program leaves it. */
async function fill(dataDir: string): Promise<Blob> {
  const database = await openDatabase({ kind: 'embedded', dataDir })
  const jobs = await openJobs(database, console)
  await jobs[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
  const pglite = await PGlite.create(join(dataDir, 'database'))
  // Two thirds of the files are of databases that nobody opens; without them a test has its own in half the time.
  for (const name of ['template0', 'template1']) {
    await pglite.exec(`update pg_database set datistemplate = false where datname = '${name}'`)
    await pglite.exec(`drop database ${name}`)
  }
  await pglite.exec('checkpoint')
  const dump = await pglite.dumpDataDir('none')
  await pglite.close()
  return dump
}
