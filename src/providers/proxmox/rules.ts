import type { FirewallRule } from '../../machines/machine.ts'
import { at, type Parameters, type Session } from './client.ts'
import { isFailure } from './failure.ts'
import type { Firewall, PlacedRule } from './machine.ts'

const ourComment = /^mycel: ?(.*)$/s
/** More would be a mistake of ours. */
const mostChanges = 500

/** A rule as people read it: `tcp 22 from 10.0.0.0/8 (ssh)`. */
export function ruleInWords({ protocol, ports, source, comment }: FirewallRule): string {
  return `${protocol}${ports === undefined ? '' : ` ${ports}`} from ${source ?? 'anywhere'} (${comment})`
}

/** Rules that are wanted and not there, and places of ours that are not wanted or there twice. */
export function compareRules(
  wanted: readonly FirewallRule[],
  { rules }: Firewall,
): { readonly missing: readonly FirewallRule[]; readonly surplus: readonly PlacedRule[] } {
  const words = new Set(wanted.map(ruleInWords))
  const kept = new Set<string>()
  const surplus = rules.filter(({ ours }) => {
    if (ours === undefined) return false
    const isGood = words.has(ours) && !kept.has(ours)
    if (isGood) kept.add(ours)
    return !isGood
  })
  const unique = wanted.filter((rule, i) => wanted.findIndex((one) => ruleInWords(one) === ruleInWords(rule)) === i)
  return { missing: unique.filter((rule) => !kept.has(ruleInWords(rule))), surplus }
}

/** Reads the rules and the options of one machine's firewall: two requests. */
export async function readFirewall(session: Session, node: string, vmid: number): Promise<Firewall> {
  const path = `${at('nodes', node, 'qemu', vmid)}/firewall`
  const [rules, options] = await Promise.all([session.get(`${path}/rules`), session.get(`${path}/options`)])
  const { enable, policy_in: policyIn } = Object(options)
  return {
    isEnabled: Number(enable ?? 0) === 1,
    policyIn: String(policyIn ?? 'DROP'),
    rules: (Array.isArray(rules) ? rules : []).map(toPlaced),
  }
}

function toPlaced(rule: unknown, index: number): PlacedRule {
  const { pos, type, action, enable, proto, dport, source, comment, digest, dest, sport, macro, iface } = Object(rule)
  const [, why] = ourComment.exec(String(comment ?? '').trim()) ?? []
  const isChanged = [dest, sport, macro, iface].some((one) => one !== undefined && one !== '')
  const isOn = type === 'in' && action === 'ACCEPT' && Number(enable ?? 0) === 1 && !isChanged
  const words = why === undefined ? undefined : wordsOf({ proto, dport, source }, why)
  // A rule of ours that somebody altered is one that is not wanted, and the right one is missing.
  const ours = words === undefined || isOn ? words : `${words}, altered`
  return { pos: Number(pos ?? index), ours, digest: digest === undefined ? undefined : String(digest) }
}

function wordsOf({ proto, dport, source }: Record<string, unknown>, why: string): string {
  const ports = dport === undefined || dport === '' ? '' : ` ${dport}`
  return `${proto ?? 'all'}${ports} from ${source === undefined || source === '' ? 'anywhere' : source} (${why})`
}

/**
 * Makes our rules so, one change at a time: each with the digest of what was just read, so that a position is never that of
 * another rule. What was changed is read anew, so a lost answer needs no second thought.
 */
export async function settleFirewall(
  session: Session,
  node: string,
  vmid: number,
  wanted: readonly FirewallRule[],
): Promise<void> {
  const path = `${at('nodes', node, 'qemu', vmid)}/firewall`
  for (let changes = 0; changes < mostChanges; changes += 1) {
    const have = await readFirewall(session, node, vmid)
    const { missing, surplus } = compareRules(wanted, have)
    const digest = have.rules[0]?.digest
    const [rule] = missing.toReversed()
    const [last] = surplus.toReversed()
    if (rule) await tolerate(session.send('POST', `${path}/rules`, { ...parametersOf(rule), pos: 0, digest }))
    else if (last) await tolerate(session.send('DELETE', `${path}/rules/${last.pos}`, { digest: last.digest }))
    else if (!have.isEnabled || have.policyIn !== 'DROP') {
      await tolerate(session.send('PUT', `${path}/options`, { enable: 1, policy_in: 'DROP' }))
    } else return
  }
  throw new Error(`the firewall of VM ${vmid} did not settle`)
}

/** Whatever became of it: the next look shows. */
async function tolerate(sent: Promise<unknown>): Promise<void> {
  try {
    await sent
  } catch (error) {
    if (!isFailure(error, 'lost', 'changed')) throw error
  }
}

function parametersOf({ protocol, ports, source, comment }: FirewallRule): Parameters {
  return {
    type: 'in',
    action: 'ACCEPT',
    enable: 1,
    proto: protocol,
    dport: ports,
    source,
    comment: `mycel: ${comment}`,
  }
}
