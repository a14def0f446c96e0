import type { Interval } from './attendance-store.ts'
import type { Class } from './classes.ts'

/** Somebody who is in a meeting, under pseudonyms. `session` is empty where only the person is known. */
export interface Present {
  readonly person: string
  readonly session: string
  readonly role: Interval['role']
  readonly class: Class
}

/** An open interval and whose it is. */
export interface Stay {
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
    stay.class = present.class
    stayed.push(stay)
    return false
  })
  const came = others.filter((present) => {
    const stay = take(open, present.person, (session) => session === '' || present.session === '')
    if (!stay) return true
    stay.session ||= present.session
    stay.class = present.class
    stayed.push(stay)
    return false
  })
  return { stayed, came, gone: [...open.values()].flat() }
}

function take(open: Map<string, Stay[]>, person: string, fits: (session: string) => boolean): Stay | undefined {
  const stays = open.get(person)
  const index = stays?.findIndex(({ session }) => fits(session)) ?? -1
  return index < 0 ? undefined : stays?.splice(index, 1)[0]
}
