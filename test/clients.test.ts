import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { parameter } from '../src/protocol/query.ts'
import { elementNames, errorsOf, expectRefusal, holderOf, locationOf, sharedRig } from './conformance/shared.ts'
import { browse, mainSecret, read } from './rig.ts'

// What the clients of BigBlueButton that are in use send, in their own manner, and what they need back.

const rigOf = sharedRig({ servers: 2 })

/** The part of the package bigbluebutton-js used here; it has no types of its own. */
interface ClientPackage {
  readonly api: (host: string, salt: string) => Client
  readonly http: (url: string) => Promise<Answer>
}
interface Client {
  readonly administration: {
    create(name: string, id: string, more?: object): string
    join(fullName: string, meetingID: string, password: string, more?: object): string
    end(meetingID: string, password: string): string
  }
  readonly monitoring: Record<'getMeetingInfo' | 'isMeetingRunning', (id: string) => string> & { getMeetings(): string }
  readonly recording: {
    getRecordings(more?: object): string
    publishRecordings(recordID: string, publish: boolean): string
    deleteRecordings(recordID: string): string
  }
  readonly hooks: {
    create(callbackURL: string, more?: object): string
    list(more?: object): string
    destroy(hookID: string | number, more?: object): string
  }
}
type Answer = Readonly<Record<string, unknown>>

const { api, http } = createRequire(import.meta.url)('bigbluebutton-js') as ClientPackage
const clientOf = () => api(`${rigOf().url}/bigbluebutton/`, mainSecret)

test('bigbluebutton-js creates, joins, lists and ends a meeting', async () => {
  const { administration, monitoring } = clientOf()
  const created = await http(administration.create('Blue (Room) ünï', 'js 1', { attendeePW: 'ap', moderatorPW: 'mp' }))
  expect(created).toMatchObject({ returncode: 'SUCCESS', meetingID: 'js 1', moderatorPW: 'mp', messageKey: '' })

  const landed = await browse(administration.join('Ada & Co', 'js 1', 'mp', { userID: 'u-1' }))
  expect(landed.status).toBe(200)
  await rigOf().look()
  expect(await http(monitoring.isMeetingRunning('js 1'))).toEqual({ returncode: 'SUCCESS', running: true })
  const { meetings } = await http(monitoring.getMeetings())
  expect(meetings).toMatchObject([{ meetingID: 'js 1', meetingName: 'Blue (Room) ünï', participantCount: 1 }])
  const info = await http(monitoring.getMeetingInfo('js 1'))
  expect(info).toMatchObject({ attendees: { attendee: { fullName: 'Ada &amp; Co', role: 'MODERATOR' } } })

  expect(await http(administration.end('js 1', 'mp'))).toMatchObject({ messageKey: 'sentEndMeetingRequest' })
  await rigOf().look()
  expect(await http(monitoring.getMeetings())).toMatchObject({ returncode: 'SUCCESS', meetings: '' })
  expect(await http(monitoring.getMeetingInfo('js 1'))).toMatchObject({ messageKey: 'notFound' })
})

test('bigbluebutton-js manages webhooks', async () => {
  const { hooks } = clientOf()
  const { hookID } = await http(hooks.create('http://127.0.0.1:9/hook?x=1', { meetingID: 'js 2' }))
  expect(hookID).toEqual(expect.any(Number))
  const listed = await http(hooks.list({ meetingID: 'js 2' }))
  expect(listed).toMatchObject({ hooks: { hook: { hookID, callbackURL: 'http://127.0.0.1:9/hook?x=1' } } })
  expect(await http(hooks.destroy(Number(hookID)))).toEqual({ returncode: 'SUCCESS', removed: true })
  expect(await http(hooks.list())).toMatchObject({ hooks: '' })
})

test('bigbluebutton-js finds no recordings', async () => {
  const { recording } = clientOf()
  const found = await http(recording.getRecordings({ meetingID: 'js 3' }))
  expect(found).toMatchObject({ returncode: 'SUCCESS', messageKey: 'noRecordings' })
  expect(await http(recording.publishRecordings('x', true))).toMatchObject({ messageKey: 'notFound' })
  expect(await http(recording.deleteRecordings('x'))).toMatchObject({ messageKey: 'notFound' })
})

test('Greenlight starts a room twice without passwords and joins with the create time', async () => {
  const query = [
    'name=Room+of+Ada&meetingID=gl-room&moderatorOnlyMessage=Hi&loginURL=https%3A%2F%2Fgl.example.org',
    'logoutURL=https%3A%2F%2Fgl.example.org%2Frooms%2F1&record=false&guestPolicy=ALWAYS_ACCEPT&muteOnStart=true',
    'meta_bbb-origin=greenlight&meta_bbb-origin-version=3&meta_endCallbackUrl=http%3A%2F%2F127.0.0.1%3A9%2Fend',
    'meta_bbb-recording-ready-url=http%3A%2F%2F127.0.0.1%3A9%2Fready',
  ].join('&')
  const first = await rigOf().call('create', query, { algorithm: 'sha1' })
  const second = await rigOf().call('create', query, { algorithm: 'sha1' })
  expect([first.text('messageKey'), second.text('messageKey')]).toEqual(['', 'duplicateWarning'])
  expect(second.text('createTime')).toBe(first.text('createTime'))

  const joining = `createTime=${first.text('createTime')}&fullName=Ada+L&meetingID=gl-room&password=&role=Moderator`
  const location = locationOf(await rigOf().call('join', `${joining}&userID=gl-7`, { algorithm: 'sha1' }))
  expect((await browse(location.href)).status).toBe(200)
  expect([...holderOf(rigOf(), 'Room of Ada').meeting.people.values()]).toMatchObject([
    { name: 'Ada L', role: 'MODERATOR', userId: 'gl-7' },
  ])
})

test('Greenlight sends slides as XML and the rest in the address', async () => {
  const body =
    '<modules> <module name="presentation"> <document url="http://127.0.0.1:9/a.pdf" filename="a.pdf"/> </module></modules>'
  const init = { method: 'POST', body, headers: { 'content-type': 'application/xml' } }
  const answer = await rigOf().call('create', 'name=Slides+of+Ada&meetingID=gl-slides', { algorithm: 'sha1', init })
  expect(answer.text('returncode')).toBe('SUCCESS')
  expect(holderOf(rigOf(), 'Slides of Ada').meeting.documents).toEqual([body])
})

test('PILOS ends without password and is told errors at its errorRedirectUrl', async () => {
  await rigOf().call('create', 'name=Pilos&meetingID=pilos-1&meta_bbb-origin=PILOS&meta_pilos-sub-spool-dir=x')
  const back = parameter('errorRedirectUrl', 'https://pilos.example.org/rooms/abc').raw
  const joining = `fullName=Ada&role=VIEWER&userID=u12&redirect=true&guest=false&userdata-bbb_skip_check_audio=true&${back}`
  expect(locationOf(await rigOf().call('join', `meetingID=pilos-1&${joining}`)).searchParams.get('userID')).toBe('u12')

  expect((await rigOf().call('end', 'meetingID=pilos-1')).text('returncode')).toBe('SUCCESS')
  await rigOf().look()
  expectRefusal(await rigOf().call('getMeetingInfo', 'meetingID=pilos-1'), 'notFound')
  const refused = locationOf(await rigOf().call('join', `meetingID=pilos-1&${joining}`))
  expect(refused.origin).toBe('https://pilos.example.org')
  expect(errorsOf(refused)[0]?.key).toBe('invalidMeetingIdentifier')
})

test('PILOS sees a wrong secret as a checksum error', async () => {
  expectRefusal(await rigOf().call('getMeetings', '', { secret: 'wrong' }), 'checksumError')
})

test('Moodle sends slides as XML that is labelled a form', async () => {
  const body =
    '<?xml version="1.0" encoding="UTF-8"?><modules><module name="presentation"><document url="http://127.0.0.1:9/m.pdf"/></module></modules>'
  const init = { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } }
  const query = 'meetingID=moodle-1-2%5B0%5D&name=Course&attendeePW=ap12&moderatorPW=mp12&meta_bbb-recording-name=R'
  const answer = await rigOf().call('create', query, { init })
  const needed = ['meetingID', 'internalMeetingID', 'attendeePW', 'moderatorPW', 'hasBeenForciblyEnded']
  for (const name of needed) expect(answer.text(name), name).not.toBe('')
  expect(holderOf(rigOf(), 'Course').meeting.documents).toEqual([body])

  const joining =
    'meetingID=moodle-1-2%5B0%5D&fullName=Ada&password=mp12&role=MODERATOR&logoutURL=https%3A%2F%2Fm.example.org'
  expect((await browse(locationOf(await rigOf().call('join', joining)).href)).status).toBe(200)
  const ended = await rigOf().call('end', 'meetingID=moodle-1-2%5B0%5D&password=mp12')
  expect(ended.text('messageKey')).toBe('sentEndMeetingRequest')
  const recordings = await rigOf().call('getRecordings', 'meetingID=a%2Cb&state=any')
  expect(elementNames(recordings)).toContain('recordings')
})

test('WordPress means the same meeting by an ID that it encodes twice', async () => {
  const id = encodeURIComponent(encodeURIComponent('room/ü 1'))
  expect((await rigOf().call('isMeetingRunning', `meetingID=${id}`)).text('running')).toBe('false')
  const created = await rigOf().call('create', `name=Word%2520Press&meetingID=${id}&attendeePW=ap&moderatorPW=mp`)
  expect(created.text('meetingID')).toBe('room%2F%C3%BC%201')
  const joined = await rigOf().call('join', `meetingID=${id}&fullName=Ada&password=ap`)
  expect((await browse(locationOf(joined).href)).status).toBe(200)
  await rigOf().look()
  expect((await rigOf().call('isMeetingRunning', `meetingID=${id}`)).text('running')).toBe('true')

  const recordings = await rigOf().call('getRecordings', 'meetingID=a%2Cb%2C&state=published%2Cunpublished')
  expect([recordings.text('returncode'), recordings.text('messageKey')]).toEqual(['SUCCESS', 'noRecordings'])
})

test('Nextcloud checks the address with the index and the secret with a meeting that is not there', async () => {
  for (const query of ['', '?checksum=wrong']) {
    const index = await read(await fetch(`${rigOf().url}/bigbluebutton/api/${query}`))
    expect([index.text('returncode'), index.text('version')]).toEqual(['SUCCESS', '2.0'])
  }
  const right = await rigOf().call('isMeetingRunning', 'meetingID=foobar', { algorithm: 'sha1' })
  expect([right.text('returncode'), right.text('running')]).toEqual(['SUCCESS', 'false'])
  expectRefusal(await rigOf().call('isMeetingRunning', 'meetingID=foobar', { secret: 'wrong' }), 'checksumError')
})

test('Nextcloud joins with the create time as digits and sees that a meeting had begun', async () => {
  const query = 'name=Cloud&meetingID=nc-1&attendeePW=ap12&moderatorPW=mp12&meetingKeepEvents=true'
  const first = await rigOf().call('create', query)
  expect((await rigOf().call('create', query)).text('messageKey')).toBe('duplicateWarning')
  const joining = `meetingID=nc-1&fullName=Ada&password=mp12&joinViaHtml5=true&createTime=${first.text('createTime')}`
  const location = locationOf(await rigOf().call('join', joining)).href
  expect((await browse(location)).status).toBe(200)
})
