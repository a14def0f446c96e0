import { createHash } from 'node:crypto'
import type { Profile } from '../profile.ts'
import { badParameters, died } from '../refusal.ts'
import { flag, integer, optional, type Rules, text } from '../rules.ts'
import type { Guest } from '../world.ts'
import { type Call, guestOf, type Method, node, numberOf, textOf, vmid } from './method.ts'

const path = '/nodes/{node}/qemu/{vmid}/firewall'
const levels = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug', 'nolog']
const policies = optional(text({ oneOf: ['ACCEPT', 'REJECT', 'DROP'] }))
const own = ['node', 'vmid', 'pos', 'digest', 'delete', 'moveto']

function digestRule({ major }: Profile) {
  return optional(text({ longest: major >= 8 ? 64 : 40 }))
}

function ruleRules(profile: Profile, isNew: boolean): Rules {
  const { major } = profile
  const address = optional(text({ format: 'pve-fw-addr-spec', ...(major >= 7 && { longest: 512 }) }))
  const port = optional(text({ format: 'pve-fw-port-spec' }))
  const types = major >= 8 ? ['in', 'out', 'forward', 'group'] : ['in', 'out', 'group']
  const action = text({ longest: 20, pattern: /^[A-Za-z][A-Za-z0-9\-_]+$/ })
  return {
    node,
    vmid: vmid(profile) ?? text(),
    pos: optional(integer(0)),
    action: isNew ? action : optional(action),
    type: isNew ? text({ oneOf: types }) : optional(text({ oneOf: types })),
    comment: optional(text()),
    dest: address,
    source: address,
    dport: port,
    sport: port,
    enable: optional(integer(0)),
    'icmp-type': optional(text()),
    iface: optional(text({ format: 'pve-iface', longest: 20 })),
    log: optional(text({ oneOf: levels })),
    macro: optional(text({ longest: 128 })),
    proto: optional(text({ format: 'pve-fw-protocol-spec' })),
    digest: digestRule(profile),
    ...(!isNew && { delete: optional(text({ format: 'pve-configid-list' })), moveto: optional(integer(0)) }),
  }
}

const audit: Method['allow'] = (judge, { vmid }) => judge.need(`/vms/${vmid}`, 'VM.Audit')
const modify: Method['allow'] = (judge, { vmid }) => judge.need(`/vms/${vmid}`, 'VM.Config.Network')

const list: Method = {
  verb: 'GET',
  path: `${path}/rules`,
  rules: (profile) => ({ node, vmid: vmid(profile) ?? text() }),
  allow: audit,
  run(call) {
    const guest = guestOf(call)
    return guest.firewall.rules.map((rule, pos) => ({ ...rule, pos, digest: digestOf(guest) }))
  },
}

/** Without a position a new rule comes first. */
const add: Method = {
  verb: 'POST',
  path: `${path}/rules`,
  rules: (profile) => ruleRules(profile, true),
  allow: modify,
  run(call) {
    const guest = guestOf(call)
    checkDigest(call, guest)
    const rule = ruleIn(call)
    judgeRule(rule)
    const { rules } = guest.firewall
    const pos = call.given['pos'] === undefined ? 0 : Math.min(numberOf(call, 'pos'), rules.length)
    rules.splice(pos, 0, { enable: 0, ...rule })
    return null
  },
}

const change: Method = {
  verb: 'PUT',
  path: `${path}/rules/{pos}`,
  rules: (profile) => ruleRules(profile, false),
  allow: modify,
  run(call) {
    const guest = guestOf(call)
    checkDigest(call, guest)
    const pos = positionIn(call, guest)
    const { rules } = guest.firewall
    if (call.given['moveto'] !== undefined) {
      const [moved] = rules.splice(pos, 1)
      const to = numberOf(call, 'moveto')
      if (moved) rules.splice(to > pos ? to - 1 : to, 0, moved)
      return null
    }
    const rule = { ...rules[pos], ...ruleIn(call) }
    for (const name of textOf(call, 'delete').split(/[,;\s]+/)) delete rule[name]
    judgeRule(rule)
    rules[pos] = rule
    return null
  },
}

const remove: Method = {
  verb: 'DELETE',
  path: `${path}/rules/{pos}`,
  rules: (profile) => ({ node, vmid: vmid(profile) ?? text(), pos: optional(integer(0)), digest: digestRule(profile) }),
  allow: modify,
  run(call) {
    const guest = guestOf(call)
    checkDigest(call, guest)
    guest.firewall.rules.splice(positionIn(call, guest), 1)
    return null
  },
}

function ruleIn({ given }: Call): Record<string, string | number> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !own.includes(name)))
}

function judgeRule({ proto, dport, sport, 'icmp-type': icmp }: Record<string, string | number>): void {
  const hasPorts = ['tcp', 'udp', 'sctp', 'dccp', 'udplite'].includes(String(proto))
  if ((dport !== undefined || sport !== undefined) && !hasPorts) {
    throw badParameters({ dport: 'protocol is required when specifying a port' })
  }
  if (icmp !== undefined && !/icmp/.test(String(proto))) throw badParameters({ 'icmp-type': 'requires protocol icmp' })
}

function positionIn(call: Call, { firewall }: Guest): number {
  const pos = numberOf(call, 'pos')
  if (pos >= firewall.rules.length) throw died(`no rule at position ${pos}`)
  return pos
}

function digestOf({ firewall }: Guest): string {
  return createHash('sha1').update(JSON.stringify(firewall)).digest('hex')
}

function checkDigest(call: Call, guest: Guest): void {
  const expected = textOf(call, 'digest')
  if (expected !== '' && expected !== digestOf(guest)) {
    throw died('detected modified configuration - file changed by other user? Try again.')
  }
}

const options: Method = {
  verb: 'GET',
  path: `${path}/options`,
  rules: (profile) => ({ node, vmid: vmid(profile) ?? text() }),
  allow: audit,
  run(call) {
    const guest = guestOf(call)
    return { ...guest.firewall.options, digest: digestOf(guest) }
  },
}

const setOptions: Method = {
  verb: 'PUT',
  path: `${path}/options`,
  rules: (profile) => ({
    node,
    vmid: vmid(profile) ?? text(),
    digest: digestRule(profile),
    delete: optional(text({ format: 'pve-configid-list' })),
    dhcp: flag,
    enable: flag,
    ipfilter: flag,
    macfilter: flag,
    ndp: flag,
    radv: flag,
    log_level_in: optional(text({ oneOf: levels })),
    log_level_out: optional(text({ oneOf: levels })),
    policy_in: policies,
    policy_out: policies,
  }),
  allow: modify,
  run(call) {
    const guest = guestOf(call)
    checkDigest(call, guest)
    Object.assign(guest.firewall.options, ruleIn(call))
    for (const name of textOf(call, 'delete').split(/[,;\s]+/)) delete guest.firewall.options[name]
    return null
  },
}

export const firewallMethods: readonly Method[] = [list, add, change, remove, options, setOptions]
