import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { acquireLock } from './lock.ts'
import { openDatabase } from './open.ts'
import { json } from './tables.ts'

let folder: string
let file: string
let place: string
const children: ChildProcess[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mycel-lock-'))
  file = join(folder, 'lock')
  const lock = await acquireLock(file)
  place = JSON.parse(readFileSync(file, 'utf8')).place
  await lock[Symbol.asyncDispose]()
})

afterEach(async () => {
  for (const child of children.splice(0)) await kill(child)
  rmSync(folder, { recursive: true, force: true })
})

test('a held lock names its holder and since when, and is free again once released', async () => {
  const lock = await acquireLock(file, Date.UTC(2026, 0, 1))
  await expect(acquireLock(file)).rejects.toMatchObject({
    code: 'locked',
    message: `${file}: in use by process ${process.pid} since 2026-01-01T00:00:00.000Z`,
  })
  await lock[Symbol.asyncDispose]()
  expect(readdirSync(folder)).toEqual([])
  await using again = await acquireLock(file)
  expect(again).toBeDefined()
})

test('the lock of another living process is respected', async () => {
  const holder = await holdInChild()
  await expect(acquireLock(file)).rejects.toThrow(`in use by process ${holder.pid}`)
})

test('the lock of a killed process is taken over', async () => {
  await kill(await holdInChild())
  await using lock = await acquireLock(file)
  expect(lock).toBeDefined()
  expect(holderPid()).toBe(process.pid)
  expect(readdirSync(folder)).toEqual(['lock'])
})

test('a process that began at another time is not the holder, though it has the same number', async () => {
  writeFileSync(file, stale({ pid: process.pid, started: 'last year' }))
  await using lock = await acquireLock(file)
  expect(lock).toBeDefined()
})

test('of many that contend for a stale lock exactly one gets it', async () => {
  for (let round = 0; round < 20; round++) {
    writeFileSync(file, stale({ pid: 2 ** 30, started: `round ${round}` }))
    const attempts = await Promise.allSettled(Array.from({ length: 12 }, () => acquireLock(file)))
    const won = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []))
    const lost = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason.code] : []))
    expect({ won: won.length, lost: new Set(lost) }).toEqual({ won: 1, lost: new Set(['locked']) })
    expect(readdirSync(folder)).toEqual(['lock'])
    await won[0]?.[Symbol.asyncDispose]()
  }
})

test('processes that take over stale locks again and again never hold one together', async () => {
  writeFileSync(file, stale({ pid: 2 ** 30 }))
  const answers = await Promise.all(Array.from({ length: 4 }, async () => (await startChild(takeOver)).answer))
  expect(answers).toEqual([
    '100 alone, 0 together',
    '100 alone, 0 together',
    '100 alone, 0 together',
    '100 alone, 0 together',
  ])
  expect(readdirSync(folder)).toEqual(['lock'])
})

test('a take-over that was itself cut short is taken over', async () => {
  writeFileSync(file, stale({ id: 'first', pid: 2 ** 30 }))
  writeFileSync(`${file}.first`, stale({ id: 'second', pid: 2 ** 30 + 1 }))
  await using lock = await acquireLock(file)
  expect(lock).toBeDefined()
  expect(readdirSync(folder)).toEqual(['lock'])
  expect(holderPid()).toBe(process.pid)
})

test('a take-over that is under way is respected', async () => {
  const holder = await holdInChild()
  const mine = readFileSync(file, 'utf8')
  writeFileSync(file, stale({ id: 'first', pid: 2 ** 30 }))
  writeFileSync(`${file}.first`, mine)
  await expect(acquireLock(file)).rejects.toThrow(`in use by process ${holder.pid}`)
})

test('a holder in another container lives as long as it touches its lock', async () => {
  writeFileSync(file, stale({ place: 'elsewhere', pid: 7 }))
  await expect(acquireLock(file)).rejects.toMatchObject({
    code: 'locked',
    message: expect.stringContaining('in use by process 7 of elsewhere'),
  })
  const aMinuteAgo = new Date(Date.now() - 60_000)
  utimesSync(file, aMinuteAgo, aMinuteAgo)
  await using lock = await acquireLock(file)
  expect(lock).toBeDefined()
  expect(holderPid()).toBe(process.pid)
})

test('a held lock is touched from time to time, and stays whole', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  await using lock = await acquireLock(file)
  expect(lock).toBeDefined()
  const text = readFileSync(file, 'utf8')
  utimesSync(file, 1, 1)
  vi.advanceTimersByTime(10_000)
  await vi.waitFor(() => expect(statSync(file).mtimeMs).toBeGreaterThan(1000))
  expect(readFileSync(file, 'utf8')).toBe(text)
})

test('a damaged lock is not guessed about', async () => {
  writeFileSync(file, '')
  await expect(acquireLock(file)).rejects.toMatchObject({ code: 'locked', hint: expect.stringContaining('delete') })
})

test('a data folder that is a file is a problem that says so', async () => {
  writeFileSync(file, '')
  await expect(openDatabase({ kind: 'embedded', dataDir: file })).rejects.toMatchObject({
    code: 'unavailable',
    message: `${file}: the data folder cannot be written to (EEXIST)`,
  })
})

test('what a killed process had stored is there for the next one', async () => {
  const open = new URL('./open.ts', import.meta.url).href
  const child = await startChild(`
    const { openDatabase } = await import('${open}')
    const database = await openDatabase({ kind: 'embedded', dataDir: process.argv[1] })
    await database.kysely.insertInto('settings').values({ name: 'kept', value: '"safe"' }).execute()
    console.log('stored')
    setInterval(() => {}, 1000)`)
  expect(child.answer).toBe('stored')
  await expect(openDatabase({ kind: 'embedded', dataDir: folder })).rejects.toMatchObject({ code: 'locked' })
  await kill(child.process)
  await using database = await openDatabase({ kind: 'embedded', dataDir: folder })
  const rows = await database.kysely.selectFrom('settings').selectAll().execute()
  expect(rows).toEqual([{ name: 'kept', value: 'safe' }])
  await database.kysely
    .insertInto('settings')
    .values({ name: 'next', value: json(1) })
    .execute()
})

function stale(more: object): string {
  return JSON.stringify({ place, id: 'stale', pid: 1, started: 'never', since: '2026-01-01T00:00:00.000Z', ...more })
}

function holderPid(): unknown {
  return JSON.parse(readFileSync(file, 'utf8')).pid
}

async function holdInChild(): Promise<ChildProcess> {
  const { process: child, answer } = await startChild()
  expect(answer).toBe('held')
  return child
}

const hold = `
  const { acquireLock } = await import('${new URL('./lock.ts', import.meta.url).href}')
  const answer = await acquireLock(process.argv[1] + '/lock').then(() => 'held', (problem) => problem.code)
  console.log(answer)
  setInterval(() => {}, 1000)`

/** Takes the lock a hundred times, and each time leaves it as a process that died would. */
const takeOver = `
  const { acquireLock } = await import('${new URL('./lock.ts', import.meta.url).href}')
  const { renameSync, unlinkSync, writeFileSync } = await import('node:fs')
  const [folder, place] = [process.argv[1], process.argv[2]]
  let alone = 0
  let together = 0
  while (alone + together < 100) {
    const lock = await acquireLock(folder + '/lock').catch((problem) => {
      if (problem.code !== 'locked') throw problem
    })
    if (lock === undefined) continue
    const inside = folder + '/inside'
    try {
      writeFileSync(inside, '', { flag: 'wx' })
      await new Promise((resolve) => setImmediate(resolve))
      unlinkSync(inside)
      alone++
    } catch {
      together++
    }
    const id = crypto.randomUUID()
    writeFileSync(folder + '/' + id, JSON.stringify({ id, place, pid: 2 ** 30, started: 'never', since: '' }))
    renameSync(folder + '/' + id, folder + '/lock')
  }
  console.log(alone + ' alone, ' + together + ' together')
  process.exit()`

/** A process that does this, says one line and stays; it gets the folder and the place as its arguments. */
async function startChild(script = hold): Promise<{ process: ChildProcess; answer: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder, place], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [answer] = await once(createInterface(child.stdout), 'line')
  return { process: child, answer: String(answer) }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}
