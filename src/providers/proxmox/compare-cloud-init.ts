import type { CloudInit, Machine, MachineNetwork } from '../../machines/machine.ts'
import type { Difference } from '../../reconcile/kind.ts'
import { readSshKeys, writeIpConfig, writeSshKeys } from './cloud-init.ts'
import { type Change, fromTo, newHostKey, option } from './differences.ts'
import type { MachineHave } from './machine.ts'
import { readProperties } from './properties.ts'
import { keyInWords } from './words.ts'

export function compareCloudInit({ cloudInit, networks, disks }: Machine, have: MachineHave): Change[] {
  const { config, isRunning, knowsUpgrade } = have
  const more = { note: newHostKey, ...(isRunning && { effect: 'restart' as const }) }
  const hasDrive = Object.values(config).some((value) => /^[\w.-]+:\S*cloudinit\b/.test(value))
  const drive: Change[] = hasDrive
    ? []
    : [
        {
          difference: { path: 'cloud-init drive', to: disks[0].storage },
          set: { ide2: `${disks[0].storage}:cloudinit` },
        },
      ]
  const addresses = networks.flatMap((network): Change[] => {
    const key = network.slot.replace('net', 'ipconfig')
    const wanted = addressesOf(network)
    const now = config[key] ?? ''
    if (sameMap(now, wanted)) return []
    const difference = { path: `${network.slot} address`, ...fromTo(now, wanted), ...more }
    return [wanted === '' ? { difference, remove: [key] } : { difference, set: { [key]: wanted } }]
  })
  // The first start shall not take as long as all updates of its distribution do.
  const isNew = config['ciuser'] === undefined && knowsUpgrade
  const login = option(config, 'ciuser', cloudInit.user, 'login', newHostKey).map((change) => ({
    ...change,
    set: { ...change.set, ...(isNew && { ciupgrade: '0' }) },
  }))
  return [
    ...drive,
    ...login,
    ...compareKeys(cloudInit, config['sshkeys'], more),
    ...option(config, 'nameserver', cloudInit.dns.join(' '), 'name servers', newHostKey),
    ...option(config, 'searchdomain', cloudInit.searchDomain, 'search domain', newHostKey),
    ...addresses,
  ]
}

function addressesOf({ ipv4, ipv4Gateway, ipv6, ipv6Gateway }: MachineNetwork): string {
  return writeIpConfig({ ip: ipv4, gw: ipv4Gateway, ip6: ipv6, gw6: ipv6Gateway })
}

/** The order of what a value holds means nothing. */
function sameMap(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) =>
    [...readProperties(text)]
      .map((entry) => entry.join('='))
      .toSorted()
      .join(','),
  )
  return a === b
}

function compareKeys({ keys }: CloudInit, value: string | undefined, more: Partial<Difference>): Change[] {
  const now = readSshKeys(value ?? '')
  const wanted = keys.map((key) => key.trim())
  const added = wanted.filter((key) => !now.includes(key))
  const gone = now.filter((key) => !wanted.includes(key))
  if (added.length + gone.length === 0) return []
  const difference: Difference = {
    path: 'SSH keys of its login',
    ...(gone.length > 0 && { from: gone.map(keyInWords).join(', ') }),
    ...(added.length > 0 && { to: added.map(keyInWords).join(', ') }),
    ...more,
  }
  return [
    wanted.length === 0 ? { difference, remove: ['sshkeys'] } : { difference, set: { sshkeys: writeSshKeys(wanted) } },
  ]
}
