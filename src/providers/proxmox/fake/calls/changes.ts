import { readProperties, unnamed } from '../../properties.ts'
import { kindOf, rightsFor } from '../options.ts'
import { badParameters, died, Refusal } from '../refusal.ts'
import type { Judge } from '../rights.ts'
import { storageNamed } from '../volumes.ts'
import type { World } from '../world.ts'
import { needOnGuest } from './method.ts'

/** What somebody wants to set or remove on a guest, and where. */
export interface Change {
  readonly vmid: number
  readonly pool: string | undefined
  readonly set: Readonly<Record<string, string>>
  readonly remove: readonly string[]
}

/** Whether somebody may make a change, and whether what it names is there. */
export function judgeChange(world: World, who: string, judge: Judge, { vmid, pool, set, remove }: Change): void {
  for (const [name, value] of [...Object.entries(set), ...remove.map((name): [string, string] => [name, ''])]) {
    if (/^unused\d+$/.test(name)) {
      needOnGuest(judge, String(vmid), pool, ['VM.Config.Disk'])
      continue
    }
    if (!kindOf(name)) throw badParameters({ delete: `unknown option '${name}'` })
    const needed = rightsFor(name, value)
    if (!needed && who !== 'root@pam') throw died(`only root can set '${name}' config`)
    needOnGuest(judge, String(vmid), pool, needed ?? [])
  }
  for (const [name, value] of Object.entries(set)) judgeValue(world, judge, name, value)
}

function judgeValue(world: World, judge: Judge, name: string, value: string): void {
  if (kindOf(name) === 'disk') judgeDrive(world, judge, value)
  if (kindOf(name) === 'card') judgeCard(world, judge, value)
  if (name === 'sshkeys') judgeKeys(value)
}

function judgeDrive(world: World, judge: Judge, value: string): void {
  const properties = readProperties(value)
  const id = properties.get(unnamed) ?? properties.get('file') ?? ''
  const [, storage] = /^([a-z][\w.-]*):(\d+(\.\d+)?|cloudinit)$/i.exec(id) ?? []
  if (storage === undefined) return
  judge.need(`/storage/${storage}`, 'Datastore.AllocateSpace')
  storageNamed(world, storage, 'images')
}

function judgeCard(world: World, judge: Judge, value: string): void {
  const bridge = readProperties(value).get('bridge')
  if (bridge === undefined) return
  if (world.profile.major >= 8) judge.need(`/sdn/zones/localnetwork/${bridge}`, 'SDN.Use')
  if (!world.bridges.has(bridge)) throw died(`bridge '${bridge}' does not exist`)
}

const keyForm = /^(ssh-(ed25519|rsa|dss)|ecdsa-sha2-\S+|sk-\S+) [A-Za-z0-9+/]+=*( .*)?$/

function judgeKeys(value: string): void {
  const lines = decodeURIComponent(value).split('\n')
  if (lines.some((line) => line.trim() !== '' && !line.startsWith('#') && !keyForm.test(line.trim()))) {
    throw new Refusal(500, 'SSH public key validation error')
  }
}
