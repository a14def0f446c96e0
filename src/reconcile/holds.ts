import type { Work } from './kind.ts'

/** So many at a time may hold what bears a name; the others wait in the order in which they came. */
export function createHolds(signal: AbortSignal): Work['hold'] {
  const places = new Map<string, { held: number; waiting: (() => void)[] }>()

  return async (what, most, work) => {
    const place = places.get(what) ?? { held: 0, waiting: [] }
    places.set(what, place)
    // Whoever is done hands its place on, so `held` does not change then.
    if (place.held < most) place.held += 1
    else await new Promise<void>((resolve) => void place.waiting.push(resolve))
    try {
      signal.throwIfAborted()
      return await work()
    } finally {
      const next = place.waiting.shift()
      if (next) next()
      else place.held -= 1
    }
  }
}
