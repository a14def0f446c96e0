import { describe, expect, test } from 'vitest'
import { startPracticeServer } from '../../src/providers/bigbluebutton/fake/server.ts'
import { findPostgres, startPostgres } from '../postgres.ts'
import { findRedis, startRedis } from '../redis.ts'
import { type Rig, rig } from '../rig.ts'

const postgresPrograms = findPostgres()
const redisProgram = findRedis()
const isMissing = !postgresPrograms || !redisProgram
if (isMissing) process.stderr.write('skipped: attendance of replicas needs PostgreSQL and Redis\n')

describe.skipIf(isMissing)('attendance', () => {
  test('goes on with whoever takes over writing it, although nothing has changed since they looked', async () => {
    await using stack = new AsyncDisposableStack()
    const postgres = stack.use(await startPostgres(postgresPrograms ?? ''))
    const redis = stack.use(await startRedis(redisProgram ?? ''))
    const practice = [await startPracticeServer({ name: 'practice-1', secret: 'secret-of-server-1' })]
    for (const server of practice) stack.use(server)
    const database = { kind: 'postgres', url: postgres.createDatabase('attendance') } as const
    const options = { practice, poll: 1, redis: redis.url, database }
    const replicas = [stack.use(await rig(options)), stack.use(await rig(options))]
    const isWriting = ({ app }: Rig) => app.gateway.context.replicas.isWriting
    await expect.poll(() => replicas.filter(isWriting).length, { timeout: 10_000 }).toBe(1)
    const holder = replicas.find(isWriting)
    const other = replicas.find((one) => one !== holder)

    // Without Redis both look, and one of them writes.
    await redis.kill()
    await expect.poll(() => other?.app.gateway.context.replicas.isLooking).toBe(true)
    await other?.call('create', 'name=Room&meetingID=r1')
    const [server] = practice
    server?.joinUser(server.meetings()[0]?.meetingId ?? '', { name: 'Ada', role: 'MODERATOR' })
    const seen = async () => (await other?.call('getMeetingInfo', 'meetingID=r1'))?.text('participantCount')
    await expect.poll(seen, { timeout: 10_000 }).toBe('1')
    await other?.look()
    await other?.look()

    await holder?.app[Symbol.asyncDispose]()
    await expect.poll(() => other && isWriting(other), { timeout: 10_000 }).toBe(true)
    await redis.start()
    const counted = async () => {
      const rows = await other?.app.database.read((db) =>
        db.selectFrom('attendance').select('user_key').where('left_at', 'is', null).execute(),
      )
      return rows?.length
    }
    await expect.poll(counted, { timeout: 10_000 }).toBe(1)
    const certain = () => {
      const { context } = other?.app.gateway ?? {}
      return [...(context?.directory.all() ?? [])].every((meeting) => context?.attendance.isCertain(meeting))
    }
    await expect.poll(certain, { timeout: 10_000 }).toBe(true)
  })
})
