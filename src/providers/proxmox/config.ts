import { memoryInWords } from './words.ts'

/** A configuration with every value as text, whatever the release makes of numbers. */
export type Config = Readonly<Record<string, string>>

/** A value that waits for the next start; undefined where it will be gone then. */
export interface Waiting {
  readonly key: string
  readonly from: string | undefined
  readonly to: string | undefined
}

/** What GET config gives: with what waits already in it. */
export function readConfig(data: unknown): { readonly config: Config; readonly digest: string } {
  const { digest, ...rest } = Object(data)
  return { config: textOf(rest), digest: String(digest ?? '') }
}

/** What GET pending gives: the same, and what of it waits. */
export function readPending(data: unknown): { readonly config: Config; readonly waiting: readonly Waiting[] } {
  const read = (Array.isArray(data) ? data : []).map((entry): Waiting & { readonly isWaiting: boolean } => {
    const { key, value, pending, delete: gone } = Object(entry)
    const from = value === undefined ? undefined : String(value)
    const isGone = gone !== undefined && Number(gone) !== 0
    const isWaiting = isGone || (pending !== undefined && String(pending) !== from)
    return {
      key: String(key),
      from,
      to: isGone ? undefined : pending === undefined ? from : String(pending),
      isWaiting,
    }
  })
  const entries = read.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  // Proxmox lists the digest among the values.
  const values = entries.filter(({ key }) => key !== 'digest')
  const config = values.flatMap(({ key, to }): [string, string][] => (to === undefined ? [] : [[key, to]]))
  return {
    config: textOf(Object.fromEntries(config)),
    waiting: values.filter(({ isWaiting }) => isWaiting).map(({ key, from, to }) => ({ key, from, to })),
  }
}

function textOf(values: Readonly<Record<string, unknown>>): Config {
  const entries = Object.entries(values).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value).replace(/\n+$/, '')]))
}

/** MiB, from a number or from `current=2048`. */
export function memoryOf(config: Config): number {
  return Number(config['memory']?.replace(/^current=/, '') ?? 512)
}

/** A value for people; what may be secret is not shown. */
export function valueInWords(key: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  if (key === 'memory') return memoryInWords(Number(value.replace(/^current=/, '')))
  return key === 'cipassword' || key === 'sshkeys' ? 'set' : value
}

/** Whether two configurations say the same, but for what Proxmox counts itself. */
export function isSame(one: Config, other: Config): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  keys.delete('digest')
  return [...keys].every((key) => one[key] === other[key])
}
