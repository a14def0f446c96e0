import type { Pool } from '../../machines/machine.ts'
import type { Kind } from '../../reconcile/kind.ts'
import { at, type Parameters, type Proxmox, type Session } from './client.ts'
import { isFailure } from './failure.ts'
import { readMark, writeMark } from './mark.ts'
import { lockPool } from './role.ts'

/** A pool, and in which Proxmox. */
export interface PlacedPool extends Pool {
  /** The key under `hosts:` of one of its hosts. */
  readonly host: string
}

/** A pool as it is. */
export interface PoolHave {
  readonly place: string
  readonly name: string
  readonly comment: string
}

export interface PlacesOptions {
  readonly owner: string
  /** By the key under `hosts:`. Hosts of one cluster share a Proxmox. */
  readonly hosts: ReadonlyMap<string, Proxmox>
}

/** Pools of Proxmox, by which rights are given. Only an empty one can be removed, so nothing is lost with it. */
export function createPools({ owner, hosts }: PlacesOptions): Kind<PlacedPool, PoolHave> {
  const places = new Map([...hosts.values()].map((proxmox) => [proxmox.name, proxmox]))
  const placeOf = ({ host }: PlacedPool) => hosts.get(host)?.name ?? host
  const commentOf = (id: string, { comment }: PlacedPool) => `${comment} (${writeMark({ owner, id })})`
  const claim = (place: string, name: string) => `the pool ${name} on ${place}`
  const idOf = ({ comment }: PoolHave) => {
    const mark = readMark(comment)
    return mark?.owner === owner ? mark.id : undefined
  }

  return {
    name: 'pool',
    plural: 'pools',

    async read(signal) {
      const all = await Promise.all([...places.values()].map((proxmox) => readPools(proxmox, proxmox.session(signal))))
      const pools = all.flat().filter(({ name }) => name !== lockPool)
      const ours = pools.flatMap((have): [string, PoolHave][] => {
        const id = idOf(have)
        return id === undefined ? [] : [[id, have]]
      })
      const others = pools.filter((have) => idOf(have) === undefined)
      return {
        ours: new Map(ours),
        others: others.map((have) => ({
          name: `pool ${have.name} on ${have.place}`,
          claims: [claim(have.place, have.name)],
          have,
        })),
      }
    },

    diff(want, have) {
      const about = have.comment.replace(/ ?\(mycel: [^)]*\)$/, '')
      return about === want.comment ? [] : [{ path: 'comment', from: about, to: want.comment }]
    },
    claims: (want) => [claim(placeOf(want), want.name)],
    holds: (have) => [claim(have.place, have.name)],
    describe: ({ name, comment }) => (comment === '' ? name : `${name}: ${comment}`),
    describeLoss: ({ name, place }) => `pool ${name} on ${place}`,

    async create(id, want, work) {
      const proxmox = hosts.get(want.host) as Proxmox
      const session = proxmox.session(work.signal)
      const comment = commentOf(id, want)
      try {
        await session.send('POST', '/pools', { poolid: want.name, comment })
      } catch (error) {
        if (!isFailure(error, 'lost', 'exists')) throw error
        const found = (await readPools(proxmox, session)).find(({ name }) => name === want.name)
        if (!found || found.comment !== comment) throw error
      }
    },

    async update(id, want, have, work) {
      const proxmox = places.get(have.place) as Proxmox
      await putPool(proxmox, proxmox.session(work.signal), have.name, { comment: commentOf(id, want) })
    },

    async remove(_id, have, work) {
      const proxmox = places.get(have.place) as Proxmox
      await removePool(proxmox, proxmox.session(work.signal), have.name)
    },

    async adopt(id, _want, other, work) {
      const proxmox = places.get(other.place) as Proxmox
      const comment = `${other.comment} (${writeMark({ owner, id })})`.trim()
      await putPool(proxmox, proxmox.session(work.signal), other.name, { comment })
    },
  }
}

/** All pools that our token may see, with their comments: one request. */
export async function readPools({ name: place }: Proxmox, session: Session): Promise<readonly PoolHave[]> {
  const data = await session.get('/pools')
  return (Array.isArray(data) ? data : []).map((pool) => {
    const { poolid, comment } = Object(pool)
    return { place, name: String(poolid), comment: String(comment ?? '') }
  })
}

/** Sets something of a pool. Said twice it is the same, but a lost answer is still a failure: a new plan shows. */
async function putPool(proxmox: Proxmox, session: Session, name: string, parameters: Parameters): Promise<void> {
  const { poolsByParameter } = await proxmox.release(session.signal)
  if (poolsByParameter) await session.send('PUT', '/pools', { poolid: name, ...parameters })
  else await session.send('PUT', at('pools', name), parameters)
}

/** Gone is gone, whoever did it. */
export async function removePool(proxmox: Proxmox, session: Session, name: string): Promise<void> {
  const { poolsByParameter } = await proxmox.release(session.signal)
  try {
    if (poolsByParameter) await session.send('DELETE', '/pools', { poolid: name })
    else await session.send('DELETE', at('pools', name))
  } catch (error) {
    if (isFailure(error, 'absent')) return
    if (!isFailure(error, 'lost')) throw error
    if ((await readPools(proxmox, session)).some((pool) => pool.name === name)) throw error
  }
}
