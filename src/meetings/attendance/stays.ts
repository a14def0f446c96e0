import type { Class } from './classes.ts'
import type { Interval } from './store.ts'

/** Somebody who is in a meeting, and their pseudonyms. `session` is empty where only the person is known. */
export interface Present {
  readonly userId: string
  readonly internalId: string | undefined
  readonly person: string
  readonly session: string
  readonly role: Interval['role']
  readonly class: Class
}

/** An open interval and whose it is. */
export interface Stay {
  /** Whose pseudonyms these are; undefined until they are seen after a start. */
  userId: string | undefined
  internalId: string | undefined
  readonly person: string
  session: string
  /** What they were seen with last. */
  class: Class
  readonly interval: Interval
}

/**
 * Who of those there before is there still, who came and who is gone. One person may be there several times; sessions
 * that are known are told apart, those that are not stand for any of the person's.
 */
export function matchStays(
  stays: readonly Stay[],
  people: readonly Present[],
): { readonly stayed: Stay[]; readonly came: Present[]; readonly gone: Stay[] } {
  const open = new Map<string, Stay[]>()
  for (const stay of stays) {
    const same = open.get(stay.person)
    if (same) same.push(stay)
    else open.set(stay.person, [stay])
  }
  const stayed: Stay[] = []
  const others = people.filter((present) => {
    const stay = present.session !== '' && take(open, present.person, (session) => session === present.session)
    if (!stay) return true
    stayed.push(seen(stay, present))
    return false
  })
  const came = others.filter((present) => {
    const stay = take(open, present.person, (session) => session === '' || present.session === '')
    if (!stay) return true
    stayed.push(seen(stay, present))
    return false
  })
  return { stayed, came, gone: [...open.values()].flat() }
}

function seen(stay: Stay, { userId, internalId, session, class: now }: Present): Stay {
  stay.userId = userId
  stay.internalId = internalId ?? stay.internalId
  stay.session ||= session
  stay.class = now
  return stay
}

function take(open: Map<string, Stay[]>, person: string, fits: (session: string) => boolean): Stay | undefined {
  const stays = open.get(person)
  const index = stays?.findIndex(({ session }) => fits(session)) ?? -1
  return index < 0 ? undefined : stays?.splice(index, 1)[0]
}
