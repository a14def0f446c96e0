import { Problem } from '../../lib/problem.ts'
import type { Machine } from '../../machines/machine.ts'
import type { Work } from '../../reconcile/kind.ts'
import { at, type Proxmox, type Session } from './client.ts'
import { compareMachine } from './compare.ts'
import { type Config, isSame, readConfig, readPending } from './config.ts'
import type { Change } from './differences.ts'
import { isFailure, ProxmoxFailure } from './failure.ts'
import { type MachineHave, machineName } from './machine.ts'
import { halfMade } from './make.ts'
import type { Mark } from './mark.ts'
import { settleFirewall } from './rules.ts'
import { finish } from './tasks.ts'

const lookMs = 500
const mostLooks = 240

/** What is read of a machine before it is written to. */
interface Fresh {
  readonly config: Config
  readonly digest: string
}

/**
 * Makes a machine as it should be, one kind of change after the other: configuration, disks, pool, firewall, and only then
 * its power. The first writing request carries the digest of a configuration that is the one which was planned with; when it
 * is not, Problem 'conflict' and nothing was written.
 */
export async function change(
  proxmox: Proxmox,
  session: Session,
  mark: Mark,
  want: Machine,
  have: MachineHave,
  work: Work,
): Promise<void> {
  const changes = compareMachine(want, have, mark)
  const { node, vmid, config } = have
  if (config['lock'] === 'clone' || config['lock'] === 'create') throw halfMade(node, vmid, config['lock'])
  for (const { pool } of changes) if (pool !== undefined) await requireMovable(proxmox, session, have, pool)
  const fresh = await readUnchanged(session, have)
  await configure(session, have, changes, fresh, work)
  for (const { resize } of changes) if (resize) await grow(session, have, resize, work)
  for (const { pool } of changes) if (pool !== undefined) await move(proxmox, session, have, pool)
  if (changes.some(({ firewall }) => firewall)) {
    work.progress('firewall')
    await settleFirewall(session, node, vmid, want.firewall)
  }
  for (const { power } of changes) if (power) await switchPower(session, have, power, work)
  remarkRestart(changes, have, work)
}

async function readUnchanged(session: Session, have: MachineHave): Promise<Fresh> {
  const fresh = readConfig(await session.get(`${at('nodes', have.node, 'qemu', have.vmid)}/config`))
  if (isSame(fresh.config, have.config)) return fresh
  throw new ProxmoxFailure('changed', 'its configuration is not what it was when the plan was made', machineName(have))
}

async function configure(
  session: Session,
  { node, vmid }: MachineHave,
  changes: readonly Change[],
  { digest }: Fresh,
  work: Work,
): Promise<void> {
  const set: Record<string, string> = Object.assign({}, ...changes.map((one) => one.set ?? {}))
  const remove = changes.flatMap((one) => one.remove ?? []).filter((key) => set[key] === undefined)
  if (Object.keys(set).length + remove.length === 0) return
  work.progress('configuring')
  const path = `${at('nodes', node, 'qemu', vmid)}/config`
  const parameters = { ...set, digest, delete: remove.length > 0 ? remove.join(',') : undefined }
  // What makes a disk may take long, and is a task. All else is done when it is answered.
  const makesDisk = Object.values(set).some((value) => /^[\w.-]+:(\d|cloudinit)/.test(value))
  try {
    const answer = await session.send(makesDisk ? 'POST' : 'PUT', path, parameters)
    for (const warning of (await finish(session, answer)).warnings) work.remark(warning)
  } catch (error) {
    if (!isFailure(error, 'lost')) throw error
    await requireWritten(error, session, async () => readConfig(await session.get(path)).digest !== digest)
  }
}

/** After a lost answer: whether it was done. What was not (yet) may not be said again by anybody but a new plan. */
async function requireWritten(lost: unknown, session: Session, isWritten: () => Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < 20; looks += 1) {
    if (await isWritten()) return
    await session.pause(lookMs)
  }
  throw lost
}

async function grow(
  session: Session,
  { node, vmid, config }: MachineHave,
  { slot, gib }: { readonly slot: string; readonly gib: number },
  work: Work,
): Promise<void> {
  work.progress(`growing ${slot}`)
  const path = at('nodes', node, 'qemu', vmid)
  try {
    // An absolute size: said twice it is the same.
    await finish(session, await session.send('PUT', `${path}/resize`, { disk: slot, size: `${gib}G` }))
  } catch (error) {
    if (!isFailure(error, 'lost')) throw error
    await requireWritten(error, session, async () => {
      const now = readConfig(await session.get(`${path}/config`)).config
      return now[slot] !== config[slot]
    })
  }
}

/**
 * Before release 8 a machine has to leave its pool before it comes into another, and in between it would be in none, where
 * our token may not even see it.
 */
async function requireMovable(proxmox: Proxmox, session: Session, have: MachineHave, pool: string): Promise<void> {
  const { poolsByParameter, version } = await proxmox.release(session.signal)
  if (poolsByParameter || have.pool === undefined) return
  throw new Problem(
    'refused',
    `${machineName(have)} cannot be moved to pool ${pool} by a token on Proxmox ${version}`,
    {
      hint: `move it in Proxmox (Datacenter, Permissions, Pools); nothing of it was changed`,
    },
  )
}

async function move(proxmox: Proxmox, session: Session, { vmid }: MachineHave, pool: string): Promise<void> {
  const { poolsByParameter } = await proxmox.release(session.signal)
  try {
    if (poolsByParameter) await session.send('PUT', '/pools', { poolid: pool, vms: vmid, 'allow-move': true })
    else await session.send('PUT', at('pools', pool), { vms: vmid })
  } catch (error) {
    if (isFailure(error, 'failed') && error.said.includes('already a pool member')) return
    throw error
  }
}

/** A verb that is already true, or became so, is no failure. */
async function switchPower(
  session: Session,
  have: MachineHave,
  power: 'start' | 'shutdown',
  work: Work,
): Promise<void> {
  work.progress(power === 'start' ? 'starting' : 'shutting down')
  const path = `${at('nodes', have.node, 'qemu', have.vmid)}/status`
  try {
    const parameters = power === 'shutdown' ? { timeout: 180 } : {}
    await finish(session, await session.send('POST', `${path}/${power}`, parameters))
  } catch (error) {
    if (!isFailure(error, 'lost', 'exists')) throw error
    await untilPower(session, have, power === 'start', error)
  }
}

async function untilPower(
  session: Session,
  { node, vmid }: MachineHave,
  running: boolean,
  lost: unknown,
): Promise<void> {
  for (let looks = 0; looks < mostLooks; looks += 1) {
    const { status, lock } = Object(await session.get(`${at('nodes', node, 'qemu', vmid)}/status/current`))
    if ((status === 'running') === running && lock === undefined) return
    if (looks >= 20) break
    await session.pause(lookMs)
  }
  throw lost
}

function remarkRestart(changes: readonly Change[], have: MachineHave, work: Work): void {
  const later = changes
    .filter(({ difference }) => difference.effect === 'restart')
    .map(({ difference }) => difference.path)
  if (later.length > 0) work.remark(`${machineName(have)} needs a restart for: ${later.join(', ')}`)
}

/** Restarts it from within if it runs, and looks whether nothing waits any more. */
export async function restart(session: Session, have: MachineHave, work: Work): Promise<void> {
  const { node, vmid } = have
  const path = at('nodes', node, 'qemu', vmid)
  // The file may have asked to shut it down as well: then nothing waits.
  const { status } = Object(await session.get(`${path}/status/current`))
  if (status !== 'running') return
  work.progress('restarting')
  try {
    await finish(session, await session.send('POST', `${path}/status/reboot`, { timeout: 180 }))
  } catch (error) {
    if (!isFailure(error, 'lost')) throw error
    await untilPower(session, have, true, error)
  }
  const { waiting } = readPending(await session.get(`${path}/pending`))
  if (waiting.length === 0) return
  throw new Problem(
    'upstream',
    `${machineName(have)} was restarted, and these still wait: ${waiting.map(({ key }) => key).join(', ')}`,
    {
      hint: 'stop it and start it in Proxmox; some changes need that',
    },
  )
}

/** Takes a machine away with its disks, if it still is the one that was read. */
export async function destroy(session: Session, have: MachineHave, work: Work): Promise<void> {
  const { node, vmid } = have
  if (have.config['lock'] === 'clone' || have.config['lock'] === 'create')
    throw halfMade(node, vmid, have.config['lock'])
  const path = at('nodes', node, 'qemu', vmid)
  await readUnchanged(session, have)
  if (have.isRunning) {
    work.progress('shutting down')
    await finish(session, await session.send('POST', `${path}/status/shutdown`, { timeout: 120, forceStop: true }))
  }
  work.progress('destroying')
  try {
    // Not purged from backup jobs: ours are changed by their own steps, and those of others are not ours to change.
    await finish(session, await session.send('DELETE', path))
  } catch (error) {
    if (isFailure(error, 'absent')) return
    if (!isFailure(error, 'lost')) throw error
    await untilGone(session, path, error)
  }
}

async function untilGone(session: Session, path: string, lost: unknown): Promise<void> {
  for (let looks = 0; looks < 20; looks += 1) {
    try {
      await session.get(`${path}/config`)
    } catch (error) {
      if (isFailure(error, 'absent')) return
      throw error
    }
    await session.pause(lookMs)
  }
  throw lost
}
