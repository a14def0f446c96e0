import { expect, test } from 'vitest'
import { type Clock, systemClock } from '../../src/lib/clock.ts'
import { type Rig, rig } from '../rig.ts'

const hourMs = 3_600_000

/** A clock that somebody sets. */
function settableClock(): Clock & { set(byMs: number): void } {
  let ahead = 0
  return {
    now: () => systemClock.now() + ahead,
    elapsed: () => systemClock.elapsed(),
    set(byMs) {
      ahead += byMs
    },
  }
}

const nodeIdOf = ({ servers }: Rig) => servers.flatMap((server) => server.meetings())[0]?.meetingId ?? ''

test.each([
  ['forward', hourMs],
  ['back', -hourMs],
])('after the clock was set %s by an hour, people are seen, seats stay and ends are noticed', async (_, byMs) => {
  const clock = settableClock()
  await using coop = await rig({ servers: 1, poll: 60, clock })
  const { context } = coop.app.gateway
  const [server] = coop.servers
  const load = () => context.pool.candidates(clock.elapsed()).map((candidate) => candidate.load)
  await coop.call('create', 'name=Room&meetingID=r1&meta_mycel-expected-users=7')
  clock.set(byMs)
  expect(load()).toEqual([7])

  server?.joinUser(nodeIdOf(coop), { name: 'Ada' })
  await coop.look()
  expect((await coop.call('getMeetingInfo', 'meetingID=r1')).text('participantCount')).toBe('1')
  server?.endMeeting(nodeIdOf(coop))
  await coop.look()
  expect((await coop.call('getMeetingInfo', 'meetingID=r1')).text('messageKey')).toBe('notFound')
  expect(load()).toEqual([0])
})

test('a create that is under way is not given up because the clock is set forward', async () => {
  const clock = settableClock()
  await using coop = await rig({ servers: 1, poll: 60, clock })
  coop.servers[0]?.inject('create', { latencyMs: 500 })
  const created = coop.call('create', 'name=Room&meetingID=r1')
  await expect.poll(() => coop.app.gateway.context.directory.find('main', 'r1')).toBeDefined()
  clock.set(hourMs)
  await coop.look()
  expect((await created).text('returncode')).toBe('SUCCESS')
})

test('a server that failed to create is barred for seconds, although the clock is set back', async () => {
  const clock = settableClock()
  await using coop = await rig({ servers: 1, poll: 60, clock })
  const { pool } = coop.app.gateway.context
  coop.servers[0]?.inject('create', { status: 500, times: 1 })
  await coop.call('create', 'name=Room&meetingID=r1')
  expect(pool.candidates(clock.elapsed())[0]?.closed).toBeDefined()
  clock.set(-hourMs)
  expect(pool.candidates(clock.elapsed() + 10_001)[0]?.closed).toBeUndefined()
})

test('the meetings of a server that is away for a moment are not lost because the clock is set forward', async () => {
  const clock = settableClock()
  await using coop = await rig({ servers: 1, poll: 60, clock })
  await coop.call('create', 'name=Room&meetingID=r1')
  coop.servers[0]?.inject('*', { resetConnection: true })
  for (let i = 0; i < 3; i++) await coop.look()
  clock.set(hourMs)
  await coop.look()
  expect((await coop.call('getMeetings')).body).toContain('<meetingID>r1</meetingID>')
})
