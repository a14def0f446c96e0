import { createHash } from 'node:crypto'
import { dayMs, dayOf } from '../../lib/days.ts'
import type { RecordingReport } from '../../protocol/recordings.ts'
import { ServerFailure } from '../../protocol/server-failure.ts'
import type { Context } from '../context.ts'
import type { Server } from '../pool.ts'
import { askRecordings } from './ask.ts'
import { type Attribution, attribute } from './attribute.ts'
import { deleteDaysBefore, holdDays, type Kept, noteAsked, saveDay } from './days.ts'

/** Asks every server once a day what recordings lie there, one server after the other. */
export interface RecordingMeter extends AsyncDisposable {
  /** Asks the servers that are due. Happens every minute by itself; does nothing where another replica does it. */
  tend(): Promise<void>
  /** Writes down the days on which servers could not be asked, up to yesterday. */
  hold(): Promise<void>
}

export interface RecordingMeterOptions {
  /** For how long days are kept, in milliseconds. */
  readonly keptMs: number
}

const everyMs = 60_000
/** After a question without an answer; the day is long. */
const againMs = 30 * 60_000
/** Servers are asked in the first hours of a day (UTC), each at its own time, so that what fails can be done again. */
const spreadMs = 18 * 60 * 60_000

export function createRecordingMeter(context: Context, { keptMs }: RecordingMeterOptions): RecordingMeter {
  const { log, database, clock, pool, replicas } = context
  const state: { tending: Promise<void> | undefined; isEnded: boolean; prunedAt: number } = {
    tending: undefined,
    isEnded: false,
    prunedAt: 0,
  }
  const hold = () =>
    holdDays(
      database,
      pool.list().map(({ access }) => access.id),
      clock.now(),
    )

  const tendOnce = async () => {
    if (replicas.isWriting) {
      await hold()
      const due = await readDue(context)
      for (const server of pool.list()) {
        if (state.isEnded || !replicas.isWriting) return
        if (isAnswering(server) && (due.get(server.access.id) ?? 0) <= clock.now()) await ask(context, server, state)
      }
      await prune()
    }
    if (!state.isEnded) await context.storage.count()
  }

  const prune = async () => {
    if (clock.now() - state.prunedAt < dayMs) return
    state.prunedAt = clock.now()
    await deleteDaysBefore(database, clock.now() - keptMs)
  }

  const tend = (): Promise<void> => {
    state.tending ??= tendOnce().finally(() => {
      state.tending = undefined
    })
    return state.tending
  }

  const timer = setInterval(() => {
    tend().catch((error: unknown) => {
      if (!state.isEnded) log.warn({ err: error }, 'what lies on the servers of recordings could not be written down')
    })
  }, everyMs)
  timer.unref()

  return {
    tend,
    hold,
    async [Symbol.asyncDispose]() {
      state.isEnded = true
      clearInterval(timer)
    },
  }
}

/** When a server is asked next that told of a day: at its own time of the next. */
export function nextDue(server: string, now: number): number {
  const tomorrow = now - (now % dayMs) + dayMs
  const share = createHash('sha256').update(server).digest().readUInt32BE() / 2 ** 32
  return tomorrow + Math.floor(share * spreadMs)
}

/** One that does not answer looks is asked when it does. */
function isAnswering({ admin, health }: Server): boolean {
  return admin !== 'disabled' && health.condition === 'online'
}

async function readDue({ database }: Context): Promise<ReadonlyMap<string, number>> {
  const rows = await database.read((db) => db.selectFrom('recording_looks').select(['server', 'due_at']).execute())
  return new Map(rows.map(({ server, due_at: dueAt }) => [server, dueAt]))
}

/** What was known of a server stays what is known of it when it does not answer, or not in a way that can be read. */
async function ask(context: Context, { access }: Server, state: { readonly isEnded: boolean }): Promise<void> {
  const askedAt = context.clock.now()
  try {
    const reports = await askRecordings(context.servers, access)
    if (state.isEnded) return
    const owners = await attribute(context, reports)
    const told = summarise(reports, owners)
    await saveDay(context.database, {
      server: access.id,
      day: dayOf(askedAt),
      askedAt,
      dueAt: nextDue(access.id, askedAt),
      ...told,
    })
  } catch (error) {
    if (!(error instanceof ServerFailure)) throw error
    if (state.isEnded) return
    context.log.warn({ server: access.id, error: error.message }, 'a server did not tell of its recordings')
    const dueAt = askedAt + againMs
    await context.database.read((db) =>
      noteAsked(db, { server: access.id, askedAt, dueAt, problem: error.message.slice(0, 500) }),
    )
  }
}

function summarise(reports: readonly RecordingReport[], owners: ReadonlyMap<string, Attribution>) {
  const kept = new Map<string, Kept>()
  const totals = { recordings: 0, bytes: 0, unknownRecordings: 0, unknownBytes: 0, unsizedRecordings: 0 }
  for (const { recordId, size } of reports) {
    const bytes = size ?? 0
    totals.recordings += 1
    totals.bytes += bytes
    if (size === undefined) totals.unsizedRecordings += 1
    const owner = owners.get(recordId)
    if (!owner) {
      totals.unknownRecordings += 1
      totals.unknownBytes += bytes
      continue
    }
    const key = JSON.stringify([owner.organisation, owner.meetingId])
    const before = kept.get(key)
    kept.set(key, {
      ...owner,
      recordings: (before?.recordings ?? 0) + 1,
      bytes: (before?.bytes ?? 0) + bytes,
    })
  }
  return { kept: [...kept.values()], totals }
}
