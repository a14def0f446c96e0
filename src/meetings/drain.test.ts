import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rig } from '../../test/rig.ts'
import { json } from '../db/tables.ts'
import { manualClock } from '../lib/clock.ts'
import type { Context } from './context.ts'
import { drainOf, expectedEnd, typicalLengths } from './drain.ts'
import { requireServer } from './registry.ts'

const minute = 60_000

test.each([
  [0, 60, 60],
  [59, 60, 60],
  [60, 60, 90],
  [100, 60, 150],
  [10, 240, 240],
])('a meeting of %i minutes, with a length of %i, is expected to end %i minutes after it began', (age, length, end) => {
  expect(expectedEnd(1_000, length * minute, 1_000 + age * minute)).toBe(1_000 + end * minute)
})

test('no meeting is expected to have ended already', () => {
  const time = fc.integer({ min: 0, max: 1e10 })
  fc.assert(
    fc.property(time, time, time, (createdAt, length, now) => {
      const end = expectedEnd(createdAt, length, now)
      expect(end).toBeGreaterThanOrEqual(Math.min(now, createdAt + length))
      if (createdAt <= now) expect(end).toBeGreaterThanOrEqual(now)
    }),
  )
})

test('a server is empty when the last of its meetings ends: by its limit, by what is typical here, or after an hour', async () => {
  const clock = manualClock()
  await using coop = await rig({ servers: 1, clock, organisations: twoOrganisations })
  const { context } = coop.app.gateway
  const now = clock.now()
  const emptyIn = async () => ((await drain(context)).emptyBy ?? 0) - now
  expect(await drain(context)).toEqual({ meetings: 0, people: 0, emptyBy: now })

  await coop.call('create', 'name=Limited&meetingID=limited&duration=30')
  expect(await emptyIn()).toBe(30 * minute)
  await coop.call('create', 'name=Unlimited&meetingID=unlimited')
  expect(await emptyIn()).toBe(60 * minute)
  await addEnded(context, now, [10, 20, 300])
  expect(await emptyIn()).toBe(30 * minute)
  await coop.call('create', 'name=Other&meetingID=other', { secret: 'other', base: '/o/other/bigbluebutton/api' })
  expect(await emptyIn()).toBe(60 * minute)
})

test('of meetings that are not ours nothing is known', async () => {
  await using coop = await rig({ servers: 1, clock: manualClock() })
  const { context } = coop.app.gateway
  Object.assign(requireServer(context, 's1'), { foreignMeetings: 2, foreignUsers: 7 })
  expect(await drain(context)).toEqual({ meetings: 2, people: 7, emptyBy: undefined })
})

const twoOrganisations = '[{ id: main, secrets: ["secret://main"] }, { id: other, secrets: ["secret://other"] }]'

async function drain(context: Context) {
  return drainOf(context, requireServer(context, 's1'), await typicalLengths(context))
}

/** Meetings of `main` that ended a moment ago, after so many minutes, and one that ended too long ago to count. */
async function addEnded(context: Context, now: number, minutes: readonly number[]): Promise<void> {
  const ended = (i: number, length: number, endedAt: number) => ({
    instance: `ended-${i}`,
    organisation: 'main',
    meeting_id: `ended-${i}`,
    node_id: `ended-${i}`,
    server: 's1',
    state: 'ended' as const,
    name: 'Ended',
    reserved: 1,
    parameters: json({}),
    reasons: json({}),
    created_at: endedAt - length * minute,
    ended_at: endedAt,
  })
  const rows = minutes.map((length, i) => ended(i, length, now - 1))
  const old = ended(99, 1, now - 31 * 86_400_000)
  await context.database.read((db) =>
    db
      .insertInto('meetings')
      .values([...rows, old, { ...old, instance: 'o2' }])
      .execute(),
  )
}
