import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { memoryDatabase } from '../../test/databases.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../../test/postgres.ts'
import { Problem } from '../lib/problem.ts'
import { type JobContext, type Jobs, openJobs } from './jobs.ts'
import { type Database, openDatabase, type Where } from './open.ts'

const quick = { polling: 0.5, retryDelay: 1, retryLimit: 1 }
const log = {
  told: [] as unknown[],
  warn: (details: object) => void log.told.push(details),
  error: (details: object) => void log.told.push(details),
}

describe('embedded', () => {
  contract(async () => ({ kind: 'memory' }))

  test('a job whose process was killed is tried again by the next one', async () => {
    await using database = await openDatabase(await memoryDatabase())
    const attempts: number[] = []
    const killed = await openJobs(database, log)
    await new Promise<void>((resolve) => {
      const hang = () => new Promise<void>(() => resolve())
      void killed.define('cut', hang, quick).then(() => killed.send('cut', {}))
    })
    await using next = await openJobs(database, log)
    expect(await next.list('cut', 'retry')).toMatchObject([
      { output: { message: 'the process ended while it worked on this' } },
    ])
    await killed[Symbol.asyncDispose]()
    await next.define('cut', async (_, { attempt }) => void attempts.push(attempt), quick)
    await vi.waitFor(() => expect(attempts).toEqual([2]), patience)
  })
})

const bin = findPostgres()
const title = bin === undefined ? 'on a server (skipped: no initdb and pg_ctl on this machine)' : 'on a server'
describe.skipIf(bin === undefined)(title, () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres(bin ?? '')
  })
  afterAll(() => server[Symbol.asyncDispose]())
  contract(async () => ({ kind: 'postgres', url: server.createDatabase('jobs') }))
})

function contract(locate: () => Promise<Where>): void {
  let database: Database
  let jobs: Jobs
  beforeAll(async () => {
    database = await openDatabase(await locate())
    jobs = await openJobs(database, log)
  })
  afterAll(async () => {
    await jobs[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
    expect(log.told).toEqual([])
  })

  test('a job reaches its handler with its data', async () => {
    const handled: [unknown, JobContext][] = []
    await jobs.define<{ url: string }>('plain', async (data, job) => void handled.push([data, job]), quick)
    const id = await jobs.send('plain', { url: 'https://lms.example.org/🌱' })
    await vi.waitFor(() => expect(handled).toHaveLength(1), patience)
    expect(handled[0]).toEqual([{ url: 'https://lms.example.org/🌱' }, expect.objectContaining({ id, attempt: 1 })])
    await vi.waitFor(async () => expect(await jobs.list('plain', 'completed')).toHaveLength(1), patience)
  })

  test('a job sent in a transaction exists only if that commits', async () => {
    const handled: unknown[] = []
    await jobs.define('outbox', async (data) => void handled.push(data), quick)
    const undone = database.transact(async (transaction) => {
      await jobs.send('outbox', { n: 1 }, { transaction })
      throw new Error('changed my mind')
    })
    await expect(undone).rejects.toThrow('changed my mind')
    await database.transact(async (transaction) => {
      await jobs.send('outbox', { n: 2 }, { transaction })
      await transaction
        .insertInto('settings')
        .values({ name: 'with', value: '1' as never })
        .execute()
    })
    await vi.waitFor(() => expect(handled).toEqual([{ n: 2 }]), patience)
    expect(await jobs.list('outbox', 'created')).toEqual([])
  })

  test('a handler that throws is called again, and one that goes on throwing leaves a dead job that can be replayed', async () => {
    const attempts: number[] = []
    let mended = false
    const handler = async (_: object, { attempt }: JobContext) => {
      attempts.push(attempt)
      if (!mended) throw new Error('the door is closed')
    }
    await jobs.define('stubborn', handler, quick)
    const id = (await jobs.send('stubborn', { door: 3 })) ?? ''
    await vi.waitFor(async () => expect(await jobs.list('stubborn', 'failed')).toHaveLength(1), patience)
    expect(attempts).toEqual([1, 2])
    const [dead] = await jobs.list('stubborn', 'failed')
    expect(dead).toMatchObject({ id, data: { door: 3 }, retries: 1, output: { message: 'the door is closed' } })
    expect(dead?.finishedAt).toBeGreaterThanOrEqual(dead?.createdAt ?? Number.NaN)
    mended = true
    await jobs.retry(id)
    await vi.waitFor(async () => expect(await jobs.list('stubborn', 'completed')).toHaveLength(1), patience)
    await expect(jobs.retry(id)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('a refusal is final at the first try', async () => {
    let attempts = 0
    const handler = async () => {
      attempts++
      throw new Problem('refused', 'a private address')
    }
    await jobs.define('refusing', handler, { ...quick, retryLimit: 5 })
    await jobs.send('refusing', {})
    await vi.waitFor(async () => expect(await jobs.list('refusing', 'failed')).toHaveLength(1), patience)
    expect(attempts).toBe(1)
  })

  test('while a job with a key waits, another is not queued; jobs without a key are independent', async () => {
    await jobs.define('keyed', async () => {}, quick)
    const later = new Date(Date.now() + 3_600_000)
    expect(await jobs.send('keyed', {}, { startAfter: later, singletonKey: 'a' })).toEqual(expect.any(String))
    expect(await jobs.send('keyed', {}, { startAfter: later, singletonKey: 'a' })).toBeUndefined()
    expect(await jobs.send('keyed', {}, { startAfter: 3600, singletonKey: 'b' })).toEqual(expect.any(String))
    expect(await jobs.send('keyed', {}, { startAfter: 3600 })).toEqual(expect.any(String))
    expect(await jobs.send('keyed', {}, { startAfter: 3600 })).toEqual(expect.any(String))
    const waiting = await jobs.list('keyed', 'created')
    expect(waiting).toHaveLength(4)
    expect(waiting.map((job) => job.nextAt)).toContain(later.getTime())
  })

  test('a group that never gets done leaves room for the others', async () => {
    const handled: string[] = []
    const release = Promise.withResolvers<void>()
    const handler = async ({ group }: { group: string }) => {
      if (group === 'silent') await release.promise
      handled.push(group)
    }
    const options = { ...quick, concurrency: 4, perGroup: 2 }
    await jobs.define('fair', handler, options)
    await Promise.all(Array.from({ length: 8 }, () => jobs.send('fair', { group: 'silent' }, { group: 'silent' })))
    await jobs.send('fair', { group: 'quick' }, { group: 'quick' })
    await vi.waitFor(() => expect(handled).toEqual(['quick']), patience)
    expect(await jobs.list('fair', 'active')).toHaveLength(2)
    release.resolve()
    await vi.waitFor(() => expect(handled).toHaveLength(9), patience)
  })

  test('a slow job holds up none of those that came with it', async () => {
    const release = Promise.withResolvers<void>()
    const handled: number[] = []
    const handler = async ({ n }: { n: number }) => {
      if (n === 0) await release.promise
      handled.push(n)
    }
    await jobs.define('mixed', handler, { ...quick, concurrency: 2 })
    for (let n = 0; n < 6; n++) await jobs.send('mixed', { n })
    await vi.waitFor(() => expect(handled).toEqual([1, 2, 3, 4, 5]), patience)
    release.resolve()
    await vi.waitFor(() => expect(handled).toHaveLength(6), patience)
  })

  test('the jobs of a sequence run as they were sent, and one that fails holds back the rest', async () => {
    const handled: string[] = []
    let isBroken = true
    const handler = async ({ name }: { name: string }) => {
      handled.push(name)
      if (name === 'a1' && isBroken) {
        isBroken = false
        throw new Error('not yet')
      }
    }
    await jobs.define('ordered', handler, { ...quick, inOrder: true })
    await database.transact(async (transaction) => {
      for (const name of ['a1', 'a2', 'a3', 'b1', 'b2'])
        await jobs.send('ordered', { name }, { sequence: name.charAt(0), transaction })
    })
    await vi.waitFor(() => expect(handled).toHaveLength(6), patience)
    expect(handled.filter((name) => name.startsWith('a'))).toEqual(['a1', 'a1', 'a2', 'a3'])
    expect(handled.indexOf('b2')).toBeLessThan(handled.lastIndexOf('a1'))
  })

  test('a job that was given up does not hold back its sequence for good', async () => {
    const handled: string[] = []
    const handler = async ({ name }: { name: string }) => {
      handled.push(name)
      if (name === 'first') throw new Problem('refused', 'a private address')
      if (name === 'second') throw new Error('the door is closed')
    }
    await jobs.define('unlocked', handler, { ...quick, retryLimit: 0, inOrder: true })
    for (const name of ['first', 'second', 'third']) await jobs.send('unlocked', { name }, { sequence: 's' })
    await vi.waitFor(() => expect(handled).toEqual(['first', 'second', 'third']), patience)
    expect(await jobs.list('unlocked', 'failed')).toHaveLength(2)
  })

  test('a job that is too old is not tried again', async () => {
    const handler = async () => {
      throw new Error('the door is closed')
    }
    await jobs.define('aged', handler, { ...quick, retryLimit: 5, giveUpAfter: 0 })
    await jobs.send('aged', {})
    await vi.waitFor(async () => expect(await jobs.list('aged', 'failed')).toMatchObject([{ retries: 0 }]), patience)
  })

  test('of what was done only the receipt stays, of what failed everything', async () => {
    const handler = async ({ secret }: { secret: string }) => {
      if (secret === 'bad') throw new Problem('refused', 'no')
    }
    const receipt = ({ secret }: { secret: string }) => ({ length: secret.length })
    await jobs.define('discreet', handler, { ...quick, receipt })
    await jobs.send('discreet', { secret: 'good' })
    await jobs.send('discreet', { secret: 'bad' })
    await vi.waitFor(async () => {
      expect(await jobs.list('discreet', 'completed')).toMatchObject([{ data: { length: 4 } }])
      expect(await jobs.list('discreet', 'failed')).toMatchObject([{ data: { secret: 'bad' } }])
    }, patience)
  })

  test('a job with an id is queued once', async () => {
    const id = '019ac000-0000-7000-8000-000000000001'
    await jobs.define('once', async () => {}, quick)
    expect(await jobs.send('once', {}, { id })).toBe(id)
    expect(await jobs.send('once', {}, { id })).toBeUndefined()
  })

  test('a queue can become one in order', async () => {
    const earlier = await openJobs(database, log)
    await earlier.define('changing', async () => {}, quick)
    await earlier[Symbol.asyncDispose]()
    await using later = await openJobs(database, log)
    const handled: number[] = []
    await later.define<{ n: number }>('changing', async ({ n }) => void handled.push(n), { ...quick, inOrder: true })
    for (let n = 0; n < 3; n++) await later.send('changing', { n }, { sequence: 's' })
    await vi.waitFor(() => expect(handled).toEqual([0, 1, 2]), patience)
  })

  test('a queue that was not defined is a mistake in the program', async () => {
    await expect(jobs.send('nameless', {})).rejects.toThrow('used before it is defined')
  })

  test('stopping does not wait for a handler that hangs, and leaves its job to be tried again', async () => {
    const other = await openJobs(database, log)
    const started = new Promise<AbortSignal>((resolve) => {
      void other
        .define(
          'hanging',
          (_, { signal }) => {
            resolve(signal)
            return new Promise(() => {})
          },
          quick,
        )
        .then(() => other.send('hanging', {}))
    })
    const signal = await started
    await other[Symbol.asyncDispose]()
    expect(signal.aborted).toBe(true)
    expect(await jobs.list('hanging', 'retry')).toHaveLength(1)
  })
}

const patience = { timeout: 20_000, interval: 50 }
