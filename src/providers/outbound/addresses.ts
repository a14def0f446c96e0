import ipaddr from 'ipaddr.js'
import { Problem } from '../../lib/problem.ts'

/** A range of addresses, from text such as `10.0.0.0/8`. */
export type Range = [ipaddr.IPv4 | ipaddr.IPv6, number]

/** The ranges that the texts name; throws Problem 'invalid' for a text that names none. */
export function parseRanges(texts: readonly string[]): Range[] {
  return texts.map((text) => {
    const cidr = text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`
    if (!ipaddr.isValidCIDR(cidr)) {
      throw new Problem('invalid', `"${text}" is not a range of addresses`, { hint: 'Write it like 10.0.0.0/8.' })
    }
    return ipaddr.parseCIDR(cidr)
  })
}

/** Why this address is not to be connected to, such as "a private address"; undefined when it may be. */
export function refuseAddress(text: string, allowed: readonly Range[]): string | undefined {
  if (!ipaddr.isValid(text)) return 'something that is not an address'
  const address = ipaddr.parse(text)
  const target = decode(address)
  if (isIn(address, allowed) || isIn(target, allowed)) return undefined
  const kind = target.range()
  if (kind !== 'unicast') return names[kind] ?? 'a reserved address'
  // Everything assigned so far is in 2000::/3; the rest is unassigned or an old way of embedding IPv4.
  return isIn(target, [globalUnicast]) || target.kind() === 'ipv4' ? undefined : 'a reserved address'
}

/** The IPv4 address that an IPv4-mapped or NAT64 address stands for; any other address itself. */
function decode(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!(address instanceof ipaddr.IPv6)) return address
  if (address.isIPv4MappedAddress()) return address.toIPv4Address()
  return address.match(nat64) ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address
}

function isIn(address: ipaddr.IPv4 | ipaddr.IPv6, ranges: readonly Range[]): boolean {
  return ranges.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits))
}

const nat64: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('64:ff9b::'), 96]
const globalUnicast: Range = [ipaddr.IPv6.parse('2000::'), 3]

const names: Readonly<Record<string, string>> = {
  unspecified: 'the unspecified address',
  broadcast: 'the broadcast address',
  multicast: 'a multicast address',
  linkLocal: 'a link-local address',
  loopback: 'a loopback address',
  carrierGradeNat: 'an address of a carrier-grade NAT',
  private: 'a private address',
  uniqueLocal: 'a private address',
}
