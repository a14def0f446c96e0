import { sql } from 'kysely'
import type { Database } from '../../db/open.ts'
import type { Log } from '../context.ts'

/** What one replica at a time may do for all. The token grows with every change of holder: later news outranks earlier. */
export interface Lease extends AsyncDisposable {
  readonly isHeld: boolean
  readonly token: number
}

export interface LeaseOptions {
  readonly database: Database
  readonly name: string
  readonly holder: string
  readonly log: Log
}

/** How long a lease lasts without renewal, by the database's clock, and how often it is asked for. Milliseconds. */
const lastsMs = 2000
const askMs = 500
/** Who got an answer within this time has watched. */
const watchedMs = 3 * askMs

/**
 * Asks for the lease until it gets it, and then renews it. While the database does not answer, whoever has it keeps it:
 * when it answers nobody, nobody else can get it, and when it answers others, their token outranks this one. It is taken
 * from another only by who has watched it for a while: after a pause of the database the holder comes first.
 */
export function openLease(options: LeaseOptions): Lease {
  const state = { isHeld: false, token: 0, isAsking: false, ended: false, answeredAt: Number.NEGATIVE_INFINITY }

  const turn = async () => {
    if (state.isAsking || state.ended) return
    state.isAsking = true
    try {
      const hasWatched = performance.now() - state.answeredAt < watchedMs
      const token = await ask(options, hasWatched)
      state.answeredAt = performance.now()
      if (state.isHeld !== (token !== undefined)) {
        options.log.info({ lease: options.name, token }, token === undefined ? 'lost the lease' : 'holds the lease')
      }
      state.isHeld = token !== undefined
      state.token = token ?? state.token
    } catch (error) {
      options.log.debug({ err: error, lease: options.name }, 'the lease could not be asked for')
    } finally {
      state.isAsking = false
    }
  }
  const timer = setInterval(() => void turn(), askMs)
  void turn()

  return {
    get isHeld() {
      return state.isHeld
    },
    get token() {
      return state.token
    },
    async [Symbol.asyncDispose]() {
      state.ended = true
      clearInterval(timer)
      if (state.isHeld) await giveUp(options).catch(() => {})
      state.isHeld = false
    },
  }
}

const now = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`

/** The token, if the lease is ours now. */
async function ask({ database, name, holder }: LeaseOptions, mayTake: boolean): Promise<number | undefined> {
  const { rows } = await database.read((db) =>
    sql<{ token: number }>`insert into leases as l (name, holder, token, expires_at)
      values (${name}, ${holder}, 1, ${now} + ${lastsMs}::bigint)
      on conflict (name) do update set
        holder = excluded.holder,
        token = case when l.holder = excluded.holder then l.token else l.token + 1 end,
        expires_at = excluded.expires_at
      where l.holder = excluded.holder or (l.expires_at < ${now} and ${mayTake}::boolean)
      returning token`.execute(db),
  )
  return rows[0]?.token
}

async function giveUp({ database, name, holder }: LeaseOptions): Promise<void> {
  await database.read((db) =>
    db.updateTable('leases').set({ expires_at: 0 }).where('name', '=', name).where('holder', '=', holder).execute(),
  )
}
