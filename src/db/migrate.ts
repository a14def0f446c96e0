import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { Problem } from '../lib/problem.ts'
import type { Connection, Session } from './connection.ts'

/**
 * Brings the database to the newest form: every `migrations/*.sql`, in order, each in a transaction of its own and once
 * only. Processes that start together wait for each other. Throws Problem 'conflict' when the database was changed by a
 * newer version or when a migration differs from the one that was applied.
 */
export async function migrate(connection: Connection, folder = migrationsFolder): Promise<void> {
  const migrations = await readMigrations(folder)
  const applied = await connection.transact(async (session) => {
    await prepare(session)
    return await readApplied(session)
  }, unhurried)
  verify(migrations, applied)
  for (const migration of migrations) {
    if (!applied.has(migration.name)) await connection.transact((session) => apply(session, migration), unhurried)
  }
}

const unhurried = { unhurried: true }
const migrationsFolder = new URL('./migrations/', import.meta.url)

interface Migration {
  readonly name: string
  readonly text: string
  readonly checksum: string
}

async function readMigrations(folder: URL): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  return await Promise.all(
    names.map(async (name) => {
      const text = (await readFile(new URL(name, folder), 'utf8')).replaceAll('\r\n', '\n')
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

async function prepare(session: Session): Promise<void> {
  await lockMigrations(session)
  await session.execute(`create table if not exists mycel_migrations (
    name text primary key, checksum text not null, applied_at timestamptz not null default now())`)
}

async function readApplied(session: Session): Promise<Map<string, string>> {
  const rows = await session.query('select name, checksum from mycel_migrations')
  return new Map(rows.map((row) => [String(row['name']), String(row['checksum'])]))
}

function verify(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration.checksum]))
  for (const [name, checksum] of applied) {
    if (!known.has(name)) {
      throw new Problem('conflict', `the database was changed by a newer version (migration ${name} is unknown here)`, {
        hint: 'Start the newer version, or restore a backup that was made before it.',
      })
    }
    if (known.get(name) !== checksum) {
      throw new Problem('conflict', `migration ${name} differs from the one that was applied to this database`, {
        hint: 'Install this version again; an applied migration must never be edited.',
      })
    }
  }
}

async function apply(session: Session, migration: Migration): Promise<void> {
  await lockMigrations(session)
  const applied = await readApplied(session)
  if (applied.has(migration.name))
    return verify([migration], new Map([[migration.name, applied.get(migration.name) ?? '']]))
  await session.execute(migration.text)
  await session.query('insert into mycel_migrations (name, checksum) values ($1, $2)', [
    migration.name,
    migration.checksum,
  ])
}

/** Held until the transaction ends. The wait may outlast the usual statement timeout while another process migrates. */
async function lockMigrations(session: Session): Promise<void> {
  await session.execute('set local statement_timeout = 0; select pg_advisory_xact_lock(7216430931)')
}
