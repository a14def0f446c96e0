import type { Config } from '../config/config.ts'
import { readWord } from '../lib/spelling.ts'
import { desiredMachines } from './desired.ts'

/** An address that a machine has. */
export interface InventoryLine {
  readonly machine: string
  readonly environment: string
  readonly name: string
  readonly vmid: number
  readonly slot: string
  readonly mac: string
  /** With its mask. */
  readonly ipv4: string | undefined
  readonly ipv6: string | undefined
  /** What the IPv6 address spells. */
  readonly word: string | undefined
}

/** A range in which machines have IPv6 addresses. */
export interface IPv6Range {
  /** `environments.production`, `addresses.ovh` */
  readonly of: string
  readonly range: string
}

/** Every address of every machine that should be there, in the order of the file. Pure. */
export function inventoryOf(config: Config): InventoryLine[] {
  return desiredMachines(config).flatMap(({ machine, environment, name, vmid, networks }) =>
    networks.map(({ slot, mac, ipv4, ipv6 }) => {
      const word = ipv6 === undefined ? undefined : readWord(ipv6)
      return { machine, environment, name, vmid, slot, mac, ipv4, ipv6, word }
    }),
  )
}

/** The IPv6 ranges of the file. */
export function ipv6RangesOf({ environments, addresses }: Pick<Config, 'environments' | 'addresses'>): IPv6Range[] {
  return [
    ...environments.map(({ id, ipv6 }) => ({ of: `environments.${id}`, range: ipv6 })),
    ...addresses.map(({ id, ipv6 }) => ({ of: `addresses.${id}`, range: ipv6 })),
  ].flatMap(({ of, range }) => (range === undefined ? [] : [{ of, range }]))
}
