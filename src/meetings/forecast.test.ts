import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parameter } from '../protocol/query.ts'
import { forecast, type Known, quantile, sizeHints } from './forecast.ts'

const nothing: Known = { hint: undefined, maximum: undefined, room: [], organisation: [], defaultSize: 20 }
const sizes = fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 20 })
const knowledge = fc.record({
  hint: fc.option(fc.integer({ min: 1, max: 999_999 }), { nil: undefined }),
  maximum: fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined }),
  room: sizes,
  organisation: sizes,
  defaultSize: fc.integer({ min: 1, max: 500 }),
})

describe('the forecast of a size', () => {
  it('is the default when nothing is known', () => {
    expect(forecast(nothing)).toEqual({ people: 20, from: 'the default' })
  })

  it('is what eight of ten meetings of the room had at most', () => {
    const room = [5, 30, 21, 22, 23, 24, 25, 26, 27, 90]
    expect(forecast({ ...nothing, room })).toEqual({
      people: 27,
      from: "the room's history: 80 % of its last 10 meetings had at most 27 people",
    })
    expect(forecast({ ...nothing, room: [8] }).from).toBe("the room's history: its last meeting had 8 people")
  })

  it('of a new room is what two thirds of the rooms of its organisation usually have', () => {
    expect(forecast({ ...nothing, organisation: [10, 12, 60] })).toEqual({
      people: 12,
      from: "the organisation's history: two thirds of its 3 rooms usually have at most 12 people",
    })
    expect(forecast({ ...nothing, organisation: [10, 12] }).from).toBe('the default')
  })

  it('believes a client about a room of which little is known', () => {
    expect(forecast({ ...nothing, hint: 300, room: [4, 5] })).toEqual({ people: 300, from: "the client's hint" })
  })

  it('believes a client no further than a factor of two from what the room had', () => {
    const room = [20, 27, 22]
    expect(forecast({ ...nothing, hint: 50, room })).toEqual({ people: 50, from: "the client's hint" })
    expect(forecast({ ...nothing, hint: 300, room })).toEqual({
      people: 54,
      from: "the client's hint of 300, cut to twice the 27 that the room had at most",
    })
    expect(forecast({ ...nothing, hint: 2, room })).toEqual({
      people: 11,
      from: "the client's hint of 2, raised to half of the room's usual 22",
    })
  })

  it('is never more than may join, and says so', () => {
    const { people, from } = forecast({ ...nothing, maximum: 12, room: [30] })
    expect(people).toBe(12)
    expect(from).toBe(
      "the most that may join (maxParticipants); without it 30: the room's history: its last meeting had 30 people",
    )
  })

  it('is always at least one person and never more than may join', () => {
    fc.assert(
      fc.property(knowledge, (known) => {
        const { people } = forecast(known)
        expect(people).toBeGreaterThanOrEqual(1)
        expect(people).toBeLessThanOrEqual(Math.min(known.maximum ?? 5000, 5000))
      }),
    )
  })

  it('of a room with a history lies within a factor of two of it, whatever the client says', () => {
    fc.assert(
      fc.property(knowledge, (known) => {
        fc.pre(known.room.length >= 3 && known.maximum === undefined)
        const { people } = forecast(known)
        expect(people).toBeLessThanOrEqual(2 * Math.max(...known.room))
        expect(people).toBeGreaterThanOrEqual(Math.min(...known.room) / 2)
      }),
    )
  })
})

describe('what a create says of the size', () => {
  const read = (...pairs: readonly (readonly [string, string])[]) =>
    sizeHints(pairs.map(([name, value]) => parameter(name, value)))

  it('is read in any case, our own name first', () => {
    expect(read(['meta_BBB-Meeting-Size-Hint', '7'], ['meta_mycel-expected-users', '9'])).toEqual({
      hint: 9,
      maximum: undefined,
    })
    expect(read(['meta_bbb-meeting-size-hint', '7'], ['maxParticipants', '40'])).toEqual({ hint: 7, maximum: 40 })
  })

  it.each(['0', '-3', 'many', '', '1e3', '12345678'])('is nothing when it is "%s"', (text) => {
    expect(read(['meta_mycel-expected-users', text], ['maxParticipants', text])).toEqual({
      hint: undefined,
      maximum: undefined,
    })
  })
})

describe('a quantile', () => {
  it('is one of the numbers, and that share of them is not above it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(99), { minLength: 1 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (all, share) => {
          const found = quantile(all, share)
          expect(all).toContain(found)
          expect(all.filter((one) => one <= found).length).toBeGreaterThanOrEqual(all.length * share - 1e-9)
        },
      ),
    )
  })
})
