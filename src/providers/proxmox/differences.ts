import type { Difference } from '../../reconcile/kind.ts'
import type { Config } from './config.ts'
import { yesNo } from './words.ts'

/** One thing that is not as it should be, and what would make it so. */
export interface Change {
  readonly difference: Difference
  readonly set?: Readonly<Record<string, string>>
  readonly remove?: readonly string[]
  /** Bytes are never taken away, so a size is absolute. */
  readonly resize?: { readonly slot: string; readonly gib: number }
  readonly pool?: string
  readonly power?: 'start' | 'shutdown'
  readonly firewall?: true
}

/** Cloud-init knows a machine by what it is told: after a change it prepares it as if it were new. */
export const newHostKey = 'cloud-init takes it for a new machine at its next start: its SSH host key changes'

/** A plain option; empty stands for none. */
export function option(config: Config, key: string, wanted: string, path: string, note?: string): Change[] {
  const now = config[key]
  // What was never set is not changed, only filled in.
  const more = note !== undefined && now !== undefined ? { note } : {}
  const differences = differs(path, now, wanted === '' ? undefined : wanted, more)
  return differences.map((difference) =>
    wanted === '' ? { difference, remove: [key] } : { difference, set: { [key]: wanted } },
  )
}

export function flagOption(config: Config, key: string, wanted: boolean, path: string): Change[] {
  const differences = differs(path, yesNo(config[key] === '1'), yesNo(wanted))
  return differences.map((difference) => ({ difference, set: { [key]: wanted ? '1' : '0' } }))
}

export function differs(
  path: string,
  from: string | undefined,
  to: string | undefined,
  more: Partial<Difference> = {},
): Difference[] {
  return from === to ? [] : [{ path, from, to, ...more }]
}

export function fromTo(from: string, to: string): Pick<Difference, 'from' | 'to'> {
  return { ...(from !== '' && { from }), ...(to !== '' && { to }) }
}
