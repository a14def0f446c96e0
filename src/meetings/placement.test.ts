import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matches, parseExpression } from '../lib/expression.ts'
import { type Candidate, type Decision, type NoServer, place, type Wanted } from './placement.ts'

const tags = ['eu', 'gpu', 'old']
const candidate = fc.record({
  tags: fc.subarray(tags).map((some) => new Set(some)),
  capacity: fc.integer({ min: 1, max: 300 }),
  weight: fc.constantFrom(0.5, 1, 2),
  load: fc.integer({ min: 0, max: 400 }),
  meetings: fc.nat(20),
  closed: fc.constantFrom(undefined, undefined, undefined, 'draining', 'offline'),
})
const pool = fc
  .array(candidate, { maxLength: 12 })
  .map((some): Candidate[] => some.map((one, i) => ({ id: `s${i + 1}`, ...one })))
const expressions = fc.subarray(['eu', 'gpu', 'not old', 'eu or gpu']).map((some) => some.map(parseExpression))
const wanted = fc.record({
  size: fc.integer({ min: 1, max: 200 }),
  sizeFrom: fc.constant('the default'),
  required: expressions,
  preferred: expressions,
  failed: fc.subarray(['s1', 's2', 's3']).map((some) => new Map(some.map((id) => [id, 'refused']))),
})

function isOpen(one: Candidate, { required, failed }: Wanted): boolean {
  return one.closed === undefined && !failed.has(one.id) && required.every((e) => matches(e, one.tags))
}

function holds(property: (candidates: Candidate[], wish: Wanted, decision: Decision | NoServer) => void): void {
  fc.assert(
    fc.property(pool, wanted, (all, wish) => property(all, wish, place(all, wish, 7))),
    { numRuns: 1000 },
  )
}

describe('placement', () => {
  it('never chooses a server that is closed, just failed or lacks a required tag', () => {
    holds((all, wish, { server }) => {
      if (server === undefined) return
      expect(all.filter((one) => isOpen(one, wish)).map(({ id }) => id)).toContain(server)
    })
  })

  it('finds a server whenever one is open, however full', () => {
    holds((all, wish, { server }) => {
      expect(server === undefined).toBe(!all.some((one) => isOpen(one, wish)))
    })
  })

  it('never chooses an overfull server while the meeting fits on another', () => {
    holds((all, wish, { server }) => {
      const fits = (one: Candidate) => one.load + wish.size <= one.capacity
      const chosen = all.find(({ id }) => id === server)
      if (chosen && !fits(chosen)) expect(all.filter((one) => isOpen(one, wish)).some(fits)).toBe(false)
    })
  })

  it("prefers the organisation's own servers among those with room, and never another one's by that", () => {
    const server = (id: string, owner: string | undefined, load: number): Candidate => {
      return { id, owner, load, tags: new Set(['eu']), capacity: 100, weight: 1, meetings: 0, closed: undefined }
    }
    const wish = { size: 10, sizeFrom: 'the default', required: [], preferred: [], failed: new Map() }
    const owners = ['class', 'school']
    const all = [server('common', undefined, 0), server('own', 'school', 90), server('theirs', 'other', 0)]
    const decision = place(all, { ...wish, owners }, 7)
    expect(decision).toMatchObject({ server: 'own', because: expect.stringContaining('of its own') })
    expect(place(all, { ...wish, owners, size: 11 }, 7).server).toBe('common')
    expect(place(all, wish, 7).server).toBe('common')
    const many = Array.from({ length: 8 }, (_, i) => server(`a${i}`, undefined, i))
    expect(place([...many, server('own', 'school', 50)], { ...wish, owners }, 7).server).toBe('own')
  })

  it('prefers preferred tags among servers with room', () => {
    holds((all, wish, { server }) => {
      const fits = (one: Candidate) => isOpen(one, wish) && one.load + wish.size <= one.capacity
      const isPreferred = (one: Candidate) => wish.preferred.every((e) => matches(e, one.tags))
      const chosen = all.find(({ id }) => id === server)
      if (chosen && fits(chosen) && !isPreferred(chosen)) expect(all.filter(fits).some(isPreferred)).toBe(false)
    })
  })

  it('chooses the least full of equals, and lists the best first', () => {
    holds((all, wish, decision) => {
      if (decision.server === undefined) return
      const [first, ...others] = decision.considered
      expect(first?.server).toBe(decision.server)
      const roomy = (server: string) => {
        const one = all.find(({ id }) => id === server)
        return one !== undefined && one.load + wish.size <= one.capacity
      }
      for (const rival of others) {
        const isEqual = rival.preferred === first?.preferred && roomy(rival.server) === roomy(decision.server)
        if (isEqual) expect(rival.score).toBeGreaterThanOrEqual(first.score)
      }
    })
  })

  it('lists the same five that sorting all of them would give', () => {
    holds((all, wish, decision) => {
      if (decision.server === undefined) return
      const each = all.flatMap((one) => {
        const alone = place([one], wish, 7)
        return alone.server === undefined ? [] : alone.considered.map((considered) => ({ ...considered, one }))
      })
      const overfull = ({ one }: (typeof each)[number]) => Number(one.load + wish.size > one.capacity)
      const sorted = each.toSorted(
        (a, b) =>
          overfull(a) - overfull(b) ||
          Number(b.preferred) - Number(a.preferred) ||
          a.score - b.score ||
          a.one.meetings - b.one.meetings ||
          (a.server < b.server ? -1 : 1),
      )
      expect(decision.considered).toEqual(sorted.slice(0, 5).map(({ one: _, ...considered }) => considered))
    })
  })

  it('does not depend on the order of the servers', () => {
    holds((all, wish, { server }) => {
      expect(place(all.toReversed(), wish, 7).server).toBe(server)
    })
  })

  it('accounts for every server that it left out', () => {
    holds((all, wish, { excluded }) => {
      const count = Object.values(excluded).reduce((sum, one) => sum + one, 0)
      expect(count).toBe(all.filter((one) => !isOpen(one, wish)).length)
    })
  })

  const one: Candidate = {
    id: 's1',
    tags: new Set(),
    capacity: 100,
    weight: 1,
    load: 0,
    meetings: 0,
    closed: undefined,
  }
  const wish: Wanted = { size: 10, sizeFrom: 'the default', required: [], preferred: [], failed: new Map() }

  it('tells missing tags from missing servers', () => {
    const required = [parseExpression('gpu')]
    expect(place([one], { ...wish, required }, 7)).toMatchObject({ server: undefined, tags: true })
    expect(place([{ ...one, closed: 'offline' }], { ...wish, required }, 7)).toMatchObject({ tags: false })
    expect(place([], wish, 7)).toMatchObject({ server: undefined, tags: false, excluded: {} })
  })

  it('gives a heavier server more', () => {
    const heavy = { ...one, id: 's2', weight: 2, load: 15 }
    expect(place([one, heavy], wish, 7).server).toBe('s1')
    expect(place([{ ...one, load: 5 }, heavy], wish, 7).server).toBe('s2')
  })

  it('keeps giants apart, as long as the other server is not much fuller', () => {
    const beside = { ...one, load: 60, giants: 1 }
    const crowded = { ...one, id: 's2', load: 80 }
    const giant = { ...wish, size: 51 }
    expect(place([beside, crowded], giant, 7).server).toBe('s2')
    expect(place([beside, { ...crowded, load: 90 }], giant, 7)).toMatchObject({
      server: 's1',
      because: expect.stringContaining('; beside 1 other that takes more than half a server'),
    })
    expect(place([beside, crowded], { ...wish, size: 50 }, 7).server).toBe('s1')
  })

  it('says in words why', () => {
    const full = { ...one, load: 95 }
    expect(place([full], wish, 7)).toMatchObject({
      because:
        'the only server open to it: 105 of 100 seats with this meeting; no server had room, so this one is over its capacity',
    })
  })
})
