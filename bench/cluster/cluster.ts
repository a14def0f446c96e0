import { findPostgres, startPostgres } from '../../test/postgres.ts'
import { findRedis, startRedis } from '../../test/redis.ts'
import { treeCpuSeconds } from '../process-cpu.ts'
import { type Subject, startSubject } from '../subject.ts'

/** Practice servers, and gateways on one PostgreSQL and one Redis, each a process of its own. */
export interface Cluster extends AsyncDisposable {
  readonly practice: Subject
  readonly replicas: readonly Subject[]
  readonly ports: readonly number[]
  /** CPU seconds so far of each part; the load is this process. */
  cpu(): Promise<Cpu>
}

export type Cpu = Readonly<Record<'replicas' | 'PostgreSQL' | 'Redis' | 'servers' | 'load', number>>

export interface ClusterOptions {
  readonly servers: number
  readonly replicas: number
  /** Seconds between two looks at a server. */
  readonly poll: number
}

/** Starts all of it on this machine. Throws when there is no PostgreSQL or no Redis. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const [postgresPrograms, redisProgram] = [findPostgres(), findRedis()]
  if (!postgresPrograms || !redisProgram)
    throw new Error('this needs PostgreSQL and Redis: apt-get install postgresql redis-server')

  await using stack = new AsyncDisposableStack()
  const postgres = stack.use(await startPostgres(postgresPrograms))
  const redis = stack.use(await startRedis(redisProgram))
  const practice = stack.use(await startSubject('./gateway/practice.ts', { count: options.servers }))
  const urls = await practice.ask<string[]>('urls')
  const database = { kind: 'postgres', url: postgres.createDatabase('mycel') }
  const replicas: Subject[] = []
  for (let i = 0; i < options.replicas; i++) {
    const start = { urls, database, redis: options.replicas > 1 ? redis.url : undefined, poll: options.poll }
    replicas.push(stack.use(await startSubject('./gateway/subject.ts', start)))
  }
  const ports = await Promise.all(replicas.map((replica) => replica.ask<number>('port')))
  const parts = stack.move()
  return {
    practice,

    replicas,
    ports,
    async cpu() {
      const { user, system } = process.cpuUsage()
      const each = await Promise.all(replicas.map((replica) => replica.cpu()))
      return {
        replicas: each.reduce((sum, seconds) => sum + seconds, 0),
        PostgreSQL: treeCpuSeconds(postgres.pid()),
        Redis: treeCpuSeconds(redis.pid()),
        servers: await practice.cpu(),
        load: (user + system) / 1e6,
      }
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

/** What each part used between two moments, in milliseconds for each of `count` operations. */
export function cpuEach(before: Cpu, after: Cpu, count: number): Cpu {
  const each = (part: keyof Cpu) => ((after[part] - before[part]) * 1000) / count
  return {
    replicas: each('replicas'),
    PostgreSQL: each('PostgreSQL'),
    Redis: each('Redis'),
    servers: each('servers'),
    load: each('load'),
  }
}
