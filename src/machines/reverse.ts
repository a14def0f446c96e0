import ipaddr from 'ipaddr.js'

/** Whether a zone says which name an address has, such as `1.0.10.in-addr.arpa`. */
export function isReverse(domain: string): boolean {
  return /\.(in-addr|ip6)\.arpa$/.test(domain)
}

/** The name under which the name of an address is found: `2.100.51.198.in-addr.arpa`. */
export function reverseName(address: string): string {
  const parsed = ipaddr.parse(address)
  if (parsed instanceof ipaddr.IPv4) return `${parsed.octets.toReversed().join('.')}.in-addr.arpa`
  const digits = parsed.toByteArray().flatMap((byte) => [byte >> 4, byte & 15])
  return `${digits
    .toReversed()
    .map((digit) => digit.toString(16))
    .join('.')}.ip6.arpa`
}
