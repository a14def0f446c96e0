import { describe, expect, it } from 'vitest'
import { type Herd, herd } from './herd.ts'
import { production } from './production.ts'
import { createRandom } from './random.ts'
import type { PlannedMeeting, Policy, Scenario } from './scenario.ts'
import { simulate } from './simulate.ts'

const minute = 60_000

function scenario(of: Partial<Scenario>): Scenario {
  return {
    servers: [
      { id: 'a', capacity: 150 },
      { id: 'b', capacity: 150 },
    ],
    meetings: [],
    past: [],
    pollMs: 5000,
    createMs: 1000,
    until: 60 * minute,
    sampleMs: minute,
    seed: 1,
    ...of,
  }
}

function meeting(of: Partial<PlannedMeeting>): PlannedMeeting {
  const usual = { startsAt: 0, organisation: 'school', room: 'a', people: 30, arriveOverMs: minute }
  return { ...usual, lastsMs: 45 * minute, ...of }
}

/** Everything on the first server. */
const first: Policy = { name: 'first', begin: () => ({ choose: () => 0 }) }

describe('a simulation', () => {
  it('lets people arrive, stay and leave', () => {
    const { samples, busiest, placed } = simulate(scenario({ meetings: [meeting({ startsAt: 2 * minute })] }), first)
    const on = (minutes: number) => samples.find(({ at }) => at === minutes * minute)?.people
    expect([on(2), on(3), on(40), on(47)]).toEqual([
      [0, 0],
      [30, 0],
      [30, 0],
      [0, 0],
    ])
    expect({ busiest, placed }).toEqual({ busiest: 30, placed: [1, 0] })
  })

  it('counts people beyond the capacity by the minute, and meetings that no server takes', () => {
    const crowd = [meeting({ people: 160, arriveOverMs: 1, lastsMs: 10 * minute }), meeting({ people: 5 })]
    const result = simulate(scenario({ meetings: crowd, until: 5 * minute }), first)
    expect(result).toMatchObject({ busiest: 165, refused: 0, maxToMean: 2 })
    expect(result.overCapacityMinutes).toBeGreaterThan(10 * 4)
    const closed: Policy = { name: 'closed', begin: () => ({ choose: () => undefined }) }
    expect(simulate(scenario({ meetings: crowd }), closed)).toMatchObject({ busiest: 0, refused: 2, maxToMean: 1 })
  })

  it('is the same for the same seed, and another for another', () => {
    const storm = (seed: number) => simulate(herd(storms({ seed })), production())
    expect(storm(7)).toEqual(storm(7))
    expect(storm(7).final).not.toEqual(storm(8).final)
  })

  it('places the meetings of a server that fails on the others, and gives it none until it is back', () => {
    const meetings = Array.from({ length: 10 }, (_, index) => meeting({ room: `r${index}`, startsAt: index * 6000 }))
    const later = Array.from({ length: 4 }, (_, index) =>
      meeting({ room: `later${index}`, startsAt: (index < 2 ? 12 : 25) * minute }),
    )
    const servers = [
      { id: 'a', capacity: 400, failsAt: 10 * minute, returnsAt: 20 * minute },
      { id: 'b', capacity: 400 },
    ]
    const { samples } = simulate(scenario({ servers, meetings: [...meetings, ...later] }), production())
    const on = (minutes: number) => samples.find(({ at }) => at === minutes * minute)?.people
    expect([on(9), on(12), on(14), on(27)]).toEqual([
      [150, 150],
      [0, 300],
      [0, 360],
      [60, 360],
    ])
  })
})

describe('1,500 students on 10 servers of 150', () => {
  const servers = Array.from({ length: 10 }, (_, index) => ({ id: `bbb${index + 1}`, capacity: 150 }))
  const pupils = { 'by their history': 5, 'with nothing known': 0 }

  it.each(Object.entries(pupils))('50 classes that start in the same minute fit, %s', (_, days) => {
    const past = Array.from({ length: 50 * days }, (__, index) => ({
      organisation: 'school',
      room: `class-${index % 50}`,
      people: 30,
    }))
    for (const arriveOverMs of [minute, 5 * minute, 10 * minute]) {
      for (let seed = 1; seed <= 5; seed++) {
        const random = createRandom(seed)
        const meetings = Array.from({ length: 50 }, (__, index) =>
          meeting({ room: `class-${index}`, startsAt: random.uniform() * minute, arriveOverMs }),
        )
        const result = simulate(scenario({ servers, meetings, past, seed }), production())
        expect(result).toMatchObject({ busiest: 150, refused: 0, overCapacityMinutes: 0 })
        expect(result.placed).toEqual(servers.map(() => 5))
      }
    }
  })
})

function storms(of: Partial<Herd>): Herd {
  const sizes = { median: 18, spread: 0.7, largest: 150 }
  const when = { withinMs: minute, arriveOverMs: 5 * minute }
  return { meetings: 200, servers: 22, capacity: 150, ...sizes, ...when, known: 'nothing', seed: 1, ...of }
}

describe('the storm at the full hour', () => {
  // The benchmark asserts the exact figures over 300 runs; these bounds leave room for the noise of 30.
  it.each([
    ['nothing', 1.75],
    [{ meetings: 12, noise: 0.35 }, 1.45],
    ['truth', 1.35],
  ] as const)('is spread evenly when %o is known of the rooms', (known, bound) => {
    const ratios = Array.from({ length: 30 }, (_, index) => {
      const { final } = simulate(herd(storms({ known, seed: index + 1 })), production())
      return (Math.max(...final) * final.length) / final.reduce((sum, people) => sum + people, 0)
    })
    expect(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length).toBeLessThan(bound)
  })
})
