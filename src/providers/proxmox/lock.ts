import type { Claim, LockPlace } from '../../reconcile/lock.ts'
import type { Proxmox, Session } from './client.ts'
import { isFailure, ProxmoxFailure } from './failure.ts'
import { readPools, removePool } from './pools.ts'
import { lockPool } from './role.ts'

const mostTries = 5

/**
 * The lock of apply, where everybody meets who could change the same machines: a pool that can be made only once, whose
 * comment says who holds it. Whoever may apply sees it in Proxmox as well.
 */
export function createLock(proxmox: Proxmox): LockPlace {
  // A lock must still be let go when the program is asked to end.
  const session = proxmox.session(new AbortController().signal)

  return {
    async claim(claim) {
      for (let tries = 0; tries < mostTries; tries += 1) {
        await tryToMake(session, claim)
        const holder = await readHolder(proxmox, session)
        if (holder) return holder
      }
      throw new ProxmoxFailure('failed', `the pool ${lockPool} was made, and is not there`, `Proxmox ${proxmox.name}`)
    },
    holder: () => readHolder(proxmox, session),
    async release(id) {
      const holder = await readHolder(proxmox, session)
      if (holder?.id === id) await removePool(proxmox, session, lockPool)
    },
  }
}

async function tryToMake(session: Session, claim: Claim): Promise<void> {
  try {
    await session.send('POST', '/pools', { poolid: lockPool, comment: writeClaim(claim) })
  } catch (error) {
    // Whether it was made, by us or by somebody else, is what is read next.
    if (!isFailure(error, 'exists', 'lost')) throw error
  }
}

async function readHolder(proxmox: Proxmox, session: Session): Promise<Claim | undefined> {
  const pool = (await readPools(proxmox, session)).find(({ name }) => name === lockPool)
  return pool && readClaim(pool.comment)
}

/** Words for people first: the comment is what Proxmox shows in its list of pools. */
function writeClaim(claim: Claim): string {
  const since = new Date(claim.since).toISOString()
  return `mycel apply by ${claim.who} since ${since} ${Buffer.from(JSON.stringify(claim)).toString('base64url')}`
}

/** A pool of that name which we cannot read is a lock all the same, of somebody unknown. */
function readClaim(comment: string): Claim {
  const unknown: Claim = {
    id: 'unknown',
    who: 'somebody',
    place: 'unknown',
    process: 'unknown',
    why: comment,
    since: 0,
  }
  try {
    const read: Partial<Claim> = JSON.parse(Buffer.from(comment.split(' ').at(-1) ?? '', 'base64url').toString())
    return typeof read.id === 'string' ? { ...unknown, why: undefined, ...read } : unknown
  } catch {
    return unknown
  }
}
