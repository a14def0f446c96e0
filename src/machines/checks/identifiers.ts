import type { Config } from '../../config/config.ts'
import type { Finding } from '../../config/finding.ts'
import { Problem } from '../../lib/problem.ts'
import { identifierOf, inPrefix, spellWord, whyReserved } from '../../lib/spelling.ts'
import { blockOf, firstAddress, identifierFor, vmidOf } from '../allocation.ts'
import { isIn } from '../networks.ts'
import { type Twin, twinsOf } from '../twins.ts'
import { type Claim, contradict } from './claims.ts'
import { firstOfEachId } from './numbers.ts'

/** Words that an address can spell, and IPv6 addresses: each in its range, and each of one machine. */
export function checkIdentifiers(config: Config): Finding[] {
  const twins = firstOfEachId(twinsOf(config))
  const sound = twins.filter((twin) => wordIsSound(twin))
  return [
    ...twins.flatMap(checkWord),
    ...sound.flatMap((twin) => checkGiven(config, twin)),
    ...sound.flatMap((twin) => spellsNothing(config, twin)),
    ...contradict(claims(config, sound), ({ key }, first) => [
      `the address ${key} is that of ${first.who} already`,
      'give each another word or address',
    ]),
  ]
}

const wordPath = ({ machine, environment }: Twin) => ['machines', machine.id, 'spell', environment.id]
const givenPath = ({ machine, environment }: Twin) => ['machines', machine.id, 'public', environment.id, 'ipv6']

function checkWord(twin: Twin): Finding[] {
  const word = twin.machine.spell[twin.environment.id]
  if (word === undefined) return []
  try {
    spellWord(word)
    return []
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return [{ path: wordPath(twin), message: error.message, hint: error.hint ?? '' }]
  }
}

function wordIsSound(twin: Twin): boolean {
  return checkWord(twin).length === 0
}

function checkGiven(config: Config, twin: Twin): Finding[] {
  const { machine, environment } = twin
  const wanted = machine.public[environment.id]
  const block = wanted && blockOf(config, wanted.block)
  if (wanted?.ipv6 === undefined || !block) return []
  const path = givenPath(twin)
  if (block.ipv6 === undefined) {
    return [{ path, message: `the block ${block.id} has no IPv6`, hint: `add ipv6: to addresses.${block.id}` }]
  }
  if (isWhole(wanted.ipv6) && !isIn(wanted.ipv6, block.ipv6)) {
    const hint = `write only its last part, such as ::${wanted.ipv6.split(':').at(-1)}, and it moves with the range`
    return [{ path, message: `${wanted.ipv6} is not in ${block.ipv6}`, hint }]
  }
  if (machine.spell[environment.id] !== undefined) {
    const hint = 'remove one of the two'
    return [
      {
        path,
        message: 'it has an address here, and a word that says another',
        hint,
        kind: 'conflict',
        first: wordPath(twin),
      },
    ]
  }
  const why = whyReserved(identifierOf(wanted.ipv6))
  return why === undefined
    ? []
    : [{ path, message: `no machine may have ${wanted.ipv6}: ${why}`, hint: 'write another' }]
}

/** In full, not only the last 64 bits. */
function isWhole(address: string): boolean {
  return !address.startsWith('::')
}

function spellsNothing(config: Config, twin: Twin): Finding[] {
  const { machine, environment } = twin
  const word = machine.spell[environment.id]
  const open = machine.public[environment.id]
  const ranges = [environment.ipv6, open && blockOf(config, open.block)?.ipv6]
  if (word === undefined || ranges.some((range) => range !== undefined)) return []
  const message = `${word} is spelt nowhere: the machine has no IPv6 in ${environment.id}`
  const hint = `add ipv6: to environments.${environment.id}, or give the machine a public address`
  return [{ path: wordPath(twin), message, hint, kind: 'warning' }]
}

function claims(config: Config, twins: readonly Twin[]): Claim[] {
  const routers = [
    ...config.environments.map(({ id, ipv6, ipv6_gateway: gateway }) => router(['environments', id], ipv6, gateway)),
    ...config.addresses.map(({ id, ipv6, ipv6_gateway: gateway }) => router(['addresses', id], ipv6, gateway)),
  ].flat()
  const others = config.addresses.flatMap(({ id, reserved }) =>
    reserved.map((key, index): Claim => ({ key, path: ['addresses', id, 'reserved', index], who: 'somebody else' })),
  )
  return [...routers, ...others, ...twins.flatMap((twin) => claimsOf(config, twin))]
}

function router(path: Finding['path'], range: string | undefined, gateway: string | undefined): Claim[] {
  if (range === undefined) return []
  const key = gateway ?? firstAddress(range)
  return [{ key, path: [...path, gateway === undefined ? 'ipv6' : 'ipv6_gateway'], who: 'the gateway' }]
}

function claimsOf(config: Config, twin: Twin): Claim[] {
  const { machine, environment } = twin
  const vmid = vmidOf(twin)
  if (vmid === undefined) return []
  const open = machine.public[environment.id]
  const block = open && blockOf(config, open.block)
  const who = `${machine.id} in ${environment.id}`
  const word = machine.spell[environment.id] === undefined ? ['machines', machine.id] : wordPath(twin)
  const part = word.length === 2 ? ('key' as const) : undefined
  const own: Claim[] = environment.ipv6
    ? [{ key: inPrefix(environment.ipv6, identifierFor(twin, vmid)), path: word, part, who }]
    : []
  if (!block?.ipv6) return own
  const key = inPrefix(block.ipv6, identifierFor(twin, vmid, open?.ipv6))
  return [...own, open?.ipv6 === undefined ? { key, path: word, part, who } : { key, path: givenPath(twin), who }]
}
