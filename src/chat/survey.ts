import { dayMs } from '../lib/days.ts'
import type { ChatEvent, ChatServer } from './server.ts'

/** What of a room is too old. */
export interface Survey {
  /** Messages that would be deleted. */
  readonly found: number
  /** When the oldest of them was sent; undefined when there is none. */
  readonly oldest: number | undefined
  /** Files that they show. */
  readonly media: readonly string[]
  /** The event up to which the server is to delete; undefined when there is nothing to delete. */
  readonly boundary: string | undefined
  /** Whether even the newest message is too old: a server keeps the last event of a room. */
  readonly keepsLast: boolean
}

/** Clocks of servers differ; who is further ahead than this is wrong, and no sign of what is young. */
const toleranceMs = dayMs

/**
 * Walks through the room from its beginning to the first message that is young enough. What comes before that, in the order
 * of the room, is old; nothing after it is ever deleted, even if a wrong clock calls it old. State tells nothing: it is not
 * deleted, and history that was brought in from elsewhere is older than the beginning of its room.
 */
export async function survey(server: ChatServer, room: string, cutoff: number, now: number): Promise<Survey> {
  const old = createCount()
  let last: ChatEvent | undefined
  for (let from: string | undefined; ; ) {
    const page = await server.read(room, from)
    for (const event of page.events) {
      if (isYoung(event, cutoff, now)) return { ...old.result(), boundary: old.from(event) }
      old.add(event)
      last = event
    }
    if (page.next === undefined) break
    from = page.next
  }
  if (!last) return { ...old.result(), boundary: undefined }
  old.keep(last)
  return { ...old.result(), boundary: old.from(last), keepsLast: !last.isState }
}

function isYoung({ at, isState }: ChatEvent, cutoff: number, now: number): boolean {
  return !isState && at >= cutoff && at <= now + toleranceMs
}

function createCount() {
  let found = 0
  let oldest: number | undefined
  const media = new Set<string>()
  return {
    add({ at, isState, media: shown }: ChatEvent) {
      if (isState) return
      found += 1
      oldest = Math.min(oldest ?? at, at)
      for (const address of shown) media.add(address)
    },
    /** The last event stays, and so do its files. */
    keep({ isState, media: shown }: ChatEvent) {
      if (isState) return
      found -= 1
      for (const address of shown) media.delete(address)
    },
    from: ({ id }: ChatEvent) => (found > 0 ? id : undefined),
    result: () => ({ found, oldest: found > 0 ? oldest : undefined, media: [...media], keepsLast: false }),
  }
}
