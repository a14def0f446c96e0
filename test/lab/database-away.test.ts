import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findPostgres, type PostgresServer, startPostgres } from '../postgres.ts'
import { type Rig, rig } from '../rig.ts'
import { startTcpProxy, type TcpProxy } from '../tcp-proxy.ts'

const bin = findPostgres()
if (!bin) process.stderr.write('skipped: PostgreSQL away (Debian: apt-get install postgresql)\n')

describe.skipIf(!bin)('while PostgreSQL is away', { timeout: 60_000 }, () => {
  let stack: AsyncDisposableStack
  let postgres: PostgresServer
  let way: TcpProxy
  let gateway: Rig

  beforeEach(async () => {
    stack = new AsyncDisposableStack()
    postgres = stack.use(await startPostgres(bin ?? ''))
    const address = new URL(postgres.createDatabase('mycel'))
    way = stack.use(await startTcpProxy({ host: address.hostname, port: Number(address.port) }))
    address.port = String(way.port)
    gateway = stack.use(await rig({ servers: 2, database: { kind: 'postgres', url: address.href } }))
    await gateway.call('create', 'name=Room&meetingID=before')
  })
  afterEach(async () => {
    // What is closed writes its last to the database.
    way.mend()
    postgres.start()
    await stack.disposeAsync()
  })

  const away: readonly (readonly [how: string, go: () => void, comeBack: () => void])[] = [
    ['it is stopped', () => postgres.stop(), () => postgres.start()],
    ['the network to it is cut', () => way.cut(), () => way.mend()],
  ]

  test.each(away)('%s, a create waits for it to come back', async (_, go, comeBack) => {
    go()
    const created = gateway.call('create', 'name=Room&meetingID=during')
    const back = new Promise<void>((resolve) => setTimeout(() => resolve(comeBack()), 1500))
    expect((await created).text('returncode')).toBe('SUCCESS')
    await back
    expect((await gateway.call('join', 'fullName=Ada&meetingID=during&role=VIEWER')).status).toBe(302)
    expect(gateway.servers.flatMap((server) => server.meetings())).toHaveLength(2)
  })

  test.each(away)(
    '%s, a create is refused in plain words after a while, and can be made again',
    async (_, go, comeBack) => {
      go()
      const [one, two] = await Promise.all(
        ['during', 'during-too'].map((room) => gateway.call('create', `name=Room&meetingID=${room}`)),
      )
      for (const refused of [one, two]) {
        expect(refused?.status).toBe(200)
        expect(refused?.text('returncode')).toBe('FAILED')
        expect(refused?.text('messageKey')).toBe('internalError')
        expect(refused?.text('message')).toBe(
          'The database of the gateway does not answer; nothing was created. Please try again in a moment.',
        )
      }
      expect(gateway.servers.flatMap((server) => server.meetings())).toHaveLength(1)
      comeBack()
      for (const room of ['during', 'during', 'during-too']) {
        expect((await gateway.call('create', `name=Room&meetingID=${room}`)).text('returncode')).toBe('SUCCESS')
      }
      expect(gateway.servers.flatMap((server) => server.meetings())).toHaveLength(3)
    },
  )

  test.each(away)('%s, people join, and everything is told from memory', async (_, go) => {
    const server = gateway.servers.find((one) => one.meetings().length > 0)
    server?.joinUser(server.meetings()[0]?.meetingId ?? '', { name: 'Grace', role: 'MODERATOR' })
    go()
    await gateway.look()
    expect((await gateway.call('join', 'fullName=Ada&meetingID=before&role=VIEWER')).status).toBe(302)
    expect((await gateway.call('getMeetingInfo', 'meetingID=before')).text('participantCount')).toBe('1')
    expect((await gateway.call('isMeetingRunning', 'meetingID=before')).text('running')).toBe('true')
    expect((await gateway.call('getMeetings')).body).toContain('<participantCount>1</participantCount>')
    expect((await gateway.call('create', 'name=Room&meetingID=before')).text('messageKey')).toBe('duplicateWarning')
  })

  test.each(away)(
    '%s, no server is taken for dead, and one that ends a meeting is heard later',
    async (_, go, comeBack) => {
      await gateway.call('create', 'name=Room&meetingID=other')
      const [server] = gateway.servers.filter((one) => one.meetings().length > 0)
      const { context } = gateway.app.gateway
      go()
      const goneAt = context.clock.now()
      server?.endMeeting(server.meetings()[0]?.meetingId ?? '')
      const seen = () => context.pool.list().map(({ health }) => (health.lastSeenAt ?? 0) > goneAt)
      await expect.poll(seen, { timeout: 10_000 }).toEqual([true, true])
      expect(context.pool.list().map(({ health }) => health.condition)).toEqual(['online', 'online'])
      comeBack()
      await expect.poll(() => [...context.directory.all()].length, { timeout: 20_000 }).toBe(1)
    },
  )
})
