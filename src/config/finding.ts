import { Problem } from '../lib/problem.ts'
import type { Config } from './config.ts'
import type { Locate } from './document.ts'
import { type Path, spellPath } from './wording.ts'

/** What somebody who knows what the file is for has to say about it. */
export interface Finding {
  /** Where it is written; where that is absent, the nearest that is there is shown. */
  readonly path: Path
  readonly message: string
  readonly hint: string
  /** `conflict`: two places contradict each other. `warning`: it can be used all the same. Default: it is wrong. */
  readonly kind?: 'conflict' | 'warning' | undefined
  /** The name of an entry is meant, not what it holds. */
  readonly part?: 'key' | undefined
  /** The other place of a conflict: its line is named before the hint. */
  readonly first?: Path | undefined
  /** The section that it supposes to be whole: with mistakes there it might only follow from them, and is not told. */
  readonly supposes?: string | undefined
}

/** Looks at a configuration that has the right shape; with mistakes elsewhere in the file, at what is left of it. */
export type Check = (config: Config) => readonly Finding[]

/** The finding as the reader sees it. */
export function toProblem({ path, message, hint, kind, part, first }: Finding, locate: Locate): Problem {
  const line = first && locate(first, 'key').line
  return new Problem(kind === 'conflict' ? 'conflict' : 'invalid', message, {
    hint: line === undefined ? hint : `the first is on line ${line}; ${hint}`,
    path: spellPath(path),
    at: locate(path, part ?? 'value'),
  })
}
