import { expect, test } from 'vitest'
import { rig } from '../rig.ts'
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
