import { type Kysely, sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { createBatch } from '../lib/batch.ts'
import type { Clock } from '../lib/clock.ts'
import type { Directory } from './directory.ts'
import type { Replacement } from './ending.ts'
import { insertMeetings } from './insert-meetings.ts'
import type { Meeting } from './meeting.ts'
import type { Body, StoreParts } from './store.ts'
import { addInPlace, ageOf, columns, toMeeting } from './store-rows.ts'

/** A wish to create a meeting, while nobody has it. */
export interface Wish {
  readonly organisation: string
  readonly meetingId: string
  readonly body: Body | undefined
  /** Chooses the server and puts the meeting into the directory, at once. Throws when no server can take it. */
  place(): Meeting
  /** Whether anybody waits for it still. */
  isWanted(): boolean
  /** What it takes the place of. */
  readonly replacement?: Pick<Replacement, 'of' | 'end'> | undefined
}

/** Claims a meeting ID: gives the placed meeting, whose row is committed, or 'taken' when another one lives already. */
export type Claim = (wish: Wish) => Promise<Meeting | 'taken'>

/**
 * Placement and claim are one step. Alone, memory knows every reservation, and the unique row is all there is to write.
 * With other replicas on the same database, one after the other: each learns first what the others have placed.
 */
export function createClaims({ database, directory, clock, hasOthers }: StoreParts): Claim {
  const seen = { placed: -1 }
  const run = (wishes: readonly Wish[]) =>
    hasOthers || wishes.some(({ replacement }) => replacement)
      ? database.transact(async (tx) => {
          if (hasOthers) await learn(tx, directory, seen, clock)
          return await claimAll(tx, directory, wishes, seen, ({ replacement }) => replacement?.end(tx))
        })
      : database.read((db) => claimAll(db, directory, wishes, seen))

  const claim = createBatch(async (wishes: readonly Wish[]): Promise<Claimed[]> => {
    const undo: (() => void)[] = []
    const undoable = wishes.map((wish) => {
      const place = () => {
        const meeting = wish.place()
        undo.push(() => putBack(directory, meeting, wish))
        return meeting
      }
      return { ...wish, place }
    })
    try {
      return await run(undoable)
    } catch (error) {
      for (const step of undo) step()
      throw error
    }
  })
  return async (wish) => {
    const claimed = await claim(wish)
    if ('refusal' in claimed) throw claimed.refusal
    return claimed.meeting ?? 'taken'
  }
}

type Claimed = { readonly meeting: Meeting | undefined } | { readonly refusal: unknown }

function putBack(directory: Directory, placed: Meeting, { replacement }: Wish): void {
  directory.remove(placed)
  if (replacement) directory.add(replacement.of)
}

/** Waits for the turn of this replica, and takes in what was placed since its last one. */
async function learn(
  tx: Transaction<Tables>,
  directory: Directory,
  seen: { placed: number },
  clock: Clock,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(${turn})`.execute(tx)
  const isFirst = seen.placed < 0
  const rows = await tx
    .selectFrom('meetings')
    .select([...columns, 'placed'])
    // Written so that PostgreSQL does not also read the index of all that has not ended, but for the first time.
    .where(isFirst ? sql<boolean>`ended_at is null` : sql<boolean>`coalesce(ended_at, 0) = 0`)
    .where('placed', '>', seen.placed)
    .execute()
  for (const row of rows) {
    if (!directory.byInstance(row.instance))
      addInPlace(directory, toMeeting(row, clock, isFirst ? ageOf(row, clock) : 0))
    seen.placed = Math.max(seen.placed, row.placed)
  }
  if (isFirst && seen.placed < 0) seen.placed = 0
}

/** Any number that nothing else on the database locks. */
const turn = 0x6d7963656c

async function claimAll(
  db: Kysely<Tables>,
  directory: Directory,
  wishes: readonly Wish[],
  seen: { placed: number },
  endReplaced: (wish: Wish) => Promise<void> | undefined = () => undefined,
): Promise<Claimed[]> {
  const tried = wishes.map((wish) => tryToPlace(directory, wish))
  const placed = tried.flatMap((claimed, i) =>
    'meeting' in claimed && claimed.meeting ? [{ meeting: claimed.meeting, body: wishes[i]?.body }] : [],
  )
  if (placed.length === 0) return tried
  for (const [i, claimed] of tried.entries()) {
    const wish = wishes[i]
    if (wish && 'meeting' in claimed && claimed.meeting) await endReplaced(wish)
  }
  const inserted = await insertMeetings(db, placed)
  seen.placed = Math.max(seen.placed, ...inserted.values())
  return tried.map((claimed) => {
    if (!('meeting' in claimed) || !claimed.meeting || inserted.has(claimed.meeting.instance)) return claimed
    directory.remove(claimed.meeting)
    return { meeting: undefined }
  })
}

function tryToPlace(directory: Directory, wish: Wish): Claimed {
  // Whoever waited was told that nothing was created.
  if (!wish.isWanted()) return { refusal: new Error('nobody waits for this meeting any more') }
  const found = directory.find(wish.organisation, wish.meetingId)
  if (found && found !== wish.replacement?.of) return { meeting: undefined }
  try {
    return { meeting: wish.place() }
  } catch (refusal) {
    return { refusal }
  }
}
