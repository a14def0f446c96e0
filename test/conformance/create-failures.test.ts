import { expect, test } from 'vitest'
import { manualClock } from '../../src/lib/clock.ts'
import { type Rig, rig } from '../rig.ts'
import { expectRefusal, holderOf } from './shared.ts'

const query = 'name=Blue&meetingID=room-7'

test('72 a create is refused when there is no server', async () => {
  await using coop = await rig({ servers: 0 })
  expectRefusal(await coop.call('create', query), 'internalError')
})

test('72b a create is refused when no server can be reached, and succeeds once one can', async () => {
  await using coop = await rig({ servers: 2, poll: 60 })
  for (const server of coop.servers) await server.stop()
  expectRefusal(await coop.call('create', query), 'internalError')

  await coop.servers[1]?.restart()
  coop.app.gateway.context.pool.list().forEach((server) => {
    server.health = { ...server.health, noCreateUntil: 0 }
  })
  await coop.look()
  await coop.look()
  expect((await coop.call('create', query)).text('returncode')).toBe('SUCCESS')
})

test('72c a server that cannot be reached is passed over, and the client does not notice', async () => {
  await using coop = await rig({ servers: 2, poll: 60 })
  await coop.servers[0]?.stop()
  expect((await coop.call('create', query)).text('returncode')).toBe('SUCCESS')
  expect(holderOf(coop, 'Blue').server).toBe(coop.servers[1])
})

test.each([{ failKey: 'internalError' }, { status: 500 }, { garbage: true }, { truncate: true }])(
  '72d a server that answers a create with %o leaves a plain refusal and no name of its own',
  async (injection) => {
    await using coop = await rig({ servers: 1, poll: 60 })
    coop.servers[0]?.inject('create', injection)
    const answer = await coop.call('create', query)
    expectRefusal(answer, 'internalError')
    expect(answer.body).not.toMatch(/mycel-|127\.0\.0\.1/)
    coop.servers[0]?.clearInjections()
    expect((await coop.call('getMeetings')).text('returncode')).toBe('SUCCESS')
  },
)

test('72e a voice bridge that the server has taken is told in its words', async () => {
  await using coop = await rig({ servers: 1, poll: 60 })
  const [server] = coop.servers
  if (server) server.quirks = { nonUniqueVoiceBridge: true }
  const answer = await coop.call('create', query)
  expectRefusal(answer, 'nonUniqueVoiceBridge')
  expect(answer.text('message')).toBe('The selected voice bridge is already in use.')
})

test('62c a new meeting outlives the late news of the old one’s end, though it was listed before its create was answered', async () => {
  const clock = manualClock()
  await using coop = await rig({ servers: 1, poll: 60, clock })
  const first = await coop.call('create', query)
  const { meeting } = holderOf(coop, 'Blue')
  await coop.servers[0]?.restart({ keepMeetings: false })
  clock.advance(5000)

  lookBeforeCreatesAreAnswered(coop)
  const second = await coop.call('create', query)
  expect(second.text('internalMeetingID')).not.toBe(first.text('internalMeetingID'))

  const late = `${meeting.metadata.get('endcallbackurl')}?recordingmarks=false&meetingID=x`
  expect((await fetch(late)).status).toBe(204)
  const info = await coop.call('getMeetingInfo', 'meetingID=room-7')
  expect(info.text('internalMeetingID')).toBe(second.text('internalMeetingID'))
  const joined = await coop.call(
    'join',
    `fullName=Ada&meetingID=room-7&role=VIEWER&createTime=${second.text('createTime')}`,
  )
  expect(joined.status).toBe(302)
})

test('41b a meeting that was listed before its create was answered is told of once', async () => {
  await using coop = await rig({ servers: 1, poll: 60 })
  const told: string[] = []
  coop.app.gateway.context.bus.on('created', ({ meetingId }) => told.push(meetingId))
  lookBeforeCreatesAreAnswered(coop)
  const answer = await coop.call('create', query)
  expect([answer.text('returncode'), answer.text('messageKey')]).toEqual(['SUCCESS', ''])
  expect(told).toEqual(['room-7'])
})

/** Looks at every server between a create and its answer, as happens when a server is slow. */
function lookBeforeCreatesAreAnswered(coop: Rig): void {
  const { servers } = coop.app.gateway.context
  const { call } = servers
  const watched: typeof call = async (access, name, ...rest) => {
    const answer = await call(access, name, ...rest)
    if (name === 'create') await coop.look()
    return answer
  }
  Object.assign(servers, { call: watched })
}
