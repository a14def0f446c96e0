import { expect, test } from 'vitest'
import { type Rig, rig } from '../rig.ts'

async function threeMeetings(coop: Rig): Promise<void> {
  for (const i of [1, 2, 3]) await coop.call('create', `name=Room+${i}&meetingID=room-${i}&meta_server-tag=t${i}!`)
  await coop.look()
}

test('116 a server that does not answer in time takes no meeting from the list', async () => {
  await using coop = await rig({ servers: 3, poll: 60 })
  await threeMeetings(coop)
  coop.servers[0]?.inject('*', { hang: true })
  await coop.look()
  const answer = await coop.call('getMeetings')
  expect(answer.text('returncode')).toBe('SUCCESS')
  for (const i of [1, 2, 3]) expect(answer.body).toContain(`<meetingID>room-${i}</meetingID>`)
})

test.each([
  { failKey: 'checksumError' },
  { garbage: true },
  { truncate: true },
  { status: 502 },
  { resetConnection: true },
])('117 a server that answers %o takes no meeting from the list', async (injection) => {
  await using coop = await rig({ servers: 3, poll: 60 })
  await threeMeetings(coop)
  coop.servers[1]?.inject('*', injection)
  for (let i = 0; i < 4; i++) await coop.look()
  const answer = await coop.call('getMeetings')
  expect(answer.text('returncode')).toBe('SUCCESS')
  for (const i of [1, 2, 3]) expect(answer.body).toContain(`<meetingID>room-${i}</meetingID>`)
})
