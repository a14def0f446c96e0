import { expect, test } from 'vitest'
import { read } from '../rig.ts'
import { elementNames, expectRefusal, sharedRig } from './shared.ts'

const rigOf = sharedRig({ servers: 1 })
const ask = async (path: string, init?: RequestInit) => await read(await fetch(`${rigOf().url}${path}`, init))

test('33 the index needs no checksum and tells version 2.0', async () => {
  for (const path of ['/bigbluebutton/api', '/bigbluebutton/api/']) {
    const answer = await ask(path)
    expect(elementNames(answer).slice(0, 2)).toEqual(['returncode', 'version'])
    expect([answer.text('returncode'), answer.text('version')]).toEqual(['SUCCESS', '2.0'])
  }
})

test('34 the index ignores a wrong checksum', async () => {
  expect((await ask('/bigbluebutton/api/?checksum=wrong')).text('returncode')).toBe('SUCCESS')
})

test('36 an unknown call is not supported', async () => {
  const answer = await rigOf().call('makeCoffee', 'meetingID=routing-36')
  expectRefusal(answer, 'unsupportedRequest')
  expect(answer.text('message')).toBe('This request is not supported.')
})

test('37 call names are case-sensitive', async () => {
  expectRefusal(await rigOf().call('GetMeetings'), 'unsupportedRequest')
})

test('37b what is larger than anybody writes about a meeting is sent to no server', async () => {
  await rigOf().call('create', 'name=routing-37b&meetingID=routing-37b')
  const feedback = (text: string) =>
    ask('/bigbluebutton/api/feedback?sessionToken=abcdefgh12345678', { method: 'POST', body: JSON.stringify({ text }) })
  const heard = () => rigOf().servers[0]?.requests.filter(({ call }) => call === 'feedback').length
  expect((await feedback('x'.repeat(70_000))).body).toContain('missingSession')
  expect(heard()).toBe(0)
  expect((await feedback('fine')).body).toContain('missingSession')
  expect(heard()).toBe(1)
})

test('37c nobody can take for ever to send a request', () => {
  expect(rigOf().app.web.server.requestTimeout).toBeGreaterThan(0)
})

test.each(['getDefaultConfigXML', 'setConfigXML'])('38 %s of old releases is not supported', async (call) => {
  expectRefusal(await rigOf().call(call, 'meetingID=routing-38'), 'unsupportedRequest')
  expectRefusal(await rigOf().call(call, 'meetingID=x', { init: { method: 'POST' } }), 'unsupportedRequest')
})

test('39 a failure is XML whatever the client would accept', async () => {
  for (const accept of ['application/xml', 'application/json', '*/*']) {
    const answer = await rigOf().call('getMeetingInfo', 'meetingID=routing-39', { init: { headers: { accept } } })
    expectRefusal(answer, 'notFound')
    expect(answer.headers.get('cache-control')).toBe('no-cache')
  }
})

test('39b a method that no call has is not supported', async () => {
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    const answer = await rigOf().call('create', 'name=Blue&meetingID=routing-39b', { init: { method } })
    expectRefusal(answer, 'unsupportedRequest')
  }
  expectRefusal(await rigOf().call('getMeetingInfo', 'meetingID=routing-39b'), 'notFound')
})
