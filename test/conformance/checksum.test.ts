import { expect, test } from 'vitest'
import { checksum, signQuery } from '../../src/protocol/checksum.ts'
import { parameter } from '../../src/protocol/query.ts'
import { mainSecret, type Rig, read } from '../rig.ts'
import { expectRefusal, other, sharedRig } from './shared.ts'

const strict = { secret: 'a-strict-secret', base: '/o/strict/bigbluebutton/api' }
const older = { secret: 'an-older-secret', base: '/o/older/bigbluebutton/api' }

const rigOf = sharedRig({
  organisations: `
    - { id: main, name: Example Co-op, secrets: ["secret://main"] }
    - { id: other, name: Other Co-op, secrets: ["secret://${other.secret}"] }
    - { id: strict, name: Strict Co-op, secrets: ["secret://${strict.secret}"], checksums: [sha256] }
    - { id: older, name: Older Co-op, secrets: ["secret://${older.secret}"], sign_form_body: true }
`,
})

const api = '/bigbluebutton/api'

/** Asks exactly this, nothing signed or encoded on the way. */
async function ask(coop: Rig, path: string, init?: RequestInit) {
  return await read(await fetch(`${coop.url}${path}`, { redirect: 'manual', ...init }))
}

function form(body: string): RequestInit {
  return { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } }
}

test.each([
  ['1', 'SHA-1', 'sha1'],
  ['2', 'SHA-256', 'sha256'],
  ['3b', 'SHA-384', 'sha384'],
  ['4', 'SHA-512', 'sha512'],
] as const)('%s getMeetings signed with %s succeeds', async (_, __, algorithm) => {
  const answer = await rigOf().call('getMeetings', '', { algorithm })
  expect(answer.text('returncode')).toBe('SUCCESS')
})

test('5 a checksum of 39 or 65 characters is refused', async () => {
  for (const length of [39, 65]) {
    expectRefusal(await ask(rigOf(), `${api}/getMeetings?checksum=${'a'.repeat(length)}`), 'checksumError')
  }
})

test('6 a call without checksum is refused', async () => {
  expectRefusal(await ask(rigOf(), `${api}/getMeetings`), 'checksumError')
})

test('7 an empty checksum is refused', async () => {
  expectRefusal(await ask(rigOf(), `${api}/getMeetings?checksum=`), 'checksumError')
})

test('9 the checksum may come first', async () => {
  const sum = checksum('sha256', 'isMeetingRunning', 'meetingID=room&x=1', mainSecret)
  const answer = await ask(rigOf(), `${api}/isMeetingRunning?checksum=${sum}&meetingID=room&x=1`)
  expect(answer.text('returncode')).toBe('SUCCESS')
})

test('10 the checksum may stand in the middle', async () => {
  const sum = checksum('sha256', 'isMeetingRunning', 'meetingID=room&x=1', mainSecret)
  const answer = await ask(rigOf(), `${api}/isMeetingRunning?meetingID=room&checksum=${sum}&x=1`)
  expect(answer.text('returncode')).toBe('SUCCESS')
})

test('10b a second checksum of another value is signed like anything else, and reaches no server', async () => {
  const rest = 'name=Blue&meetingID=checksum-10b&checksum=other'
  const sum = checksum('sha256', 'create', rest, mainSecret)
  const answer = await ask(rigOf(), `${api}/create?checksum=${sum}&${rest}`)
  expect(answer.text('returncode')).toBe('SUCCESS')
})

test('11 the checksum of another call is refused', async () => {
  const query = 'name=Blue&meetingID=checksum-11'
  expectRefusal(await ask(rigOf(), `${api}/create?${signQuery('sha256', 'join', query, mainSecret)}`), 'checksumError')
})

test('12 a space signed as + and sent as %20 is refused', async () => {
  const sum = checksum('sha256', 'isMeetingRunning', 'meetingID=a+b', mainSecret)
  expectRefusal(await ask(rigOf(), `${api}/isMeetingRunning?meetingID=a%20b&checksum=${sum}`), 'checksumError')
})

test('13 a space is the same space whether it is signed and sent as %20 or as +', async () => {
  const names: string[] = []
  for (const [i, name] of ['Blue%20Room', 'Blue+Room'].entries()) {
    const created = await rigOf().call('create', `name=${name}&meetingID=checksum-13-${i}`)
    expect(created.text('returncode')).toBe('SUCCESS')
    names.push((await rigOf().call('getMeetingInfo', `meetingID=checksum-13-${i}`)).text('meetingName'))
  }
  expect(names).toEqual(['Blue Room', 'Blue Room'])
})

test('15 parameters may have any order', async () => {
  const answer = await rigOf().call('create', 'welcome=Hi&name=Zoo&meetingID=checksum-15&attendeePW=ap')
  expect(answer.text('returncode')).toBe('SUCCESS')
})

test('16 parameters re-ordered after signing are refused', async () => {
  const sum = checksum('sha256', 'create', 'name=Zoo&meetingID=checksum-16', mainSecret)
  expectRefusal(await ask(rigOf(), `${api}/create?meetingID=checksum-16&name=Zoo&checksum=${sum}`), 'checksumError')
})

test('18 a parameter without value and one with an empty value are each signed as sent', async () => {
  for (const query of ['meetingID=room&foo', 'meetingID=room&foo=', 'meetingID=room&&foo=1']) {
    expect((await rigOf().call('isMeetingRunning', query)).text('returncode')).toBe('SUCCESS')
  }
})

test('19 an organisation that allows SHA-256 alone refuses SHA-1', async () => {
  expectRefusal(await rigOf().call('getMeetings', '', { ...strict, algorithm: 'sha1' }), 'checksumError')
  const allowed = await rigOf().call('getMeetings', '', { ...strict, algorithm: 'sha256' })
  expect(allowed.text('returncode')).toBe('SUCCESS')
})

test('21 the secret of one organisation opens nothing of another', async () => {
  expectRefusal(await rigOf().call('getMeetings', '', { base: other.base, secret: mainSecret }), 'checksumError')
})

test('22 an unknown organisation is refused like a wrong checksum', async () => {
  const answer = await rigOf().call('getMeetings', '', { base: '/o/nobody/bigbluebutton/api' })
  expectRefusal(answer, 'checksumError')
})

test('23 a create with everything in a form body is signed as call name and secret', async () => {
  const sum = checksum('sha256', 'create', '', mainSecret)
  const answer = await ask(rigOf(), `${api}/create`, form(`name=Form+Room&meetingID=checksum-23&checksum=${sum}`))
  expect(answer.text('meetingID')).toBe('checksum-23')
  const info = await rigOf().call('getMeetingInfo', 'meetingID=checksum-23')
  expect(info.text('meetingName')).toBe('Form Room')
})

test('23b a form body may hold letters and line ends that no address may', async () => {
  const sum = checksum('sha256', 'create', '', mainSecret)
  const body = `name=Zoë 日本\r\n🦊&meetingID=raum ü&meta_a=é&checksum=${sum}`
  const answer = await ask(rigOf(), `${api}/create`, form(body))
  expect(answer.text('meetingID')).toBe('raum ü')
  const info = await rigOf().call('getMeetingInfo', 'meetingID=raum+%C3%BC')
  expect(info.text('meetingName')).toBe('Zoë 日本🦊')
})

test('24 a form body signed over its sorted parameters is for organisations that ask for it', async () => {
  const signed = (secret: string) =>
    `name=A+b*c&meetingID=checksum-24&checksum=${checksum('sha1', 'create', 'meetingID=checksum-24&name=A+b*c', secret)}`
  expectRefusal(await ask(rigOf(), `${api}/create`, form(signed(mainSecret))), 'checksumError')
  const answer = await ask(rigOf(), `${older.base}/create`, form(signed(older.secret)))
  expect(answer.text('returncode')).toBe('SUCCESS')
})

test('25 a parameter in the query and again in the body is refused, and nothing is created', async () => {
  const query = signQuery('sha256', 'create', 'name=Blue&meetingID=checksum-25', mainSecret)
  expectRefusal(await ask(rigOf(), `${api}/create?${query}`, form('meetingID=checksum-25-b')), 'checksumError')
  for (const id of ['checksum-25', 'checksum-25-b']) {
    expectRefusal(await rigOf().call('getMeetingInfo', `meetingID=${id}`), 'notFound')
  }
})

test('25b a wrong checksum is told before anything else of the request', async () => {
  const wrong = `${api}/create?name=Blue&meetingID=checksum-25c&checksum=${'0'.repeat(40)}`
  const init = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }
  expectRefusal(await ask(rigOf(), wrong, init), 'checksumError')
})

test('27 presentationUploadExternalUrl turns no check off', async () => {
  const query = 'name=Blue&meetingID=checksum-27&presentationUploadExternalUrl=https%3A%2F%2Fexample.org'
  expectRefusal(await ask(rigOf(), `${api}/create?${query}&checksum=${'0'.repeat(40)}`), 'checksumError')
})

test('28 a body without a content type is refused', async () => {
  const init = { method: 'POST', body: new Uint8Array(Buffer.from('<modules></modules>')) }
  const answer = await rigOf().call('create', 'name=Blue&meetingID=checksum-28', { init })
  expectRefusal(answer, 'unsupportedContentType')
  expect(answer.text('message')).toBe('POST request Content-Type is missing or unsupported')
})

test('29 a content type may have parameters', async () => {
  const init = {
    method: 'POST',
    body: '<modules></modules>',
    headers: { 'content-type': 'application/xml; charset=UTF-8' },
  }
  const answer = await rigOf().call('create', 'name=Blue&meetingID=checksum-29', { init })
  expect(answer.text('returncode')).toBe('SUCCESS')
})

test('31 a POST without body and content type is like a GET', async () => {
  const answer = await rigOf().call('create', 'name=Blue&meetingID=checksum-31', { init: { method: 'POST' } })
  expect(answer.text('returncode')).toBe('SUCCESS')
})

test('32 an encoded &checksum= in a value is data', async () => {
  const name = parameter('name', 'a&checksum=b').raw
  const answer = await rigOf().call('create', `${name}&meetingID=checksum-32`)
  expect(answer.text('returncode')).toBe('SUCCESS')
  const info = await rigOf().call('getMeetingInfo', 'meetingID=checksum-32')
  expect(info.text('meetingName')).toBe('a&checksum=b')
})
