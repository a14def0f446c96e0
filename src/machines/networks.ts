import ipaddr from 'ipaddr.js'

/** Ranges of addresses, compared. All texts are known to be right. */

/** Whether an address lies in a range of its own kind. */
export function isIn(address: string, network: string): boolean {
  const one = ipaddr.parse(address)
  const [base, bits] = ipaddr.parseCIDR(network)
  return one.kind() === base.kind() && one.match(base, bits)
}

/** Whether two ranges share an address. */
export function overlap(one: string, other: string): boolean {
  return isIn(baseOf(one), other) || isIn(baseOf(other), one)
}

export function baseOf(network: string): string {
  return network.split('/')[0] ?? ''
}

export function bitsOf(network: string): number {
  return Number(network.split('/')[1])
}

/** How many addresses an IPv4 range has. */
export function sizeOf(network: string): number {
  return 2 ** (32 - bitsOf(network))
}
