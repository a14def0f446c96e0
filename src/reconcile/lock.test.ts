import { describe, expect, it } from 'vitest'
import { type Claim, describeClaim, type LockOptions, withLock } from './lock.ts'
import { dawn, lockIn } from './testing/rig.ts'
import { FakeWorld } from './testing/world.ts'

const udit: Claim = { ...dawn, id: 'udit-1', who: 'udit', why: undefined }
const living: LockOptions = { isAlive: async () => true }
const dead: LockOptions = { isAlive: async () => false }
const elsewhere: LockOptions = { isAlive: async () => 'unknown' }

function held() {
  const world = new FakeWorld()
  world.lock = JSON.stringify(dawn)
  return { world, place: lockIn(world.process()) }
}

const nothing = async () => 'done'

describe('the lock', () => {
  it('is held by one at a time, and free afterwards, also after a failure', async () => {
    const world = new FakeWorld()
    const place = lockIn(world.process())
    await withLock(place, dawn, living, async () => {
      await expect(withLock(place, udit, living, nothing)).rejects.toMatchObject({ code: 'locked' })
    })
    expect(world.lock).toBeUndefined()
    await expect(withLock(place, dawn, living, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(world.lock).toBeUndefined()
    expect(await withLock(place, udit, living, nothing)).toBe('done')
  })

  it('says who holds it, since when and why', async () => {
    const { place, world } = held()
    await expect(withLock(place, udit, living, nothing)).rejects.toThrow(
      'somebody else is applying: dawn on laptop, process 4711, since 2020-06-22 14:03 UTC: more memory for bbb',
    )
    expect(JSON.parse(world.lock ?? '')).toEqual(dawn)
    expect(describeClaim(udit)).toBe('udit on laptop, process 4711, since 2020-06-22 14:03 UTC')
  })

  it('is taken over from a process of this computer that is dead', async () => {
    const { place } = held()
    expect(await withLock(place, udit, dead, async ({ instead }) => instead)).toEqual(dawn)
  })

  it('of another computer is taken only when it is named', async () => {
    const { place } = held()
    const far = { ...udit, place: 'desktop' }
    const refused = withLock(place, far, elsewhere, nothing)
    await expect(refused).rejects.toMatchObject({ hint: expect.stringContaining('--take-lock dawn-1') })
    await expect(withLock(place, far, { ...elsewhere, take: 'dawn-0' }, nothing)).rejects.toThrow(
      'which is not this one',
    )
    expect(await withLock(place, far, { ...elsewhere, take: 'dawn-1' }, nothing)).toBe('done')
  })

  it('that was taken from us is noticed, and left to whoever has it now', async () => {
    const world = new FakeWorld()
    const place = lockIn(world.process())
    await withLock(place, dawn, living, async ({ requireStill }) => {
      await requireStill()
      world.lock = JSON.stringify(udit)
      await expect(requireStill()).rejects.toThrow('the lock was taken from us: udit on laptop')
    })
    expect(JSON.parse(world.lock ?? '')).toEqual(udit)
  })

  it('that cannot be given back spoils nothing that was done', async () => {
    const place = lockIn(new FakeWorld().process())
    const silent = { ...place, release: () => Promise.reject(new Error('no answer')) }
    const told: unknown[] = []
    expect(await withLock(silent, dawn, { ...living, onLeft: (error) => void told.push(error) }, nothing)).toBe('done')
    expect(told).toHaveLength(1)
  })
})
