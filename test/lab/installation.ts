import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { randomId } from '../../src/lib/ids.ts'
import { type Algorithm, signQuery } from '../../src/protocol/checksum.ts'
import { type PracticeCluster, startPracticeCluster } from '../../src/providers/bigbluebutton/fake/cluster.ts'
import { findFreePort } from '../free-port.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../postgres.ts'
import { findProgram } from '../program.ts'
import { findRedis, type RedisServer, startRedis } from '../redis.ts'
import { startTcpProxy, type TcpProxy } from '../tcp-proxy.ts'
import type { Namespace } from './namespace.ts'

/** An installation that has outgrown one machine: real PostgreSQL, real Redis, replicas as processes of their own. */
export interface Installation extends AsyncDisposable {
  readonly postgres: PostgresServer
  readonly redis: RedisServer
  readonly practice: PracticeCluster
  readonly replicas: readonly Replica[]
  /** The way of each replica to the database. */
  readonly ways: readonly TcpProxy[]
  /** The address of the database. */
  readonly database: string
  readonly folder: string
}

export interface Replica {
  readonly port: number
  readonly url: string
  /** Starts it and waits until it is ready. */
  start(): Promise<void>
  signal(name: NodeJS.Signals): void
  /** Sets its clock so many seconds ahead; needs `fakeTime`. */
  setClock(seconds: number): Promise<void>
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
  /** One that runs already; it is left running. */
  readonly postgres?: PostgresServer | undefined
  /** Where Redis runs instead of on this machine: each replica has a cable of its own to it. */
  readonly namespace?: Namespace | undefined
  /** A library that moves the clock of each replica by what is in a file of its data folder, as `+3600`. */
  readonly fakeTime?: string | undefined
}

export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'mycel-lab-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const postgres = options.postgres ?? stack.use(await startPostgres(findPostgres() ?? ''))
  const redis = stack.use(await startRedis(findRedis() ?? '', options.namespace?.name))
  const practice = stack.use(await startPracticeCluster({ count: options.servers, secret: 'a-secret-of-the-servers' }))
  const database = postgres.createDatabase(`mycel_${randomId(12)}`)
  await writeFile(join(folder, 'coop.yaml'), configuration(practice, options.capacity ?? 150))
  const ways: TcpProxy[] = []
  const replicas: Replica[] = []
  for (let i = 0; i < options.replicas; i++) {
    const way = stack.use(await startTcpProxy({ host: '127.0.0.1', port: Number(new URL(database).port) }))
    ways.push(way)
    const environment = {
      MYCEL_DATABASE_URL: withAddress(database, '127.0.0.1', way.port),
      MYCEL_REDIS_URL: withAddress(redis.url, options.namespace?.addresses[i]),
    }
    replicas.push(
      await createReplica({ folder, name: `replica-${i + 1}`, environment, fakeTime: options.fakeTime }, stack),
    )
  }
  await Promise.all(replicas.map((replica) => replica.start()))
  const resources = stack.move()
  const parts = { postgres, redis, practice, replicas, ways, database, folder }
  return { ...parts, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

function withAddress(url: string, host: string | undefined, port?: number): string {
  const address = new URL(url)
  address.hostname = host ?? address.hostname
  address.port = port === undefined ? address.port : String(port)
  return address.href
}

function configuration(practice: PracticeCluster, capacity: number): string {
  const servers = practice.servers.map(
    ({ url }, i) => `    - { id: s${i + 1}, url: "${url}", secret: "a-secret-of-the-servers", capacity: ${capacity} }`,
  )
  return `coop: { name: Lab, domain: example.coop }
network: { outbound_allow: ["127.0.0.0/8"] }
web: { metrics_from: ["127.0.0.0/8"] }
meetings:
  poll: 1
  default_size: 5
  servers:
${servers.join('\n')}
  organisations: [{ id: main, secrets: ["${labSecret}"] }]
`
}

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

interface ReplicaOptions {
  readonly folder: string
  readonly name: string
  readonly environment: Record<string, string>
  readonly fakeTime?: string | undefined
}

async function createReplica(
  { folder, name, environment, fakeTime }: ReplicaOptions,
  stack: AsyncDisposableStack,
): Promise<Replica> {
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const data = join(folder, name)
  await mkdir(data)
  const clockFile = join(data, 'clock')
  await writeFile(clockFile, '+0')
  const faked = { LD_PRELOAD: fakeTime, FAKETIME_TIMESTAMP_FILE: clockFile, FAKETIME_NO_CACHE: '1' }
  // Only the time of day can be set on a real machine.
  const clock = fakeTime === undefined ? {} : { ...faked, FAKETIME_DONT_FAKE_MONOTONIC: '1' }
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
        env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...environment, ...clock },
        stdio: 'ignore',
      })
      running.child = child
      running.ended = hasEnded(child)
      await untilReady(url, child)
    },
    setClock: (seconds) => writeFile(clockFile, seconds < 0 ? String(seconds) : `+${seconds}`),
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

export async function untilReady(url: string, child: ChildProcess): Promise<void> {
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
