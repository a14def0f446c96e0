import type { History } from './history.ts'
import type { Look } from './record.ts'

/** What a program that runs can say about the machines: what is remembered, and what it sees when it looks. */
export interface Watch {
  readonly history: History
  /** Looks at the world now, and remembers what it saw. It changes nothing. Throws what keeps it from looking. */
  look(signal: AbortSignal): Promise<Look>
}
