import { expect, test } from 'vitest'
import { startPracticeCluster } from './cluster.ts'
import { simulatePeople } from './people.ts'
import { openRig } from './rig.ts'
import { type PracticeServer, startPracticeServer } from './server.ts'

test('a cluster has numbered servers, each at its own address, with one secret', async () => {
  await using cluster = await startPracticeCluster({ count: 3 })
  expect(cluster.servers.map(({ name }) => name)).toEqual(['practice-1', 'practice-2', 'practice-3'])
  expect(new Set(cluster.servers.map(({ url }) => url)).size).toBe(3)
  expect(new Set(cluster.servers.map(({ secret }) => secret.reveal())).size).toBe(1)
})

test('a cluster that cannot have all its ports says which one, and leaves none of them open', async () => {
  await using inTheWay = await startBehindFreePort()
  const taken = portOf(inTheWay)
  const start = startPracticeCluster({ count: 2, basePort: taken - 1 })
  await expect(start).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining(String(taken)) })
  await expect(fetch(`http://127.0.0.1:${taken - 1}/`)).rejects.toThrow('fetch failed')
})

test('two clusters on the same machine need not share a secret', async () => {
  await using one = await startPracticeCluster({ count: 1 })
  await using other = await startPracticeCluster({ count: 1 })
  expect(one.servers[0]?.secret.reveal()).not.toBe(other.servers[0]?.secret.reveal())
})

test('simulated people fill every meeting about as far as they should, and go home when nobody real is there', async () => {
  await using rig = await openRig()
  rig.server.preload([{ meetingId: 'one' }, { meetingId: 'two' }])
  using people = simulatePeople(rig.server, { perMeeting: 4, random: () => 0.5 })
  const count = () => rig.server.meetings().map((meeting) => meeting.people.size)

  for (let i = 0; i < 10; i++) people.step()
  const filled = count()
  for (let i = 0; i < 40; i++) people.step()
  expect([filled, count()]).toEqual([
    [4, 4],
    [0, 0],
  ])
})

test('simulated people stay as long as somebody real does', async () => {
  await using rig = await openRig()
  rig.server.preload([{ meetingId: 'one' }])
  rig.server.joinUser('one', { name: 'Ada' })
  using people = simulatePeople([rig.server], { perMeeting: 4, random: () => 0.5 })
  for (let i = 0; i < 100; i++) people.step()
  expect(rig.server.meetings()[0]?.people.size).toBe(5)
})

/** A server on a port whose predecessor is free. */
async function startBehindFreePort(): Promise<PracticeServer> {
  for (;;) {
    const before = await startPracticeServer({ name: 'before', secret: 'k3yForTestsOnly' })
    const port = portOf(before) + 1
    const behind = await startPracticeServer({ name: 'in the way', secret: 'k3yForTestsOnly', port }).catch(
      () => undefined,
    )
    await before[Symbol.asyncDispose]()
    if (behind) return behind
  }
}

function portOf({ url }: PracticeServer): number {
  return Number(new URL(url).port)
}
