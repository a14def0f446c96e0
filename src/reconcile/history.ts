import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../lib/problem.ts'
import type { Applied, Outcome } from './apply.ts'
import type { Look, StepRecord } from './record.ts'

/** Who began an apply, and what it was to do. Times are milliseconds since 1970. */
export interface Begun {
  readonly id: string
  readonly at: number
  readonly who: string
  readonly place: string
  readonly why: string | undefined
  /** The file that said what should be. */
  readonly file: string
  readonly hash: string
  readonly steps: readonly StepRecord[]
}

/** What became of one step. */
export interface StepResult {
  readonly ref: string
  readonly at: number
  readonly result: Outcome['result']
  /** Why it failed, what it waited for, or what must be read although it went well. */
  readonly words: readonly string[]
}

/** An apply as it is remembered. */
export interface ApplyRecord extends Begun {
  readonly results: readonly StepResult[]
  /** `cut off`: nobody wrote down how it ended, so it was killed, or it still runs. */
  readonly ended: Applied['ended'] | 'cut off'
  readonly endedAt: number | undefined
  /** The fingerprints of what was as declared at its end, by ref. */
  readonly wants: Readonly<Record<string, string>>
}

/** An apply that is being written down. */
export interface Writing {
  ended(result: StepResult): Promise<void>
  end(at: number, ended: Applied['ended'], wants: Readonly<Record<string, string>>): Promise<void>
}

/** What this computer remembers. The world is the truth: without all this, plan and apply do the same. */
export interface History {
  begin(begun: Begun): Promise<Writing>
  /** All applies, the latest first. */
  list(): Promise<ApplyRecord[]>
  keepLook(look: Look): Promise<void>
  lastLook(): Promise<Look | undefined>
}

type Line =
  | { readonly line: 'begin'; readonly begun: Begun }
  | { readonly line: 'step'; readonly apply: string; readonly result: StepResult }
  | { readonly line: 'end'; readonly apply: string; readonly end: End }

type End = Pick<ApplyRecord, 'ended' | 'endedAt' | 'wants'>

/** The history in a folder, which is made when something is written. Throws Problem when a file cannot be read. */
export function createHistory(folder: string): History {
  const applies = join(folder, 'applies.jsonl')
  const look = join(folder, 'plan.json')

  const append = async (line: Line) => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await appendFile(applies, `${JSON.stringify(line)}\n`, { mode: 0o600, flush: true })
  }

  return {
    async begin(begun) {
      const apply = begun.id
      await append({ line: 'begin', begun })
      return {
        ended: (result) => append({ line: 'step', apply, result }),
        end: (endedAt, ended, wants) => append({ line: 'end', apply, end: { endedAt, ended, wants } }),
      }
    },
    list: async () => toRecords(linesOf((await readIfThere(applies)) ?? '')),
    async keepLook(record) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const draft = `${look}.${process.pid}.new`
      try {
        await writeFile(draft, JSON.stringify(record), { mode: 0o600 })
        await rename(draft, look)
      } finally {
        await rm(draft, { force: true })
      }
    },
    async lastLook() {
      const text = await readIfThere(look)
      return text === undefined ? undefined : parse<Look>(text, look)
    },
  }
}

/** Remembers nothing. */
export const noHistory: History = {
  begin: async () => ({ ended: async () => {}, end: async () => {} }),
  list: async () => [],
  keepLook: async () => {},
  lastLook: async () => undefined,
}

/** The id of the apply, its first characters if no other begins with them. Throws Problem 'not-found'. */
export function findApply(records: readonly ApplyRecord[], id: string): ApplyRecord {
  const found = records.filter((record) => record.id.startsWith(id))
  const [first] = found
  if (first && (found.length === 1 || first.id === id)) return first
  const what = found.length === 0 ? 'there is no apply' : 'there is more than one apply that begins with'
  throw new Problem('not-found', `${what} ${id}`, { hint: 'mycel applies lists them' })
}

function toRecords(lines: readonly Line[]): ApplyRecord[] {
  const records = new Map<string, ApplyRecord>()
  for (const one of lines) {
    if (one.line === 'begin') {
      records.set(one.begun.id, { ...one.begun, results: [], ended: 'cut off', endedAt: undefined, wants: {} })
      continue
    }
    const record = records.get(one.apply)
    if (record) records.set(one.apply, one.line === 'end' ? { ...record, ...one.end } : withResult(record, one.result))
  }
  return [...records.values()].toReversed()
}

function withResult(record: ApplyRecord, result: StepResult): ApplyRecord {
  return { ...record, results: [...record.results, result] }
}

/** A line that was cut off in the middle by a power failure is left out; the rest still tells what happened. */
function linesOf(text: string): Line[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Line]
    } catch {
      return []
    }
  })
}

function parse<Kept>(text: string, path: string): Kept {
  try {
    return JSON.parse(text) as Kept
  } catch (cause) {
    throw new Problem('invalid', `${path} is damaged`, { hint: 'delete it; mycel plan writes it anew', cause })
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw new Problem('unavailable', `${path} cannot be read`, { hint: 'see that it belongs to this user', cause })
  }
}
