import { cpus } from 'node:os'
import { signQuery } from '../../src/protocol/checksum.ts'
import { findPostgres, startPostgres } from '../../test/postgres.ts'
import { findRedis, startRedis } from '../../test/redis.ts'
import { type Subject, startSubject } from '../subject.ts'

const servers = 1000
const meetings = 10_000
const attendees = 10
const creates = 2000
const joins = 20_000
const secret = 'a-secret-of-the-benchmark'

/** A thousand servers, two replicas on one PostgreSQL and one Redis: a quiet minute, and a storm at the full hour. */
export async function benchCluster(): Promise<void> {
  const [postgresPrograms, redisProgram] = [findPostgres(), findRedis()]
  if (!postgresPrograms || !redisProgram)
    throw new Error('this needs PostgreSQL and Redis: apt-get install postgresql redis-server')
  console.log(`${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}; everything shares it`)
  console.log(`${servers} servers, ${meetings} meetings with ${attendees} people each, two replicas\n`)

  await using postgres = await startPostgres(postgresPrograms)
  await using redis = await startRedis(redisProgram)
  await using practice = await startSubject('./gateway/practice.ts', { count: servers })
  const urls = await practice.ask<string[]>('urls')
  const database = { kind: 'postgres', url: postgres.createDatabase('mycel') }
  await using one = await startSubject('./gateway/subject.ts', { urls, database, redis: redis.url, poll: 10 })
  await using two = await startSubject('./gateway/subject.ts', { urls, database, redis: redis.url, poll: 10 })
  const ports = [await one.ask<number>('port'), await two.ask<number>('port')]

  print('creates, two replicas', await storm(ports, meetings, 64, (i) => createTarget(`room-${i}`)))
  await practice.ask('fill', { attendees })
  await one.ask('look')
  await quiet('a quiet minute', [one, two])
  await Promise.all([
    storm(ports, creates, 32, (i) => createTarget(`storm-${i}`)).then((result) => print('storm: creates', result)),
    storm(ports, joins, 64, (i) => joinTarget(`room-${i % meetings}`)).then((result) => print('storm: joins', result)),
  ])
  for (const [name, replica] of [
    ['one', one],
    ['two', two],
  ] as const) {
    console.log(
      `memory of replica ${name}: ${Math.round(await replica.memory())} MB, meetings ${await replica.ask('meetings')}`,
    )
  }
}

interface StormResult {
  readonly count: number
  readonly failed: number
  readonly seconds: number
  readonly times: readonly number[]
}

/** Makes so many calls, each once, half at each replica. */
async function storm(
  ports: readonly number[],
  count: number,
  connections: number,
  target: (i: number) => string,
): Promise<StormResult> {
  const state = { next: 0, failed: 0 }
  const times: number[] = []
  const started = performance.now()
  const work = async () => {
    while (state.next < count) {
      const i = state.next++
      const before = performance.now()
      const response = await fetch(`http://127.0.0.1:${ports[i % ports.length]}${target(i)}`, { redirect: 'manual' })
      const body = await response.text()
      times.push(performance.now() - before)
      if (response.status !== 302 && !body.includes('SUCCESS')) state.failed += 1
    }
  }
  await Promise.all(Array.from({ length: connections }, work))
  return {
    count,
    failed: state.failed,
    seconds: (performance.now() - started) / 1000,
    times: times.toSorted((a, b) => a - b),
  }
}

function print(name: string, { count, failed, seconds, times }: StormResult): void {
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(0)
  console.log(
    `${name}: ${count} in ${seconds.toFixed(1)} s, ${Math.round(count / seconds)}/s, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, ${failed} failed`,
  )
}

/** What it costs to keep up when nothing happens: CPU of each replica, in per cent of one core. */
async function quiet(name: string, replicas: readonly Subject[]): Promise<void> {
  const before = await Promise.all(replicas.map((replica) => replica.cpu()))
  await new Promise((resolve) => setTimeout(resolve, 60_000))
  const after = await Promise.all(replicas.map((replica) => replica.cpu()))
  const shares = after.map((cpu, i) => `${(((cpu - (before[i] ?? 0)) / 60) * 100).toFixed(1)} %`)
  console.log(
    `${name}: CPU of the replicas ${shares.join(' and ')} of one core, one of them looks at every server every 10 s`,
  )
}

function createTarget(room: string): string {
  return target('create', `name=Room&meetingID=${room}`)
}

function joinTarget(room: string): string {
  return target('join', `fullName=Ada&meetingID=${room}&role=VIEWER`)
}

function target(call: string, query: string): string {
  return `/bigbluebutton/api/${call}?${signQuery('sha256', call, query, secret)}`
}
