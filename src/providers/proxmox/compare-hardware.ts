import type { Machine, MachineDisk, MachineNetwork } from '../../machines/machine.ts'
import { type Change, differs } from './differences.ts'
import type { MachineHave } from './machine.ts'
import { readProperties, unnamed, withProperties } from './properties.ts'
import { yesNo } from './words.ts'

export function compareDisk({ slot, storage, size, backup }: MachineDisk, { config }: MachineHave): Change[] {
  const value = config[slot]
  const added = backup ? {} : { backup: 0 }
  if (value === undefined) {
    const difference = { path: slot, to: `${size} GiB on ${storage}` }
    return [{ difference, set: { [slot]: withProperties(`${storage}:${size}`, added) } }]
  }
  const properties = readProperties(value)
  const [storageNow = ''] = (properties.get(unnamed) ?? properties.get('file') ?? '').split(':')
  const sizeNow = gibibytes(properties.get('size') ?? '0')
  if (storageNow !== storage) {
    const note = 'everything on it would be lost; or move the disk in Proxmox (Hardware, Disk Action, Move Storage)'
    return [{ difference: { path: `${slot} storage`, from: storageNow, to: storage, effect: 'replace', note } }]
  }
  const sized = differs(`${slot} size`, `${sizeNow} GiB`, `${size} GiB`)
  const note = 'disks do not shrink, so everything on it would be lost'
  const shrunk = sized.map((one) => ({ difference: { ...one, effect: 'replace' as const, note } }))
  const grown = sized.map((difference) => ({ difference, resize: { slot, gib: size } }))
  const isSaved = properties.get('backup') !== '0'
  const saved = differs(`${slot} in backups`, yesNo(isSaved), yesNo(backup)).map((difference) => ({
    difference,
    set: { [slot]: withProperties(value, { backup: backup ? undefined : 0 }) },
  }))
  return [...(sizeNow > size ? shrunk : grown), ...saved]
}

/** GiB of `3G`, `20480M` or `1T`. */
function gibibytes(text: string): number {
  const [, number = '0', unit = 'G'] = /^(\d+(?:\.\d+)?)([KMGT]?)$/.exec(text) ?? []
  return Math.round(Number(number) * 1024 ** (['K', 'M', 'G', 'T'].indexOf(unit) - 2) * 1e4) / 1e4
}

export function compareNetworks({ networks }: Machine, { config }: MachineHave): Change[] {
  const wanted = new Set<string>(networks.map(({ slot }) => slot))
  const others = Object.keys(config).filter((key) => /^net\d+$/.test(key) && !wanted.has(key))
  const removed = others.map((slot) => ({
    difference: { path: slot, from: cardInWords(config[slot] ?? '') },
    remove: [slot],
  }))
  return [...networks.flatMap((network) => compareCard(network, config[network.slot])), ...removed]
}

function compareCard(want: MachineNetwork, value: string | undefined): Change[] {
  const { slot, bridge, vlan, mac, firewall } = want
  if (value === undefined) {
    const made = withProperties('', { virtio: mac, bridge, tag: vlan, firewall: firewall ? 1 : undefined })
    return [{ difference: { path: slot, to: cardInWords(made) }, set: { [slot]: made } }]
  }
  const { model, address } = cardOf(value)
  const properties = readProperties(value)
  const changes = [
    ...differs(`${slot} bridge`, properties.get('bridge'), bridge),
    ...differs(`${slot} VLAN`, properties.get('tag'), vlan?.toString()),
    ...differs(`${slot} hardware address`, address, mac),
    ...differs(`${slot} firewall`, yesNo(properties.get('firewall') === '1'), yesNo(firewall)),
  ]
  // What we do not know of it stays as it is; without its address Proxmox would make up a new one.
  const set = {
    [slot]: withProperties(value, {
      [model]: mac,
      macaddr: undefined,
      bridge,
      tag: vlan,
      firewall: firewall ? 1 : undefined,
    }),
  }
  return changes.map((difference) => ({ difference, set }))
}

function cardOf(value: string): { readonly model: string; readonly address: string | undefined } {
  const [model = 'virtio', address] =
    [...readProperties(value)].find(([key]) => /^(virtio|e1000|rtl8139|vmxnet3)/.test(key)) ?? []
  return { model, address: address?.toUpperCase() }
}

function cardInWords(value: string): string {
  const properties = readProperties(value)
  const vlan = properties.get('tag')
  return `${properties.get('bridge') ?? 'no bridge'}${vlan === undefined ? '' : `, VLAN ${vlan}`}`
}
