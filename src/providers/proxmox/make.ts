import { Problem } from '../../lib/problem.ts'
import type { Machine } from '../../machines/machine.ts'
import type { Work } from '../../reconcile/kind.ts'
import { at, type Parameters, type Proxmox, type Session } from './client.ts'
import { type Config, readConfig } from './config.ts'
import { isFailure, ProxmoxFailure } from './failure.ts'
import { isAtWork } from './inventory.ts'
import { type Mark, ourTag, readMark, writeDescription } from './mark.ts'
import { withProperties } from './properties.ts'
import { finish } from './tasks.ts'

/** Copies onto one storage wait for its lock, and after 10 s in vain they fail. */
export const copiesAtOnce = 2
const lookMs = 500
/** A copy of a large disk takes its time. */
const mostLooks = 7_200

/**
 * Makes a machine with its first disk, and with our mark in the very request that makes it. That is all: what else it
 * needs is compared and set afterwards, as for any other machine. When nobody knows whether it was done, what is there is
 * looked at, and it is never said again.
 */
export async function make(proxmox: Proxmox, session: Session, mark: Mark, want: Machine, work: Work): Promise<void> {
  const { source, node, disks } = want
  const [first] = disks
  const storage = `${proxmox.name} ${first.storage}`
  await work.hold(`disks on ${storage}`, copiesAtOnce, async () => {
    work.progress(source.kind === 'template' ? `cloning ${source.name}` : `importing ${source.name}`)
    const from = source.kind === 'template' ? await findTemplate(session, want, source.vmid) : node
    try {
      const answer = await begin(proxmox, session, mark, want, from)
      for (const warning of (await finish(session, answer)).warnings) work.remark(warning)
    } catch (error) {
      await judgeFailure(proxmox, session, mark, want, from, error)
    }
    await untilUnlocked(proxmox, session, from, want)
  })
}

async function begin(proxmox: Proxmox, session: Session, mark: Mark, want: Machine, from: string): Promise<unknown> {
  const { source, node, vmid, name, pool, disks, description } = want
  const own = { name, description: writeDescription(description, mark), pool }
  if (source.kind === 'image')
    return await session.send('POST', at('nodes', node, 'qemu'), await fromImage(proxmox, session, want, own))
  return await session.send('POST', `${at('nodes', from, 'qemu', source.vmid)}/clone`, {
    ...own,
    newid: vmid,
    // Said each time: of a template Proxmox would else make a linked clone, which ties it to the template for ever.
    full: true,
    storage: disks[0].storage,
    target: from === node ? undefined : node,
  })
}

/** The node of a template, when it is fit to be cloned for this machine. */
async function findTemplate(session: Session, want: Machine, vmid: number): Promise<string> {
  const listed = await session.get('/cluster/resources', { type: 'vm' })
  const found = (Array.isArray(listed) ? listed : []).map(Object).find((one) => Number(one.vmid) === vmid)
  const [{ slot }] = want.disks
  if (!found) {
    throw new Problem(
      'not-found',
      `template ${want.source.name} (VM ${vmid}) is not in Proxmox, or our token may not see it`,
      {
        hint: `${want.name} was not made`,
      },
    )
  }
  const node = String(found.node)
  const { config } = readConfig(await session.get(`${at('nodes', node, 'qemu', vmid)}/config`))
  if (config[slot] === undefined) {
    throw new Problem('refused', `template ${want.source.name} (VM ${vmid}) has no disk ${slot}`, {
      hint: `attach its disk as ${slot}: in Proxmox detach it, and add it again as SCSI; ${want.name} was not made`,
    })
  }
  return node
}

/** Only what it cannot be begun without: all else is set afterwards, as it is for a clone. */
async function fromImage(proxmox: Proxmox, session: Session, want: Machine, own: Parameters): Promise<Parameters> {
  const release = await proxmox.release(session.signal)
  const { vmid, source, disks } = want
  const [{ slot, storage, backup }] = disks
  if (!release.importsImages || source.kind !== 'image') {
    throw new Problem('refused', `Proxmox ${proxmox.name} (${release.version}) cannot begin a machine from an image`, {
      hint: 'use a template there, or upgrade to 7.2 or later',
    })
  }
  const disk = { 'import-from': source.volume, discard: 'on', backup: backup ? undefined : 0 }
  return {
    ...own,
    vmid,
    tags: ourTag,
    ostype: 'l26',
    agent: '1',
    scsihw: 'virtio-scsi-single',
    [slot]: withProperties(`${storage}:0`, disk),
    ide2: `${storage}:cloudinit`,
    boot: `order=${slot}`,
    serial0: 'socket',
    vga: 'serial0',
  }
}

/** Goes on when the machine is there all the same and is ours; throws what went wrong otherwise. */
async function judgeFailure(
  proxmox: Proxmox,
  session: Session,
  mark: Mark,
  want: Machine,
  from: string,
  error: unknown,
): Promise<void> {
  const { node, vmid, name } = want
  if (isFailure(error, 'failed')) await requireNothingLeft(session, node, vmid, error)
  // An apply that was cut off a moment ago may still be making it: then it is there without a mark, or its lock is held.
  if (!isFailure(error, 'lost', 'away', 'busy', 'exists')) throw error
  if (await appears(proxmox, session, mark, want, from)) return
  if (!isFailure(error, 'exists')) throw error
  const isHidden = (await look(session, node, vmid)) === 'hidden'
  const ifHalf = `if it was left half made (qm config ${vmid} shows "lock: clone"), ${remedy(node, vmid)}`
  throw new Problem('conflict', `VM ${vmid} is already there, and is not ours; ${name} was not made`, {
    hint: isHidden ? `our token may not see it; ${ifHalf}` : 'it was not touched; make a new plan',
  })
}

/** A task that fails takes away what it has made. One that was killed does not, and no token may. */
async function requireNothingLeft(session: Session, node: string, vmid: number, error: ProxmoxFailure): Promise<void> {
  const found = await look(session, node, vmid)
  const hasDied = error.said.startsWith('unexpected status')
  if (found === 'absent' || (found === 'hidden' && !hasDied)) return
  const lock = typeof found === 'object' ? found['lock'] : 'clone'
  if (lock !== undefined) throw halfMade(node, vmid, lock, error)
}

/** Whether a machine with our mark is there, or comes, after an answer was lost. */
async function appears(
  proxmox: Proxmox,
  session: Session,
  mark: Mark,
  { node, vmid }: Machine,
  from: string,
): Promise<boolean> {
  for (let looks = 0; looks < mostLooks; looks += 1) {
    const found = await look(session, node, vmid)
    if (typeof found === 'object' && isMarked(found, mark)) return true
    // A clone comes into its pool, where we may see it, with its last step: until then only its task shows.
    if (looks > 1 && !(await isAtWork(proxmox, session, from))) return false
    await session.pause(lookMs)
  }
  return false
}

function isMarked(config: Config, { owner, id, vmid }: Mark): boolean {
  const found = readMark(config['description'] ?? '')
  return found?.owner === owner && found.id === id && found.vmid === vmid
}

/** A configuration, or why there is none to see. Until a machine is in our pool, our token may not see it. */
async function look(session: Session, node: string, vmid: number): Promise<Config | 'absent' | 'hidden'> {
  try {
    return readConfig(await session.get(`${at('nodes', node, 'qemu', vmid)}/config`)).config
  } catch (error) {
    if (isFailure(error, 'absent')) return 'absent'
    if (isFailure(error, 'forbidden', 'failed')) return 'hidden'
    throw error
  }
}

/** A task may be over while its lock is still there for a moment. One that stays was left by a worker that died. */
async function untilUnlocked(proxmox: Proxmox, session: Session, from: string, { node, vmid }: Machine): Promise<void> {
  for (let looks = 0; looks < mostLooks; looks += 1) {
    const found = await look(session, node, vmid)
    if (typeof found === 'object' && found['lock'] === undefined) return
    if (looks > 20 && !(await isAtWork(proxmox, session, from))) {
      if (found === 'absent') throw new ProxmoxFailure('absent', 'it is not there after all', `VM ${vmid} on ${node}`)
      throw halfMade(node, vmid, typeof found === 'object' ? (found['lock'] ?? '') : 'clone')
    }
    await session.pause(lookMs)
  }
}

/** Proxmox lets nobody but root@pam unlock a machine, and no token is root@pam. */
export function halfMade(node: string, vmid: number, lock: string, cause?: unknown): Problem {
  return new Problem('locked', `VM ${vmid} on ${node} was left half made, with the lock "${lock}"`, {
    hint: `${remedy(node, vmid)}; then run this again`,
    cause,
  })
}

function remedy(node: string, vmid: number): string {
  return `as root on ${node}: qm unlock ${vmid} && qm destroy ${vmid}`
}
