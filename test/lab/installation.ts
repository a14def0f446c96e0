import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Algorithm, signQuery } from '../../src/protocol/checksum.ts'
import { type PracticeCluster, startPracticeCluster } from '../../src/providers/bigbluebutton/fake/cluster.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../postgres.ts'
import { findProgram } from '../program.ts'
import { findRedis, type RedisServer, startRedis } from '../redis.ts'

/** An installation that has outgrown one machine: real PostgreSQL, real Redis, replicas as processes of their own. */
export interface Installation extends AsyncDisposable {
  readonly postgres: PostgresServer
  readonly redis: RedisServer
  readonly practice: PracticeCluster
  readonly replicas: readonly Replica[]
  readonly folder: string
}

export interface Replica {
  readonly port: number
  readonly url: string
  /** Starts it and waits until it is ready. */
  start(): Promise<void>
  signal(name: NodeJS.Signals): void
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>
  call(call: string, query?: string): Promise<string>
}

export const labSecret = 'a-secret-of-the-main-organisation'

/** Why the lab cannot be had here, in words; undefined when it can. */
export function whyNoLab(...programs: readonly string[]): string | undefined {
  const missing = [
    ...(findPostgres() ? [] : ['postgresql']),
    ...(findRedis() ? [] : ['redis-server']),
    ...programs.filter((program) => findProgram(program) === undefined),
  ]
  return missing.length === 0 ? undefined : `${missing.join(', ')} not on this machine`
}

export interface InstallationOptions {
  readonly servers: number
  readonly replicas: number
  readonly capacity?: number
}

export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'mycel-lab-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const postgres = stack.use(await startPostgres(findPostgres() ?? ''))
  const redis = stack.use(await startRedis(findRedis() ?? ''))
  const practice = stack.use(await startPracticeCluster({ count: options.servers, secret: 'a-secret-of-the-servers' }))
  const environment = { MYCEL_DATABASE_URL: postgres.createDatabase('mycel'), MYCEL_REDIS_URL: redis.url }
  await writeFile(join(folder, 'coop.yaml'), configuration(practice, options.capacity ?? 150))
  const replicas = await Promise.all(
    Array.from({ length: options.replicas }, (_, i) => createReplica(folder, `replica-${i + 1}`, environment, stack)),
  )
  await Promise.all(replicas.map((replica) => replica.start()))
  const resources = stack.move()
  return { postgres, redis, practice, replicas, folder, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

function configuration(practice: PracticeCluster, capacity: number): string {
  const servers = practice.servers.map(
    ({ url }, i) => `    - { id: s${i + 1}, url: "${url}", secret: "a-secret-of-the-servers", capacity: ${capacity} }`,
  )
  return `coop: { name: Lab, domain: example.coop }
network: { outbound_allow: ["127.0.0.0/8"] }
web: { metrics_from: ["127.0.0.0/8"] }
meetings:
  poll: 2
  servers:
${servers.join('\n')}
  organisations: [{ id: main, secrets: ["${labSecret}"] }]
`
}

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

async function createReplica(
  folder: string,
  name: string,
  environment: Record<string, string>,
  stack: AsyncDisposableStack,
): Promise<Replica> {
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const data = join(folder, name)
  await mkdir(data)
  const running: { child?: ChildProcess; ended: Promise<void> } = { ended: Promise.resolve() }
  stack.defer(async () => {
    running.child?.kill('SIGCONT')
    running.child?.kill('SIGKILL')
    await running.ended
  })
  return {
    port,
    url,
    async start() {
      const args = [program, 'up', '--file', join(folder, 'coop.yaml'), '--data', data, '--port', String(port)]
      const child = spawn(process.execPath, args, {
        env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...environment },
        stdio: 'ignore',
      })
      running.child = child
      running.ended = hasEnded(child)
      await untilReady(url, child)
    },
    signal: (signal) => void running.child?.kill(signal),
    get ended() {
      return running.ended
    },
    call: (call, query = '') => callApi(url, call, query),
  }
}

export async function callApi(url: string, call: string, query = '', algorithm: Algorithm = 'sha256'): Promise<string> {
  const response = await fetch(`${url}/bigbluebutton/api/${call}?${signQuery(algorithm, call, query, labSecret)}`, {
    redirect: 'manual',
    signal: AbortSignal.timeout(20_000),
  })
  return response.headers.get('location') ?? (await response.text())
}

async function hasEnded(child: ChildProcess): Promise<void> {
  await once(child, 'exit')
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the replica ended with ${child.exitCode}`)
    const isReady = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    )
    if (isReady) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** A sample configuration of the manual, with the ports of this installation, run by its own program. */
export async function startProxy(
  kind: 'nginx' | 'haproxy',
  installation: Installation,
): Promise<AsyncDisposable & { readonly url: string }> {
  const port = await findFreePort()
  const sample = kind === 'nginx' ? 'nginx.conf' : 'haproxy.cfg'
  const text = await readFile(new URL(`../../docs/admin/samples/${sample}`, import.meta.url), 'utf8')
  const [one, two] = installation.replicas
  const replaced = text
    .replaceAll('127.0.0.1:8081', `127.0.0.1:${one?.port}`)
    .replaceAll('127.0.0.1:8082', `127.0.0.1:${two?.port}`)
    .replace('listen 8080', `listen 127.0.0.1:${port}`)
    .replace('bind :8080', `bind 127.0.0.1:${port}`)
  const file = join(installation.folder, sample)
  await writeFile(file, kind === 'nginx' ? nginxAround(replaced, installation.folder) : replaced)
  const args = kind === 'nginx' ? ['-c', file, '-e', join(installation.folder, 'nginx-error.log')] : ['-db', '-f', file]
  const child = spawn(findProgram(kind) ?? kind, args, { stdio: 'ignore' })
  const ended = once(child, 'exit')
  const url = `http://127.0.0.1:${port}`
  await untilReady(url, child)
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

function nginxAround(sample: string, folder: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/nginx-error.log;
events { worker_connections 2048; }
http {
access_log off;
${temporary.map((name) => `${name}_temp_path ${folder}/nginx-${name};`).join('\n')}
${sample}
}
`
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
