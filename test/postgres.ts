import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { findFreePort } from './free-port.ts'

/** The folder of PostgreSQL's programs, or undefined when this machine has none: then say so and skip. */
export function findPostgres(): string | undefined {
  const path = (process.env['PATH'] ?? '').split(delimiter)
  const folders = [...globSync('/usr/lib/postgresql/*/bin').toSorted().toReversed(), ...path]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')))
}

export interface PostgresServer extends AsyncDisposable {
  /** A new empty database on the server. */
  createDatabase(name: string): string
  /** The first of its processes, the parent of the others. */
  pid(): number
  stop(): void
  /** Starts it again after `stop`; while it runs, does nothing. */
  start(): void
}

/** Starts a throw-away PostgreSQL in a temporary folder on a free port; PostgreSQL refuses to run as root. */
export async function startPostgres(bin: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'mycel-postgres-'))
  const owner = findOwner()
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid)
  const run = (program: string, ...args: string[]) =>
    execFileSync(join(bin, program), args, { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  const port = await findFreePort()
  const data = join(folder, 'data')
  run('initdb', '-D', data, '-U', 'mycel', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C')
  const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off`
  const isRunning = () => existsSync(join(data, 'postmaster.pid'))
  const start = () => {
    if (!isRunning()) run('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start')
  }
  start()
  const stop = () => {
    if (isRunning()) run('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop')
  }
  return {
    createDatabase(name) {
      run('createdb', '-h', folder, '-p', String(port), '-U', 'mycel', name)
      return `postgres://mycel:s3cret@127.0.0.1:${port}/${name}`
    },
    pid: () => Number.parseInt(readFileSync(join(data, 'postmaster.pid'), 'utf8'), 10),
    stop,
    start,
    async [Symbol.asyncDispose]() {
      stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Whom to run as: nobody else unless we are root, then the user `postgres`, else the one called nobody. */
function findOwner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const user of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number.parseInt(String(spawnSync('id', [flag, user]).stdout), 10))
    if (uid !== undefined && gid !== undefined && !Number.isNaN(uid + gid)) return { uid, gid }
  }
  throw new Error('running as root, and there is no other user to run PostgreSQL as')
}
