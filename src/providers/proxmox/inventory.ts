import { at, type Proxmox, type Session } from './client.ts'
import { type Config, readConfig, readPending, type Waiting } from './config.ts'
import { isFailure } from './failure.ts'
import type { MachineHave } from './machine.ts'
import { ourTag, readMark } from './mark.ts'
import { readPools } from './pools.ts'
import { readFirewall } from './rules.ts'
import { readUpid } from './upid.ts'

/** Which machines are looked at beside our own: those that stand where one of ours should be. */
export interface Interest {
  readonly owner: string
  readonly vmids: ReadonlySet<number>
  readonly names: ReadonlySet<string>
  /** Nodes on which nobody but an apply of ours that was cut off can be at work: that is waited for. */
  readonly quiet: readonly string[]
}

/** A line of the list of all guests. */
interface Listed {
  readonly vmid: number
  readonly node: string
  readonly name: string | undefined
  readonly status: string
  readonly pool: string | undefined
  readonly tags: string
  readonly lock: string | undefined
}

const waitMs = 500
/** How long we wait for what an apply that was cut off left behind at work: ten minutes. */
const mostWaits = 1_200
/** A lock may be seen for a moment after its task is over. */
const momentOfWaits = 6

/**
 * Machines as they are: one request for the list, one for each node and its tasks, and for each machine that concerns us
 * one for its configuration and two for its firewall. What an earlier apply of ours is still making is waited for: until it
 * is done it is in no pool, and with no rights but those on our pools it cannot be seen at all.
 */
export async function readMachines(
  proxmox: Proxmox,
  session: Session,
  interest: Interest,
): Promise<readonly MachineHave[]> {
  // A clone that is being made is in no list that we may see; a machine that is being destroyed still is.
  const [{ listsTags, knowsUpgrade }] = await Promise.all([
    proxmox.release(session.signal),
    ...interest.quiet.map((node) => untilQuiet(proxmox, session, node)),
  ])
  const [listed, pools] = await Promise.all([listGuests(session), ourPools(proxmox, session, interest.owner)])
  const concerning = listed.filter(
    ({ vmid, name, tags, pool = '' }) =>
      !listsTags ||
      interest.vmids.has(vmid) ||
      interest.names.has(name ?? '') ||
      tags.split(/[;,\s]+/).includes(ourTag) ||
      // One that was cut off before it had its tag.
      pools.has(pool),
  )
  const read = await Promise.all(
    concerning.map((guest) => readMachine(proxmox, session, guest, interest, knowsUpgrade)),
  )
  return read.filter((have) => have !== undefined)
}

async function untilQuiet(proxmox: Proxmox, session: Session, node: string): Promise<void> {
  for (let waits = 0; waits < mostWaits && (await hasTask(proxmox, session, node, /^(qm|resize)/)); waits += 1) {
    await session.pause(waitMs)
  }
}

/** The names of the pools that bear our mark. */
async function ourPools(proxmox: Proxmox, session: Session, owner: string): Promise<ReadonlySet<string>> {
  const pools = await readPools(proxmox, session)
  return new Set(pools.flatMap(({ name, comment }) => (readMark(comment)?.owner === owner ? [name] : [])))
}

async function listGuests(session: Session): Promise<readonly Listed[]> {
  const data = await session.get('/cluster/resources', { type: 'vm' })
  return (Array.isArray(data) ? data : []).flatMap((one): Listed[] => {
    const { type, vmid, node, name, status, pool, tags, lock, template } = Object(one)
    if (type !== 'qemu' || Number(template ?? 0) === 1) return []
    const optional = (value: unknown) => (value === undefined || value === '' ? undefined : String(value))
    return [
      {
        vmid: Number(vmid),
        node: String(node),
        name: optional(name),
        status: String(status),
        pool: optional(pool),
        tags: String(tags ?? ''),
        lock: optional(lock),
      },
    ]
  })
}

async function readMachine(
  { name: place }: Proxmox,
  session: Session,
  guest: Listed,
  { owner }: Interest,
  knowsUpgrade: boolean,
): Promise<MachineHave | undefined> {
  const read = await readSettled(session, guest)
  if (!read) return undefined
  const mark = readMark(read.config['description'] ?? '')
  const isOurs = mark?.owner === owner && mark.vmid === guest.vmid
  return {
    place,
    node: guest.node,
    vmid: guest.vmid,
    mark: isOurs ? mark : undefined,
    pool: guest.pool,
    isRunning: guest.status === 'running',
    ...read,
    firewall: isOurs ? await readFirewall(session, guest.node, guest.vmid) : undefined,
    knowsUpgrade,
  }
}

interface Read {
  readonly config: Config
  readonly waiting: readonly Waiting[]
}

/** A configuration that nobody is just writing; undefined for one that was gone meanwhile. */
async function readSettled(session: Session, guest: Listed): Promise<Read | undefined> {
  for (let waits = 0; ; waits += 1) {
    const read = await readOnce(session, guest)
    if (read === 'absent') return undefined
    const isBeingMade = read === 'in flight' || isMaking(read.config['lock'])
    if (!isBeingMade || waits >= momentOfWaits) {
      return read === 'in flight' ? { config: { lock: 'create' }, waiting: [] } : read
    }
    await session.pause(waitMs)
  }
}

function isMaking(lock: string | undefined): boolean {
  return lock === 'clone' || lock === 'create'
}

async function readOnce(session: Session, { node, vmid, status }: Listed): Promise<Read | 'absent' | 'in flight'> {
  const path = at('nodes', node, 'qemu', vmid)
  try {
    // Only what runs can have something that waits for its next start.
    if (status === 'running') return readPending(await session.get(`${path}/pending`))
    return { ...readConfig(await session.get(`${path}/config`)), waiting: [] }
  } catch (error) {
    if (isFailure(error, 'absent')) return 'absent'
    if (isFailure(error, 'failed') && /create in progress|unable to (read|parse)/i.test(error.said)) return 'in flight'
    throw error
  }
}

/** Whether a task that our token began makes a machine on that node. */
export async function isAtWork(proxmox: Proxmox, session: Session, node: string): Promise<boolean> {
  return await hasTask(proxmox, session, node, /^qm(clone|create)$/)
}

async function hasTask(proxmox: Proxmox, session: Session, node: string, type: RegExp): Promise<boolean> {
  const listed = await session.get(`${at('nodes', node)}/tasks`, { source: 'active', limit: 500 })
  return (Array.isArray(listed) ? listed : []).some((task) => {
    const upid = readUpid(Object(task).upid)
    return upid?.user === proxmox.owner && type.test(upid.type)
  })
}
