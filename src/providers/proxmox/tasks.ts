import { at, type Session } from './client.ts'
import { isFailure, kindOfMessage, ProxmoxFailure } from './failure.ts'
import { readUpid, type Upid } from './upid.ts'

/** A task that ended well, and what it warned of. */
export interface Ended {
  readonly warnings: readonly string[]
}

const firstPauseMs = 200
const longestPauseMs = 1_000
const growth = 1.4
const mostMisses = 10
const pageOfLog = 500
const mostLines = 20_000

/**
 * Waits until what `send` gave is done; what is no name of a task was done at once. Throws `ProxmoxFailure` as Proxmox
 * ended it, 'failed' when it says nothing that we know.
 */
export async function finish(session: Session, answer: unknown): Promise<Ended> {
  const upid = readUpid(answer)
  return upid ? await finishTask(session, upid) : { warnings: [] }
}

async function finishTask(session: Session, upid: Upid): Promise<Ended> {
  const exit = await exitOf(session, upid)
  if (exit === 'OK') return { warnings: [] }

  const lines = await logOf(session, upid)
  if (/^WARNINGS: \d+$/.test(exit)) {
    const warnings = lines.filter((line) => /^WARN(ING)?S?:/i.test(line))
    return { warnings: warnings.length > 0 ? warnings : [`the task ${upid.type} ended with ${exit.toLowerCase()}`] }
  }
  throw new ProxmoxFailure(kindOfMessage(exit), errorIn(lines, exit), `task ${upid.type} on ${upid.node}`)
}

/** A node that does not answer for a while may still be at work: only when it stays silent do we give up. */
async function exitOf(session: Session, upid: Upid): Promise<string> {
  const path = `${at('nodes', upid.node, 'tasks', upid.text)}/status`
  let pauseMs = firstPauseMs
  let misses = 0
  for (;;) {
    try {
      const { status, exitstatus } = Object(await session.get(path))
      if (status === 'stopped') return String(exitstatus ?? 'unexpected status')
      misses = 0
    } catch (error) {
      misses += 1
      if (!isFailure(error, 'lost', 'unreachable', 'away') || misses > mostMisses) throw error
    }
    await session.pause(pauseMs)
    pauseMs = Math.min(pauseMs * growth, longestPauseMs)
  }
}

/** All lines of a task's log: Proxmox gives 50 unless asked for more, and the error stands last. */
export async function logOf(session: Session, { node, text }: Upid): Promise<readonly string[]> {
  const lines: string[] = []
  for (;;) {
    const page = await session.get(`${at('nodes', node, 'tasks', text)}/log`, { start: lines.length, limit: pageOfLog })
    const read = Array.isArray(page) ? page.map((line) => String(Object(line).t ?? '')) : []
    lines.push(...read)
    if (read.length < pageOfLog || lines.length >= mostLines) return lines
  }
}

/** A worker that died has written no error: then what the task ended as, and the last that it did. */
function errorIn(lines: readonly string[], exit: string): string {
  const error = lines.findLast((text) => text.startsWith('TASK ERROR: '))
  if (error !== undefined) return error.replace(/^TASK ERROR: /, '')
  const last = lines.findLast((text) => text.trim() !== '')
  return last === undefined ? exit : `${exit}; the last that it did: ${last}`
}
