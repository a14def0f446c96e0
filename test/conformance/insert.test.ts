import { expect, test } from 'vitest'
import { parameter } from '../../src/protocol/query.ts'
import { elementNames, expectRefusal, holderOf, sharedRig } from './shared.ts'

const rigOf = sharedRig({ servers: 2 })
const slides = '<modules><module name="presentation"><document url="http://127.0.0.1/a.pdf"/></module></modules>'
const post = { method: 'POST', body: slides, headers: { 'content-type': 'application/xml' } }

test('122 insertDocument brings the slides to the server that has the meeting', async () => {
  await rigOf().call('create', 'name=insert-122&meetingID=insert-122')
  const answer = await rigOf().call('insertDocument', 'meetingID=insert-122', { init: post })
  expect([answer.text('returncode'), answer.text('message')]).toEqual(['SUCCESS', 'Presentation is being uploaded'])
  expect(holderOf(rigOf(), 'insert-122').meeting.documents).toEqual([slides])
})

test('123 insertDocument to an unknown meeting is refused, and names the meeting as the client does', async () => {
  const answer = await rigOf().call('insertDocument', 'meetingID=insert-123', { init: post })
  expectRefusal(answer, 'notFound')
  expect(answer.text('message')).toBe('Meeting with id [insert-123] not found.')
})

test('123b a refusal of the server names the meeting as the client does', async () => {
  await rigOf().call('create', 'name=insert-123b&meetingID=insert-123b')
  const { server, meeting } = holderOf(rigOf(), 'insert-123b')
  server.endMeeting(meeting.meetingId)
  const answer = await rigOf().call('insertDocument', 'meetingID=insert-123b', { init: post })
  expectRefusal(answer, 'notFound')
  expect(answer.text('message')).toBe('Meeting with id [insert-123b] not found.')
})

test('125 insertDocument by GET is refused', async () => {
  await rigOf().call('create', 'name=insert-125&meetingID=insert-125')
  expectRefusal(await rigOf().call('insertDocument', 'meetingID=insert-125'), 'unsupportedRequest')
})

test('125b slides from where only servers can reach are refused', async () => {
  await rigOf().call('create', 'name=insert-125b&meetingID=insert-125b')
  for (const address of ['http://169.254.169.254/', 'http://10.0.0.1/a.pdf', 'file:///etc/passwd']) {
    const body = slides.replace('http://127.0.0.1/a.pdf', address)
    const answer = await rigOf().call('insertDocument', 'meetingID=insert-125b', { init: { ...post, body } })
    expectRefusal(answer, 'validationError')
  }
  expect(holderOf(rigOf(), 'insert-125b').meeting.documents).toEqual([])
})

test('126 chat messages of one and of 500 characters are sent', async () => {
  await rigOf().call('create', 'name=insert-126&meetingID=insert-126')
  for (const message of ['é', 'x'.repeat(500)]) {
    const query = `meetingID=insert-126&${parameter('message', message).raw}&userName=Ada`
    const answer = await rigOf().call('sendChatMessage', query)
    expect([answer.text('returncode'), answer.text('messageKey')]).toEqual(['SUCCESS', ''])
    expect(elementNames(answer).slice(0, 2)).toEqual(['returncode', 'messageKey'])
  }
  expect(holderOf(rigOf(), 'insert-126').meeting.chat.map(({ from }) => from)).toEqual(['Ada', 'Ada'])
})

test.each([
  ['128', 'a user name of 256 characters', `message=x&userName=${'x'.repeat(256)}`],
  ['128b', 'a message of 501 characters', `message=${'x'.repeat(501)}`],
  ['128c', 'an empty message', 'message='],
  ['128d', 'no message', 'userName=Ada'],
])('%s %s is refused', async (_, __, query) => {
  await rigOf().call('create', 'name=insert-128&meetingID=insert-128')
  expectRefusal(await rigOf().call('sendChatMessage', `meetingID=insert-128&${query}`), 'validationError')
})
