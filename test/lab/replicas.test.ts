import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parameter } from '../../src/protocol/query.ts'
import { startPracticeServer } from '../../src/providers/bigbluebutton/fake/server.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../postgres.ts'
import { findRedis, type RedisServer, startRedis } from '../redis.ts'
import { type Rig, rig } from '../rig.ts'
import { startTcpProxy } from '../tcp-proxy.ts'

const postgresPrograms = findPostgres()
const redisProgram = findRedis()
const isMissing = !postgresPrograms || !redisProgram
if (isMissing)
  process.stderr.write(
    'skipped: replicas need PostgreSQL and Redis (Debian: apt-get install postgresql redis-server)\n',
  )

describe.skipIf(isMissing)('two replicas on one PostgreSQL and one Redis', () => {
  let postgres: PostgresServer
  let redis: RedisServer
  let count = 0

  beforeAll(async () => {
    postgres = await startPostgres(postgresPrograms ?? '')
    redis = await startRedis(redisProgram ?? '')
  })
  afterAll(async () => {
    await redis[Symbol.asyncDispose]()
    await postgres[Symbol.asyncDispose]()
  })

  /** Replicas before the same practice servers. */
  async function replicas(
    stack: AsyncDisposableStack,
    servers = 3,
    poll = 1,
    redisUrl = redis.url,
  ): Promise<[Rig, Rig]> {
    const url = postgres.createDatabase(`replicas_${++count}`)
    const practice = await Promise.all(
      Array.from({ length: servers }, (_, i) =>
        startPracticeServer({ name: `practice-${i + 1}`, secret: `secret-of-server-${i + 1}` }),
      ),
    )
    for (const server of practice) stack.use(server)
    const options = { practice, poll, redis: redisUrl, database: { kind: 'postgres', url } as const }
    const first = stack.use(await rig(options))
    return [first, stack.use(await rig(options))]
  }

  test('what one creates, the other joins, lists and ends at once', async () => {
    await using stack = new AsyncDisposableStack()
    const [a, b] = await replicas(stack)
    for (let i = 0; i < 20; i++) {
      await a.call('create', `name=Room&meetingID=r${i}`)
      expect((await b.call('join', `fullName=Ada&meetingID=r${i}&role=VIEWER`)).status).toBe(302)
    }
    expect((await b.call('getMeetings')).body.match(/<meetingID>/g)).toHaveLength(20)
    expect((await b.call('end', 'meetingID=r1')).text('messageKey')).toBe('sentEndMeetingRequest')
    await expect.poll(async () => (await a.call('getMeetingInfo', 'meetingID=r1')).text('messageKey')).toBe('notFound')
  })

  test('100 creates of one meeting on both at once make one meeting', async () => {
    await using stack = new AsyncDisposableStack()
    const [a, b] = await replicas(stack)
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? a : b).call('create', 'name=Room&meetingID=r1')),
    )
    expect(new Set(answers.map((answer) => answer.text('returncode')))).toEqual(new Set(['SUCCESS']))
    expect(new Set(answers.map((answer) => answer.text('internalMeetingID'))).size).toBe(1)
    expect(a.servers.flatMap((server) => server.meetings())).toHaveLength(1)
  })

  test('placements of both are spread as if they were one', async () => {
    await using stack = new AsyncDisposableStack()
    const [a, b] = await replicas(stack, 5)
    await Promise.all(
      Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? a : b).call('create', `name=Room&meetingID=r${i}`)),
    )
    expect(a.servers.map((server) => server.meetings().length)).toEqual([10, 10, 10, 10, 10])
  })

  test('one replica looks at the servers, and the other takes over within seconds when it ends', async () => {
    await using stack = new AsyncDisposableStack()
    const [a, b] = await replicas(stack, 1)
    const looking = () => [a, b].filter((one) => one.app.gateway.context.replicas.isLooking)
    await expect.poll(() => looking().length).toBe(1)
    const [holder] = looking()
    const other = holder === a ? b : a
    await holder?.app[Symbol.asyncDispose]()
    await expect.poll(() => other.app.gateway.context.replicas.isLooking, { timeout: 5000 }).toBe(true)
  })

  test('people seen by the one that looks are known to the other', async () => {
    await using stack = new AsyncDisposableStack()
    const [a, b] = await replicas(stack, 1)
    await a.call('create', 'name=Room&meetingID=r1')
    const server = a.servers[0]
    server?.joinUser(server.meetings()[0]?.meetingId ?? '', { name: 'Ada', role: 'MODERATOR' })
    for (const one of [a, b]) {
      const participants = async () => (await one.call('getMeetingInfo', 'meetingID=r1')).text('participantCount')
      await expect.poll(participants, { timeout: 5000 }).toBe('1')
    }
  })

  test('what an operator changes at one is known to the other', async () => {
    await using stack = new AsyncDisposableStack()
    const [a, b] = await replicas(stack, 2)
    const { setServerState } = await import('../../src/meetings/registry.ts')
    await setServerState(a.app.gateway.context, 's1', 'draining', 'test')
    await expect.poll(() => b.app.gateway.context.pool.find('s1')?.admin).toBe('draining')
  })

  test('meetings whose server is gone are made again once, and no replica takes one for unknown meanwhile', async () => {
    await using stack = new AsyncDisposableStack()
    const [a, b] = await replicas(stack, 2)
    const rooms = Array.from({ length: 20 }, (_, i) => `r${i}`)
    await Promise.all(rooms.map((room) => a.call('create', `name=Room&meetingID=${room}`)))
    const [lost, other] = a.servers
    await lost?.stop()
    const conditions = () => [a, b].map((one) => one.app.gateway.context.pool.find('s1')?.health.condition)
    await expect.poll(conditions, { timeout: 15_000 }).toEqual(['offline', 'offline'])
    other?.inject('create', { latencyMs: 50 })
    const join = async (one: Rig, room: string) =>
      (await one.call('join', `fullName=Ada&meetingID=${room}&role=VIEWER`)).body
    const asked = rooms.flatMap((room) => [a, b, a, b].map((one) => join(one, room)))
    const told = new Set<string>()
    const state = { done: false }
    const watch = async (one: Rig) => {
      for (let i = 0; !state.done; i++) {
        told.add((await one.call('getMeetingInfo', `meetingID=r${i % rooms.length}`)).text('returncode'))
      }
    }
    const watching = [a, b].map(watch)
    expect((await Promise.all(asked)).filter((body) => body !== '')).toEqual([])
    state.done = true
    await Promise.all(watching)
    expect(told).toEqual(new Set(['SUCCESS']))
    expect(other?.meetings()).toHaveLength(20)
  })

  test('without Redis clients are told of each person once', async () => {
    await using stack = new AsyncDisposableStack()
    const [a, b] = await replicas(stack, 1)
    await a.call('hooks/create', parameter('callbackURL', 'http://127.0.0.1:9/').raw)
    await a.call('create', 'name=Room&meetingID=r1')
    await redis.kill()
    try {
      const looking = () => [a, b].filter((one) => one.app.gateway.context.replicas.isLooking).length
      await expect.poll(looking).toBe(2)
      const server = a.servers[0]
      server?.joinUser(server.meetings()[0]?.meetingId ?? '', { name: 'Ada', role: 'MODERATOR' })
      await Promise.all([a.look(), b.look()])
      await Promise.all([a, b].map((one) => one.app.gateway.hooks.settled()))
      const { rows } = await a.app.database.connection.executeSql(
        `select 1 from mycel_jobs.job where data->'request'->>'body' like '%user-joined%'`,
      )
      expect(rows).toHaveLength(1)
    } finally {
      await redis.start()
    }
  })

  test('a Redis that falls silent is away within seconds, and is there again when it speaks', async () => {
    await using stack = new AsyncDisposableStack()
    const address = new URL(redis.url)
    const way = stack.use(await startTcpProxy({ host: address.hostname, port: Number(address.port) }))
    const [a, b] = await replicas(stack, 1, 1, `redis://127.0.0.1:${way.port}`)
    const looking = () => [a, b].filter((one) => one.app.gateway.context.replicas.isLooking).length
    await expect.poll(looking, { timeout: 10_000 }).toBe(1)
    way.cut()
    await expect.poll(looking, { timeout: 20_000 }).toBe(2)
    way.mend()
    await expect.poll(looking, { timeout: 20_000 }).toBe(1)
  })

  test('without Redis both go on, and they agree again when it is back', async () => {
    await using stack = new AsyncDisposableStack()
    const [a, b] = await replicas(stack, 2)
    await a.call('create', 'name=Room&meetingID=before')
    await redis.kill()
    try {
      await expect
        .poll(() => a.app.gateway.context.replicas.isLooking && b.app.gateway.context.replicas.isLooking)
        .toBe(true)
      expect((await a.call('create', 'name=Room&meetingID=during')).text('returncode')).toBe('SUCCESS')
      expect((await b.call('create', 'name=Room&meetingID=during')).text('messageKey')).toBe('duplicateWarning')
      expect((await b.call('join', 'fullName=Ada&meetingID=before&role=VIEWER')).status).toBe(302)
    } finally {
      await redis.start()
    }
    const looking = () => [a, b].filter((one) => one.app.gateway.context.replicas.isLooking).length
    await expect.poll(looking, { timeout: 10_000 }).toBe(1)
    expect((await b.call('getMeetings')).body).toContain('<meetingID>during</meetingID>')
    expect(a.servers.flatMap((server) => server.meetings())).toHaveLength(2)
  })
})
