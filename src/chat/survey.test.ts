import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatEvent, ChatServer } from './server.ts'
import { survey } from './survey.ts'

const now = 1_000_000_000_000
const day = 86_400_000
const cutoff = now - 90 * day

/** A room of which pages hold so many events. */
function roomOf(events: readonly ChatEvent[], pageSize = 3): Pick<ChatServer, 'read'> {
  return {
    async read(_, from = '0') {
      const start = Number(from)
      const page = events.slice(start, start + pageSize)
      return { events: page, next: page.length === 0 ? undefined : String(start + pageSize) }
    },
  }
}

const look = (events: readonly ChatEvent[]) => survey(roomOf(events) as ChatServer, '!room', cutoff, now)

const message = (age: number, media: readonly string[] = []): Omit<ChatEvent, 'id'> => ({
  at: now - age * day,
  isState: false,
  media,
})
const state = (age: number): Omit<ChatEvent, 'id'> => ({ at: now - age * day, isState: true, media: [] })
const named = (events: readonly Omit<ChatEvent, 'id'>[]) => events.map((event, i) => ({ ...event, id: `$${i}` }))

describe('what of a room is too old', () => {
  test.each([
    ['nothing', [], undefined, 0],
    ['a room without messages', [state(400), state(1)], undefined, 0],
    ['young messages alone', [state(400), message(1)], undefined, 0],
    ['old ones before a young one', [state(400), message(200), message(100), message(1)], '$3', 2],
    ['history that is older than its room', [state(1), message(200), state(1), message(1)], '$3', 1],
    ['a message of the first moment that is kept', [message(91), message(90)], '$1', 1],
    ['old ones and young state', [message(200), state(1)], '$1', 1],
    ['old ones alone: the last stays', [message(200), message(150)], '$1', 1],
    ['one old one alone', [state(400), message(200)], undefined, 0],
    ['a clock that is years ahead', [message(200), message(-900), message(1)], '$2', 2],
    ['an old one that came late', [message(200), message(1), message(150)], '$1', 1],
  ] as const)('in %s', async (_, events, boundary, found) => {
    expect(await look(named(events))).toMatchObject({ boundary, found })
  })

  test('has the files of what goes, not of what stays', async () => {
    const events = named([
      message(200, ['mxc://a/1']),
      message(190, ['mxc://a/1', 'mxc://a/2']),
      message(180, ['mxc://a/3']),
    ])
    expect(await look(events)).toMatchObject({ media: ['mxc://a/1', 'mxc://a/2'], keepsLast: true, found: 2 })
  })

  test('is never a message that is young, wherever it stands', async () => {
    const event = fc.record({ age: fc.integer({ min: 0, max: 400 }), isState: fc.boolean() })
    const property = fc.asyncProperty(fc.array(event, { maxLength: 30 }), async (list) => {
      const events = named(list.map(({ age, isState }) => (isState ? state(age) : message(age))))
      const { boundary, found } = await look(events)
      const gone = events
        .slice(
          0,
          Math.max(
            0,
            events.findIndex(({ id }) => id === boundary),
          ),
        )
        .filter((one) => !one.isState)
      expect(gone).toHaveLength(found)
      expect(gone.filter(({ at }) => at >= cutoff)).toEqual([])
    })
    await fc.assert(property, { numRuns: Number(process.env['MYCEL_RUNS'] ?? 200) })
  })
})
