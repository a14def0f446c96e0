import type { Selectable } from 'kysely'
import type { Database } from '../db/open.ts'
import type { HooksTable } from '../db/tables.ts'
import { Refusal } from '../protocol/failures.ts'
import type { Context, HookEvents } from './context.ts'
import { createHookQueue } from './hook-queue.ts'
import type { Organisation } from './organisations.ts'

/** A client's wish to be told of events: of one meeting, or of all meetings of its organisation. */
export interface Hook {
  readonly id: number
  readonly organisation: string
  readonly callbackUrl: string
  readonly meetingId: string | undefined
  /** Only these events; empty means every event. */
  readonly events: readonly string[]
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

export interface NewHook {
  readonly callbackUrl: string
  readonly meetingId: string | undefined
  readonly events: readonly string[]
}

/** The webhooks of `hooks/*`, served for all servers of the pool as if they were one. */
export interface Hooks extends HookEvents {
  /** Registers a hook; `isNew` is false when the same was there already. Throws `Refusal` for an address we must not call. */
  create(organisation: Organisation, wish: NewHook): Promise<{ readonly hook: Hook; readonly isNew: boolean }>
  /** Those of the organisation; with a meeting ID, its hooks and the global ones. By id. */
  list(organisation: Organisation, meetingId: string | undefined): Hook[]
  /** False when the organisation has no such hook. */
  destroy(organisation: Organisation, id: number): Promise<boolean>
  /** Reads them again: another replica changed them. */
  reload(): Promise<void>
  /** Tells of the meetings that were made just before a process ended and may not have been told of. */
  catchUp(): void
}

/** Reads the hooks from the database and begins to tell them what happens. */
export async function createHooks(context: Context): Promise<Hooks> {
  const hooks = await load(context.database)

  const queue = createHookQueue(context, hooks)
  context.bus.on('organisationRemoved', (id) => {
    for (const hook of hooks.values()) if (hook.organisation === id) hooks.delete(hook.id)
  })

  return {
    ...queue,
    async create(organisation, wish) {
      const same = [...hooks.values()].find((hook) => isSame(hook, organisation, wish))
      if (same) return { hook: same, isNew: false }
      const verdict = await context.guard.check(wish.callbackUrl)
      if (!verdict.ok) throw new Refusal('createHookError', `The callbackURL cannot be called: ${verdict.reason}`)
      const inserted = await insert(context, organisation, wish)
      const hook = inserted ?? (await find(context, organisation, wish))
      hooks.set(hook.id, hook)
      if (!inserted) return { hook, isNew: false }
      context.replicas.tell({ kind: 'registry' })
      return { hook, isNew: true }
    },
    list: (organisation, meetingId) =>
      [...hooks.values()]
        .filter((hook) => hook.organisation === organisation.id)
        .filter((hook) => meetingId === undefined || hook.meetingId === undefined || hook.meetingId === meetingId)
        .toSorted((a, b) => a.id - b.id),
    async destroy(organisation, id) {
      if (hooks.get(id)?.organisation !== organisation.id) return false
      await context.database.read((db) => db.deleteFrom('hooks').where('id', '=', id).execute())
      context.replicas.tell({ kind: 'registry' })
      return hooks.delete(id)
    },
    async reload() {
      const present = await load(context.database)
      hooks.clear()
      for (const hook of present.values()) hooks.set(hook.id, hook)
    },
  }
}

function isSame(hook: Hook, organisation: Organisation, wish: NewHook): boolean {
  return (
    hook.organisation === organisation.id && hook.callbackUrl === wish.callbackUrl && hook.meetingId === wish.meetingId
  )
}

async function load(database: Database): Promise<Map<number, Hook>> {
  const rows = await database.read((db) => db.selectFrom('hooks').selectAll().execute())
  return new Map(rows.map((row) => [row.id, toHook(row)]))
}

/** Undefined when somebody registered the same in this very moment. */
async function insert(context: Context, organisation: Organisation, wish: NewHook): Promise<Hook | undefined> {
  const row = await context.database.read((db) =>
    db
      .insertInto('hooks')
      .values({
        organisation: organisation.id,
        callback_url: wish.callbackUrl,
        meeting_id: wish.meetingId ?? null,
        event_ids: [...wish.events],
        created_at: context.clock.now(),
      })
      .onConflict((c) => c.doNothing())
      .returningAll()
      .executeTakeFirst(),
  )
  return row && toHook(row)
}

async function find(context: Context, organisation: Organisation, wish: NewHook): Promise<Hook> {
  const row = await context.database.read((db) =>
    db
      .selectFrom('hooks')
      .selectAll()
      .where('organisation', '=', organisation.id)
      .where('callback_url', '=', wish.callbackUrl)
      .where('meeting_id', wish.meetingId === undefined ? 'is' : '=', wish.meetingId ?? null)
      .executeTakeFirstOrThrow(),
  )
  return toHook(row)
}

function toHook(row: Selectable<HooksTable>): Hook {
  return {
    id: row.id,
    organisation: row.organisation,
    callbackUrl: row.callback_url,
    meetingId: row.meeting_id ?? undefined,
    events: row.event_ids,
    createdAt: row.created_at,
  }
}
