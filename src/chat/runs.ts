import { Cron } from 'croner'
import { recordChange } from '../db/audit.ts'
import type { ChatPurge, ChatRunRow } from '../db/chat-tables.ts'
import { json } from '../db/tables.ts'
import { sortableId } from '../lib/ids.ts'
import { Problem } from '../lib/problem.ts'
import { cutoffOf, inWords } from './cutoff.ts'
import type { OpenChat } from './parts.ts'
import { type ChatRoom, listRooms, whySkipped } from './rooms.ts'

export type { ChatPurge }

/** The queue of runs. */
export const queue = 'chat'

/** A run with what it did in each room. */
export interface ChatRun extends ChatRunRow {
  readonly purges: readonly ChatPurge[]
}

export interface Wanted {
  /** Ids of rooms; all of the list when missing. */
  readonly rooms?: readonly string[] | undefined
  readonly actor: string
  /** The time of the schedule that has come. */
  readonly slot?: number | undefined
}

/** How many runs are kept in view at once. */
const mostShown = 100

/**
 * Begins a run and gives its id; the job queue carries it out. Throws Problem 'conflict' while another one goes on, or when
 * the slot was taken already: so several replicas that see the same time come make one run.
 */
export async function startRun(parts: OpenChat, { rooms: wanted, actor, slot }: Wanted): Promise<string> {
  const { database, clock, jobs } = parts
  const rooms = (await listRooms(parts)).filter(({ id }) => wanted?.includes(id) ?? true)
  const id = sortableId(clock.now())
  await database.transact(async (tx) => {
    const run = await tx
      .insertInto('chat_runs')
      .values({ id, slot: slot ?? null, asked_by: actor, state: 'running', created_at: clock.now(), finished_at: null })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!run) {
      throw new Problem('conflict', 'old messages are being deleted already', { hint: 'see: mycel chat history' })
    }
    for (const room of rooms)
      await tx
        .insertInto('chat_purges')
        .values(toPurge(parts, id, room))
        .execute()
    const details = { rooms: rooms.length }
    if (slot === undefined) await recordChange(parts, tx, { actor, action: 'chat.purge', subject: id, details })
    await jobs.send(queue, { run: id }, { singletonKey: id, transaction: tx })
  })
  jobs.wake(queue)
  return id
}

/** Begins the run that the schedule asks for, if one is due that nobody has begun; a time that was missed is made up for once. */
export async function startDueRun(parts: OpenChat): Promise<void> {
  const slot = await dueSlot(parts)
  if (slot === undefined || parts.settings.rooms.length === 0) return
  try {
    await startRun(parts, { slot, actor: 'schedule' })
  } catch (error) {
    // Another run goes on, or another replica was first: the next look finds out which.
    if (!(error instanceof Problem) || error.code !== 'conflict') throw error
  }
}

/** When the schedule asks for a run next, in milliseconds since 1970. */
export function nextSlot({ settings, clock }: OpenChat): number | undefined {
  return scheduleOf(settings).nextRun(new Date(clock.now()))?.getTime()
}

/** The newest runs, newest first. */
export async function listRuns({ database }: OpenChat, limit = mostShown): Promise<ChatRun[]> {
  return await database.read(async (db) => {
    const runs = await db.selectFrom('chat_runs').selectAll().orderBy('id', 'desc').limit(limit).execute()
    if (runs.length === 0) return []
    const ids = runs.map(({ id }) => id)
    const purges = await db.selectFrom('chat_purges').selectAll().where('run', 'in', ids).orderBy('id').execute()
    return runs.map((run) => ({ ...run, purges: purges.filter((purge) => purge.run === run.id) }))
  })
}

/** One run. Throws Problem 'not-found'. */
export async function findRun({ database }: OpenChat, id: string): Promise<ChatRun> {
  return await database.read(async (db) => {
    const run = await db.selectFrom('chat_runs').selectAll().where('id', '=', id).executeTakeFirst()
    if (!run) throw new Problem('not-found', `there is no run ${id}`, { hint: 'see: mycel chat history' })
    const purges = await db.selectFrom('chat_purges').selectAll().where('run', '=', id).orderBy('id').execute()
    return { ...run, purges }
  })
}

/** The newest time of the schedule that has passed, unless a run was made for it or Mycel did not know the chat yet. */
async function dueSlot({ database, clock, settings }: OpenChat): Promise<number | undefined> {
  const now = clock.now()
  const since = await database.transact(async (tx) => {
    const known = await tx.selectFrom('settings').select('value').where('name', '=', 'chat.since').executeTakeFirst()
    if (known) return Number(known.value)
    await tx
      .insertInto('settings')
      .values({ name: 'chat.since', value: json(now) })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return now
  })
  const slot = scheduleOf(settings)
    .previousRuns(1, new Date(now + 1))[0]
    ?.getTime()
  if (slot === undefined || slot < since) return undefined
  const made = await database.read((db) =>
    db.selectFrom('chat_runs').select('id').where('slot', '>=', slot).executeTakeFirst(),
  )
  return made ? undefined : slot
}

function scheduleOf({ schedule, zone }: OpenChat['settings']): Cron {
  return new Cron(schedule, { timezone: zone, paused: true })
}

function toPurge({ clock, settings }: OpenChat, run: string, room: ChatRoom) {
  const now = clock.now()
  const skipped = room.standing.kind === 'held' || room.standing.kind === 'no-consent'
  return {
    id: sortableId(now),
    run,
    room: room.id,
    name: room.name,
    owner: room.owner,
    retention: inWords(room.retention),
    cutoff: cutoffOf(room.retention, now, settings.zone),
    state: skipped ? ('skipped' as const) : ('purging' as const),
    reason: skipped ? whySkipped(room) : null,
    tries: 0,
    created_at: now,
    changed_at: now,
  }
}
