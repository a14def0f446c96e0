import { randomUUID } from 'node:crypto'
import { link, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { Problem } from '../lib/problem.ts'
import { absent, codeOf, findPlace, processStart } from './process.ts'

/** A held lock; disposing it releases it. */
export type Lock = AsyncDisposable

/**
 * Takes the exclusive lock `file` for this process, or throws Problem 'locked' naming the process that holds it.
 * The lock of a process that is gone is taken over.
 *
 * A stale lock is never deleted first, since a second contender could then delete the first one's new lock.
 * Instead its successor is declared in a file named after it, which only one contender can create; the owner is
 * the end of that chain, and shortens it to one file.
 */
export async function acquireLock(file: string, now = Date.now()): Promise<Lock> {
  const started = (await processStart(process.pid)) ?? ''
  const since = new Date(now).toISOString()
  const mine: Holder = { id: randomUUID(), pid: process.pid, started, place: await findPlace(), since }
  const draft = `${file}.${mine.id}.new`
  await writeFile(draft, JSON.stringify(mine), { mode: 0o600 })
  try {
    await claim(file, draft, mine)
  } finally {
    await rm(draft, { force: true })
  }
  const heartbeat = setInterval(() => void beat(file).catch(() => {}), heartbeatMs).unref()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(heartbeat)
      await release(file, mine)
    },
  }
}

const heartbeatMs = 10_000
const silenceMs = 45_000

interface Holder {
  readonly id: string
  readonly pid: number
  /** When the process began, as the system says it; tells a holder from a later process with the same number. */
  readonly started: string
  /** The machine and the container, within which alone a process number means something. */
  readonly place: string
  readonly since: string
}

interface Link {
  readonly path: string
  readonly holder: Holder
}

async function claim(file: string, draft: string, mine: Holder): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const chain = await readChain(file)
    const last = chain.at(-1)
    if (last !== undefined && (await isAlive(last, mine, draft))) throw heldBy(file, last.holder, mine)
    const place = last === undefined ? file : successorOf(file, last.holder)
    if (!(await linkUnlessThere(draft, place))) continue
    // Another contender may have shortened the chain after it was read; then this link hangs in the air.
    const now = await readChain(file)
    if (now.at(-1)?.holder.id === mine.id) return await shorten(file, draft, now)
    await rm(place, { force: true })
  }
  throw new Problem('locked', `${file}: other processes are taking this lock at the same time`, { hint: 'Try again.' })
}

async function readChain(file: string): Promise<Link[]> {
  const chain: Link[] = []
  for (let path = file; ; ) {
    const holder = await readHolder(path)
    if (holder === undefined) return chain
    chain.push({ path, holder })
    path = successorOf(file, holder)
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch(absent)
  if (text === undefined) return undefined
  try {
    const { id, pid, started, place, since } = JSON.parse(text)
    if (typeof id === 'string' && /^[\w-]+$/.test(id) && Number.isInteger(pid) && pid > 0) {
      return { id, pid, started: String(started), place: String(place), since: String(since) }
    }
  } catch {
    // Said below: the two kinds of damage need the same action.
  }
  const hint = 'If no other process uses this folder, delete the file.'
  throw new Problem('locked', `${path}: this lock file is damaged, so nothing says whether the folder is in use`, {
    hint,
  })
}

async function shorten(file: string, draft: string, chain: readonly Link[]): Promise<void> {
  if (chain.length === 1) return
  await rename(draft, file)
  for (const { path } of chain.slice(1)) await rm(path, { force: true })
}

async function release(file: string, mine: Holder): Promise<void> {
  const holder = await readHolder(file).catch(() => undefined)
  if (holder?.id === mine.id) await rm(file, { force: true })
}

function heldBy(file: string, holder: Holder, mine: Holder): Problem {
  if (holder.place === mine.place) {
    return new Problem('locked', `${file}: in use by process ${holder.pid} since ${holder.since}`, {
      hint: `Stop that process first (kill ${holder.pid}), or choose another data folder.`,
    })
  }
  return new Problem('locked', `${file}: in use by process ${holder.pid} of ${holder.place} since ${holder.since}`, {
    hint: `Stop it there first. If it is gone already, the lock is free ${silenceMs / 1000} s after its last sign of life.`,
  })
}

function successorOf(file: string, holder: Holder): string {
  return `${file}.${holder.id}`
}

/** A link appears whole or not at all, so no reader sees half a lock; false when the place is taken. */
async function linkUnlessThere(draft: string, place: string): Promise<boolean> {
  try {
    await link(draft, place)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** A holder in another container or on another machine cannot be looked up: it lives while it touches its lock. */
async function isAlive({ path, holder }: Link, mine: Holder, draft: string): Promise<boolean> {
  // Where a process's start cannot be found out, nothing can prove that the holder is gone.
  if (holder.started === '') return true
  if (holder.place === mine.place) return (await processStart(holder.pid)) === holder.started
  await beat(draft)
  const [touched, now] = await Promise.all([stat(path).catch(absent), stat(draft)])
  return touched !== undefined && now.mtimeMs - touched.mtimeMs < silenceMs
}

/** Writing a byte, the one that is there, sets the file's time by the clock of the file system that all share. */
async function beat(path: string): Promise<void> {
  await using file = await open(path, 'r+')
  await file.write('{', 0)
}
