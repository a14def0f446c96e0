import type { Profile } from '../profile.ts'
import { died } from '../refusal.ts'
import type { Judge } from '../rights.ts'
import { type Given, integer, optional, type Rules, text } from '../rules.ts'
import { type Guest, guestOn, type World } from '../world.ts'

/** One call that was let in and whose parameters are as they should be. */
export interface Call {
  readonly world: World
  /** A user or a token. */
  readonly who: string
  readonly judge: Judge
  readonly given: Given
}

/** One method of the API, as its schema describes it. */
export interface Method {
  readonly verb: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** With `{node}` and so on, which are parameters as well. */
  readonly path: string
  /** Major releases that have it. */
  readonly in?: (major: number) => boolean
  readonly rules: (profile: Profile, asked: Readonly<Record<string, string>>) => Rules
  /** Judged before the parameters are, with what was asked. */
  readonly allow?: (judge: Judge, asked: Readonly<Record<string, string>>, profile: Profile) => void
  run(call: Call): unknown
}

export const node = text({ format: 'pve-node' })
export const storage = text({ format: 'pve-storage-id' })
export const pool = text({ format: 'pve-poolid' })
export const digest = optional(text({ longest: 40 }))
export const skiplock = optional({ type: 'boolean' })

export function vmid({ major }: Profile): Rules[string] {
  return major >= 8 ? integer(100, 999_999_999, { format: 'pve-vmid' }) : integer(1, undefined, { format: 'pve-vmid' })
}

/** A parameter as text; empty when it was not given. */
export function textOf({ given }: Call, name: string): string {
  return String(given[name] ?? '')
}

export function numberOf({ given }: Call, name: string): number {
  return Number(given[name])
}

/** The guest that a call is about. Throws what Proxmox says of a node or a guest that is not there. */
export function guestOf(call: Call): Guest {
  return guestOn(call.world, nodeOf(call), numberOf(call, 'vmid'))
}

/** The node that a call is about: another one passes it on, which fails when it is away. */
export function nodeOf(call: Call): string {
  const name = textOf(call, 'node')
  checkNode(call.world, name)
  return name
}

export function checkNode(world: World, name: string): void {
  if (!world.nodes.has(name)) throw died(`hostname lookup '${name}' failed - failed to get address info for: ${name}`)
}

/** The same but for some of it. */
export function without<T extends object>(values: T, ...names: readonly string[]): T {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name))) as T
}

/** The configuration's lock, for at most 10 s. */
export const configLock = (vmid: number) => `config ${vmid}`

export function lockTimeout(vmid: number): Error {
  return died(`can't lock file '/var/lock/qemu-server/lock-${vmid}.conf' - got timeout`)
}

/** On a guest: all that is asked for, by right of itself or of the pool it is put into. */
export function needOnGuest(judge: Judge, id: string, pool: string | undefined, privileges: readonly string[]): void {
  if (pool !== undefined && pool !== '' && privileges.some((one) => judge.may(`/pool/${pool}`, one))) return
  judge.needAny(`/vms/${id}`, ...privileges)
}
