import type { AddressBlockConfig, Config, EnvironmentConfig } from '../../config/config.ts'
import type { Finding } from '../../config/finding.ts'
import { bitsOf, isIn, overlap } from '../networks.ts'
import { domainOf } from '../twins.ts'

/** Environments that reach into each other, and ranges that are not as they must be. */
export function checkEnvironments(config: Config): Finding[] {
  const { environments, addresses } = config
  return [
    ...pairs(environments).flatMap(([one, first]) => reachInto(config, one, first)),
    ...environments.flatMap(checkNetwork),
    ...environments.flatMap(checkCertificates),
    ...addresses.flatMap(checkBlock),
    ...pairs(addresses).flatMap(([one, first]) => overlappingBlocks(one, first)),
  ]
}

function pairs<T>(list: readonly T[]): [one: T, first: T][] {
  return list.flatMap((one, index) => list.slice(0, index).map((first): [T, T] => [one, first]))
}

function reachInto(config: Config, one: EnvironmentConfig, first: EnvironmentConfig): Finding[] {
  const at = (key: string): Pick<Finding, 'path' | 'first' | 'kind'> => ({
    path: ['environments', one.id, key],
    first: ['environments', first.id, key],
    kind: 'conflict',
  })
  const found: Finding[] = []
  if (one.ids.first <= first.ids.last && first.ids.first <= one.ids.last) {
    const hint = 'give each environment ids of its own, such as 1000-1999 and 8000-8999'
    found.push({ ...at('ids'), message: `the ids overlap with those of ${first.id}`, hint })
  }
  if (overlap(one.network, first.network)) {
    const hint = 'give each environment a network of its own'
    found.push({ ...at('network'), message: `the network overlaps with that of ${first.id}`, hint })
  }
  if (one.ipv6 !== undefined && first.ipv6 !== undefined && overlap(one.ipv6, first.ipv6)) {
    const hint = 'give each environment 64 bits of its own'
    found.push({ ...at('ipv6'), message: `the IPv6 range overlaps with that of ${first.id}`, hint })
  }
  if (domainOf(config, one) === domainOf(config, first)) {
    const message = `machines would have the same names as in ${first.id}: all end in ${domainOf(config, one)}`
    found.push({ ...at('domain'), message, hint: `write another, such as domain: ${one.id}.${config.coop.domain}` })
  }
  return found
}

function checkNetwork({ id, network, gateway, ipv6, ipv6_gateway: ipv6Gateway, no_backup, backup }: EnvironmentConfig) {
  const found: Finding[] = []
  const path = (key: string) => ['environments', id, key]
  if (bitsOf(network) > 29) {
    found.push({ path: path('network'), message: `${network} has no room for machines`, hint: 'take at most 29 bits' })
  }
  if (gateway !== undefined && !isIn(gateway, network)) {
    found.push({ path: path('gateway'), message: `${gateway} is not in ${network}`, hint: 'write an address of it' })
  }
  if (ipv6 !== undefined && bitsOf(ipv6) !== 64) found.push({ path: path('ipv6'), ...not64(ipv6) })
  if (ipv6 === undefined && ipv6Gateway !== undefined) {
    const hint = 'write ipv6: with the range too'
    found.push({ path: path('ipv6_gateway'), message: 'there is a way out over IPv6 and no range', hint })
  }
  if (backup !== undefined && no_backup !== undefined) {
    found.push({ path: path('no_backup'), message: `a backup is named too: ${backup}`, hint: 'remove one of the two' })
  }
  return found
}

function not64(range: string): Pick<Finding, 'message' | 'hint'> {
  const hint = `write 64 bits of it, such as ${range.replace(/\/\d+$/, '/64')}`
  return { message: `${range} is not a range of 64 bits, which is what machines stand in`, hint }
}

function checkCertificates({ id, certificates, reach }: EnvironmentConfig): Finding[] {
  if (reach === 'public' || !certificates.startsWith('letsencrypt')) return []
  const message = `${certificates} reaches sites over HTTP from outside, and ${id} is not public`
  const hint = 'write certificates: dns, by which nothing has to be open'
  return [{ path: ['environments', id, 'certificates'], message, hint, kind: 'warning' }]
}

function checkBlock({ id, ipv4, ipv4_gateway: gateway, ipv4_bits: bits, ipv6 }: AddressBlockConfig): Finding[] {
  const found: Finding[] = []
  const path = (key: string) => ['addresses', id, key]
  if (ipv4 === undefined && ipv6 === undefined) {
    const hint = 'write ipv4: 198.51.100.0/29, ipv6: "2001:db8:2::/64", or both'
    found.push({ path: ['addresses', id], part: 'key', message: 'the block has no addresses', hint })
  }
  if (ipv6 !== undefined && bitsOf(ipv6) !== 64) found.push({ path: path('ipv6'), ...not64(ipv6) })
  if (ipv4 !== undefined && gateway === undefined) {
    const hint = 'add ipv4_gateway: with what the provider wrote'
    found.push({ path: path('ipv4'), message: 'nothing says how the addresses lead out', hint })
  }
  if (ipv4 !== undefined && gateway !== undefined && !isIn(gateway, ipv4) && bits !== 32) {
    const message = `${gateway} is not in ${ipv4}`
    const hint = 'write ipv4_bits: 32 when the provider routes each address by itself, else another gateway'
    found.push({ path: path('ipv4_gateway'), message, hint })
  }
  return found
}

function overlappingBlocks(one: AddressBlockConfig, first: AddressBlockConfig): Finding[] {
  return (['ipv4', 'ipv6'] as const).flatMap((key) => {
    const [range, earlier] = [one[key], first[key]]
    if (range === undefined || earlier === undefined || !overlap(range, earlier)) return []
    const message = `${range} overlaps with the block ${first.id}`
    const finding: Finding = {
      path: ['addresses', one.id, key],
      first: ['addresses', first.id, key],
      message,
      hint: 'each address belongs to one block',
      kind: 'conflict',
    }
    return [finding]
  })
}
