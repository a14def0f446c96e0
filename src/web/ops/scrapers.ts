import type { IncomingHttpHeaders } from 'node:http'
import { BlockList, isIPv6 } from 'node:net'

/** A request as far as it tells where it comes from. */
export interface Comer {
  readonly socket: { readonly remoteAddress?: string | undefined }
  readonly headers: IncomingHttpHeaders
}

const ofProxies = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via']

/**
 * Tells the requests of programs at these addresses (CIDR ranges) from those of all others, and from those that a reverse
 * proxy at one of the addresses passes on.
 */
export function createScrapers(ranges: readonly string[]): (request: Comer) => boolean {
  const addresses = new BlockList()
  for (const range of ranges) {
    const [network = '', bits] = range.split('/')
    addresses.addSubnet(network, Number(bits), familyOf(network))
  }
  return ({ socket: { remoteAddress = '' }, headers }) =>
    remoteAddress !== '' &&
    addresses.check(remoteAddress, familyOf(remoteAddress)) &&
    ofProxies.every((name) => headers[name] === undefined)
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4'
}
