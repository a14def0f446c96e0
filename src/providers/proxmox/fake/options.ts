import type { Profile } from './profile.ts'
import { flag, integer, optional, type Rule, type Rules, text } from './rules.ts'

/** What may be set on a machine, with whom it needs and whether a running machine takes it at once. */
interface Option {
  readonly rule: Rule
  /** Any of these on /vms/ID. */
  readonly needs: readonly string[]
  readonly atOnce: boolean
}

const option = (rule: Rule, needs: string | readonly string[], atOnce = false): Option => ({
  rule: optional(rule),
  needs: [needs].flat(),
  atOnce,
})
const cloudInit = ['VM.Config.Cloudinit', 'VM.Config.Network']
const drive = text({ format: 'pve-drive' })
const disk = /^(scsi([12]?\d|30)|virtio(1[0-5]|\d)|sata[0-5]|ide[0-3]|efidisk0)$/
const card = /^net([12]?\d|3[01])$/
const addresses = /^ipconfig([12]?\d|3[01])$/

/** Kinds of guests; Windows 11 came with release 7. */
function systems(major: number): readonly string[] {
  const windows = ['wxp', 'w2k', 'w2k3', 'w2k8', 'wvista', 'win7', 'win8', 'win10', ...(major >= 7 ? ['win11'] : [])]
  return ['other', ...windows, 'l24', 'l26', 'solaris']
}

const named: Readonly<Record<string, Option>> = {
  agent: option(text(), 'VM.Config.Options'),
  acpi: option(flag, 'VM.Config.HWType'),
  balloon: option(integer(0), 'VM.Config.Memory'),
  bios: option(text({ oneOf: ['seabios', 'ovmf'] }), 'VM.Config.Options'),
  boot: option(text({ format: 'pve-qm-boot' }), 'VM.Config.Disk'),
  bootdisk: option(text({ pattern: /^(ide|sata|scsi|virtio)\d+$/ }), 'VM.Config.Disk'),
  ciuser: option(text(), cloudInit, true),
  cipassword: option(text(), cloudInit, true),
  citype: option(text({ oneOf: ['configdrive2', 'nocloud', 'opennebula'] }), cloudInit, true),
  ciupgrade: option(flag, cloudInit, true),
  cores: option(integer(1), 'VM.Config.CPU'),
  cpu: option(text({ pattern: /^[^\s]+$/ }), 'VM.Config.CPU'),
  cpulimit: option({ type: 'number', min: 0, max: 128 }, 'VM.Config.CPU', true),
  description: option(text(), 'VM.Config.Options', true),
  hotplug: option(text(), 'VM.Config.HWType'),
  kvm: option(flag, 'VM.Config.HWType'),
  machine: option(text({ longest: 40 }), 'VM.Config.HWType'),
  memory: option(integer(16), 'VM.Config.Memory'),
  name: option(text({ format: 'dns-name' }), 'VM.Config.Options', true),
  nameserver: option(text({ format: 'address-list' }), cloudInit, true),
  numa: option(flag, 'VM.Config.CPU'),
  onboot: option(flag, 'VM.Config.Options', true),
  ostype: option(text({ oneOf: systems(6) }), 'VM.Config.Options'),
  protection: option(flag, 'VM.Config.Options', true),
  scsihw: option(
    text({ oneOf: ['lsi', 'lsi53c810', 'virtio-scsi-pci', 'virtio-scsi-single', 'megasas', 'pvscsi'] }),
    'VM.Config.HWType',
  ),
  searchdomain: option(text(), cloudInit, true),
  serial0: option(text({ pattern: /^(\/dev\/.+|socket)$/ }), 'VM.Config.HWType'),
  sockets: option(integer(1), 'VM.Config.CPU'),
  sshkeys: option(text({ format: 'urlencoded' }), cloudInit, true),
  startup: option(text({ format: 'pve-startup-order' }), 'VM.Config.Options', true),
  tablet: option(flag, 'VM.Config.HWType'),
  tags: option(text({ format: 'pve-tag-list' }), 'VM.Config.Options', true),
  template: option(flag, 'VM.Config.Options'),
  vga: option(text(), 'VM.Config.HWType'),
}

/** Only root@pam may set these, whatever role a token has. */
const rootOnly: Readonly<Record<string, Rule>> = {
  args: optional(text()),
  arch: optional(text({ oneOf: ['x86_64', 'aarch64'] })),
  hookscript: optional(text()),
}

export type OptionKind = 'disk' | 'card' | 'addresses' | 'plain'

export function kindOf(name: string): OptionKind | undefined {
  if (disk.test(name)) return 'disk'
  if (card.test(name)) return 'card'
  if (addresses.test(name)) return 'addresses'
  return named[name] || rootOnly[name] ? 'plain' : undefined
}

/** Whether a running machine takes it at once: disks and network cards are plugged in as they come. */
export function isAtOnce(name: string): boolean {
  return kindOf(name) !== 'plain' || (named[name]?.atOnce ?? false)
}

/** What one needs to set it; undefined when only root@pam may. A disk depends on what is put into it. */
export function rightsFor(name: string, value: string): readonly string[] | undefined {
  const kind = kindOf(name)
  if (kind === 'card') return ['VM.Config.Network']
  if (kind === 'addresses') return cloudInit
  if (kind === 'disk') {
    if (/:(vm-\d+-)?cloudinit\b/.test(value)) return ['VM.Config.Cloudinit', 'VM.Config.CDROM']
    return [/media=cdrom/.test(value) ? 'VM.Config.CDROM' : 'VM.Config.Disk']
  }
  return named[name]?.needs
}

/** Rules for the options that were asked for, and for all that have a name of their own. */
export function optionRules({ major }: Profile, asked: Readonly<Record<string, string>>): Rules {
  const numbered = Object.keys(asked).flatMap((name): [string, Rule][] => {
    const kind = kindOf(name)
    if (kind === 'disk') return [[name, optional(drive)]]
    if (kind === 'card') return [[name, optional(text({ format: 'pve-network' }))]]
    return kind === 'addresses' ? [[name, optional(text({ format: 'pve-qm-ipconfig' }))]] : []
  })
  const known = Object.entries(named).filter(([name]) => name !== 'ciupgrade' || major >= 8)
  return {
    ...Object.fromEntries(known.map(([name, { rule }]) => [name, rule])),
    ...rootOnly,
    ...(major >= 7 && {
      description: optional(text({ longest: 8192 })),
      ostype: optional(text({ oneOf: systems(major) })),
    }),
    ...(major >= 8 && { machine: optional(text()) }),
    ...(major >= 8 && { memory: optional(text({ pattern: /^(current=)?\d+$/ })) }),
    ...Object.fromEntries(numbered),
  }
}

/** Options that are numbers in what Proxmox gives. */
export function isNumber(name: string, { memoryIsText }: Profile): boolean {
  if (name === 'memory') return !memoryIsText
  const type = named[name]?.rule.type
  return type === 'integer' || type === 'boolean'
}
