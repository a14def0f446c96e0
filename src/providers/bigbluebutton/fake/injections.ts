/** Something that goes wrong on purpose. Without `times` it goes wrong until the injections are cleared. */
export interface Injection {
  /** Milliseconds to wait before anything else. */
  readonly latencyMs?: number
  /** Never answer. */
  readonly hang?: boolean
  /** Answer with this HTTP status and a page of HTML. */
  readonly status?: number
  /** Send only the first half of the answer. */
  readonly truncate?: boolean
  /** Answer with something that is not XML. */
  readonly garbage?: boolean
  /** Answer FAILED with this key. */
  readonly failKey?: string
  /** Cut the connection instead of answering. */
  readonly resetConnection?: boolean
  /** Carry the call out first, and only then let its answer go wrong. */
  readonly carryOut?: boolean
  /** The share of calls that is hit, 0 to 1. */
  readonly probability?: number
  /** How many calls are hit at most. */
  readonly times?: number
}

export interface Injections {
  /** `call` is the name of a call, empty for the index, `*` for all. */
  add(call: string, injection: Injection): void
  clear(): void
  /** The injection that this call meets, if any; it counts as used. */
  take(call: string): Injection | undefined
}

export function createInjections(random: () => number): Injections {
  let entries: { readonly call: string; readonly injection: Injection; left: number }[] = []

  return {
    add(call, injection) {
      entries.push({ call, injection, left: injection.times ?? Number.POSITIVE_INFINITY })
    },
    clear() {
      entries = []
    },
    take(call) {
      const entry = entries.find(
        (e) => (e.call === call || e.call === '*') && e.left > 0 && random() < (e.injection.probability ?? 1),
      )
      if (entry) entry.left -= 1
      return entry?.injection
    },
  }
}
