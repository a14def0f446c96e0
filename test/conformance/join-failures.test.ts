import { expect, test } from 'vitest'
import { parameter } from '../../src/protocol/query.ts'
import { rig } from '../rig.ts'
import { fail, holderOf } from './shared.ts'

const portal = parameter('errorRedirectUrl', 'https://portal.example.net/').raw

test('94 a join to a meeting on a dead server leads anywhere but there', async () => {
  await using coop = await rig({ servers: 2, poll: 60 })
  await coop.call('create', 'name=Blue&meetingID=room-7')
  const { server } = holderOf(coop, 'Blue')
  await server.stop()
  for (let i = 0; i < 3; i++) await coop.look()

  const answer = await coop.call('join', `fullName=Ada&meetingID=room-7&role=VIEWER&${portal}`)
  expect(answer.status).toBe(302)
  const target = new URL(answer.headers.get('location') ?? fail('a redirect without a target'))
  expect(target.host).not.toBe(new URL(server.url).host)
  expect(answer.headers.get('location')).not.toContain(coop.url)
})
