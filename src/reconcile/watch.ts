import type { History } from './history.ts'
import type { Look } from './record.ts'

/** What a program that runs can say about the machines: what is remembered, and what it sees when it looks. */
export interface Watch {
  readonly history: History
  /** How many hosts of the file it can look at; 0 when the file declares none that it could reach. */
  readonly hosts: number
  /** Seconds between two looks of its own; 0 when it looks only when asked. */
  readonly every: number
  /**
   * Looks at the world now, and remembers what it saw. It changes nothing. Throws what keeps it from looking; Problem
   * 'locked' while somebody applies, because what is half done would be taken for drift.
   */
  look(signal: AbortSignal): Promise<Look>
  /** What became of the last look from here; undefined before the first. */
  lastTry(): Try | undefined
}

/** A look that was tried. */
export interface Try {
  /** Milliseconds since 1970. */
  readonly at: number
  /** What kept it from looking; undefined when it saw. */
  readonly failure?: unknown
}
