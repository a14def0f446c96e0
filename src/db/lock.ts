import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { Problem } from '../lib/problem.ts'

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
  const started = await processStart(process.pid)
  const mine: Holder = {
    id: randomUUID(),
    pid: process.pid,
    started: started ?? '',
    since: new Date(now).toISOString(),
  }
  const draft = `${file}.${mine.id}.new`
  await writeFile(draft, JSON.stringify(mine), { mode: 0o600 })
  try {
    await claim(file, draft, mine)
  } finally {
    await rm(draft, { force: true })
  }
  return { [Symbol.asyncDispose]: () => release(file, mine) }
}

interface Holder {
  readonly id: string
  readonly pid: number
  /** When the process began, as the system says it; tells a holder from a later process with the same number. */
  readonly started: string
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
    if (last !== undefined && (await isAlive(last.holder))) throw heldBy(file, last.holder)
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
    const { id, pid, started, since } = JSON.parse(text)
    if (typeof id === 'string' && /^[\w-]+$/.test(id) && Number.isInteger(pid) && pid > 0) {
      return { id, pid, started: String(started), since: String(since) }
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

function heldBy(file: string, holder: Holder): Problem {
  return new Problem('locked', `${file}: in use by process ${holder.pid} since ${holder.since}`, {
    hint: `Stop that process first (kill ${holder.pid}), or choose another data folder.`,
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

async function isAlive(holder: Holder): Promise<boolean> {
  return (await processStart(holder.pid)) === holder.started
}

/** When the process began, or undefined when there is none with this number. */
async function processStart(pid: number): Promise<string | undefined> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(absent)
  if (boot === undefined) return await processStartByPs(pid)
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(absent)
  if (stat === undefined) return undefined
  // The command name, in parentheses, may hold spaces; the start is the 20th field after it, the state the first.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' ? undefined : `${boot.trim()}:${fields[19]}`
}

async function processStartByPs(pid: number): Promise<string | undefined> {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  const found = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], { env }).catch(() => undefined)
  return found?.stdout.trim() || undefined
}

function absent(error: unknown): undefined {
  if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return undefined
  throw error
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
