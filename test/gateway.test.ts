import { expect, test } from 'vitest'
import { browse, rig } from './rig.ts'

test('a meeting is created, joined, listed and ended through the gateway', async () => {
  await using coop = await rig()
  const created = await coop.call('create', 'name=Blue%20Room&meetingID=room-7')
  expect(created.text('returncode')).toBe('SUCCESS')
  expect(created.text('meetingID')).toBe('room-7')

  const joined = await coop.call('join', 'fullName=Ada&meetingID=room-7&role=MODERATOR')
  expect(joined.status).toBe(302)
  const landed = await browse(joined.headers.get('location') ?? '')
  expect(landed.status).toBe(200)

  await coop.look()
  expect((await coop.call('isMeetingRunning', 'meetingID=room-7')).text('running')).toBe('true')
  const info = await coop.call('getMeetingInfo', 'meetingID=room-7')
  expect(info.text('participantCount')).toBe('1')
  expect(info.body).not.toContain('mycel-')
  const list = await coop.call('getMeetings')
  expect(list.body).toContain('<meetingID>room-7</meetingID>')

  expect((await coop.call('end', 'meetingID=room-7')).text('messageKey')).toBe('sentEndMeetingRequest')
  await coop.look()
  expect((await coop.call('getMeetings')).text('messageKey')).toBe('noMeetings')
})
