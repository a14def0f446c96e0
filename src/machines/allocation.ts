import { createHash } from 'node:crypto'
import ipaddr from 'ipaddr.js'
import type { AddressBlockConfig, Config, EnvironmentConfig, MachineConfig } from '../config/config.ts'
import { canSpell, identifierOf, inPrefix, spellWord } from '../lib/spelling.ts'
import type { MachineNetwork } from './machine.ts'
import { domainOf, type Twin } from './twins.ts'

/** Ids, names and addresses of machines: derived by rules that no other machine has a part in, or pinned in the file. */

/** The number of a machine: its own, or that in its label. */
export function numberOf({ number, label }: MachineConfig): number | undefined {
  if (number !== undefined) return number
  const digits = /\d+$/.exec(label ?? '')?.[0]
  return digits === undefined ? undefined : Number(digits)
}

/** The id in Proxmox; undefined when it has no number. */
export function vmidOf({ machine, environment }: Twin): number | undefined {
  const number = numberOf(machine)
  return number === undefined ? undefined : environment.ids.first + number
}

/** The whole name of a machine in an environment. */
export function nameOf(config: Config, machine: MachineConfig, environment: EnvironmentConfig): string {
  return `${machine.id}.${domainOf(config, environment)}`
}

/** The last part of the address in the network; undefined when it has no number. */
export function hostPartOf(machine: MachineConfig): number | undefined {
  const number = numberOf(machine)
  return machine.address ?? (number === undefined ? undefined : number + 10)
}

/** The first address of a network but for that of the network itself: where routers usually are. */
export function firstAddress(network: string): string {
  return network.includes(':') ? inPrefix(network, identifierOf('::1')) : addressIn(network, 1)
}

/** The address so far into an IPv4 network. */
export function addressIn(network: string, part: number): string {
  const [base = ''] = network.split('/')
  const start = ipaddr.IPv4.parse(base)
    .toByteArray()
    .reduce((sum, byte) => sum * 256 + byte, 0)
  const at = start + part
  return [24, 16, 8, 0].map((shift) => Math.floor(at / 2 ** shift) % 256).join('.')
}

/** A locally administered hardware address that belongs to this machine alone, and stays the same. */
export function macOf(config: Config, vmid: number, slot: string): string {
  const digest = createHash('sha256').update(`${config.coop.domain} ${vmid} ${slot}`).digest()
  return [0x02, ...digest.subarray(0, 5)].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':')
}

/** The interfaces of a machine: the one in the open first when it has one, then that in its network. */
export function networksOf(config: Config, twin: Twin, vmid: number): [MachineNetwork, ...MachineNetwork[]] {
  const open = publicNetwork(config, twin, vmid)
  return open ? [open, innerNetwork(config, twin, vmid, 'net1')] : [innerNetwork(config, twin, vmid, 'net0')]
}

/** The block that a public address is from. */
export function blockOf({ addresses }: Config, id: string | undefined): AddressBlockConfig | undefined {
  return id === undefined ? (addresses.length === 1 ? addresses[0] : undefined) : addresses.find((one) => one.id === id)
}

/** The last 64 bits that its word spells; else those given; else its id, to be read as digits. */
export function identifierFor({ machine, environment }: Twin, vmid: number, given?: string): number[] {
  const word = machine.spell[environment.id]
  if (given !== undefined) return identifierOf(given)
  // A word that cannot be spelt is told where it is written.
  if (word !== undefined && canSpell(word)) return identifierOf(spellWord(word))
  return identifierOf(`::${String(vmid).replaceAll(/\B(?=(\d{4})+$)/g, ':')}`)
}

function innerNetwork(config: Config, twin: Twin, vmid: number, slot: string): MachineNetwork {
  const { machine, environment } = twin
  const { network, gateway, ipv6, ipv6_gateway: ipv6Gateway } = environment
  // Whoever has a way out in the open has no second one here.
  const isOnly = slot === 'net0'
  return {
    slot,
    bridge: environment.bridge,
    vlan: environment.vlan,
    mac: machine.mac[environment.id] ?? macOf(config, vmid, slot),
    ipv4: `${addressIn(network, hostPartOf(machine) ?? 0)}/${network.split('/')[1]}`,
    ipv4Gateway: isOnly ? (gateway ?? firstAddress(network)) : undefined,
    ipv6: ipv6 && `${inPrefix(ipv6, identifierFor(twin, vmid))}/64`,
    ipv6Gateway: ipv6 && isOnly ? (ipv6Gateway ?? firstAddress(ipv6)) : undefined,
    firewall: true,
  }
}

function publicNetwork(config: Config, twin: Twin, vmid: number): MachineNetwork | undefined {
  const wanted = twin.machine.public[twin.environment.id]
  const block = wanted && blockOf(config, wanted.block)
  if (!block) return undefined
  const { ipv4, ipv6, mac } = wanted
  const bits = block.ipv4_bits ?? Number(block.ipv4?.split('/')[1] ?? 32)
  return {
    slot: 'net0',
    bridge: block.bridge,
    vlan: block.vlan,
    mac: mac ?? macOf(config, vmid, 'net0'),
    ipv4: ipv4 && `${ipv4}/${bits}`,
    ipv4Gateway: ipv4 && block.ipv4_gateway,
    ipv6: block.ipv6 && `${inPrefix(block.ipv6, identifierFor(twin, vmid, ipv6))}/64`,
    ipv6Gateway: block.ipv6 && (block.ipv6_gateway ?? firstAddress(block.ipv6)),
    firewall: true,
  }
}
