import { expect, test } from 'vitest'
import { checksum } from '../../src/protocol/checksum.ts'
import { child, type Element } from '../../src/protocol/xml.ts'
import { type ApiAnswer, browse, mainSecret, type Rig, read } from '../rig.ts'
import {
  elementNames,
  expectRefusal,
  fail,
  holderOf,
  other,
  serversAsked,
  sharedRig,
  twoOrganisations,
} from './shared.ts'

const rigOf = sharedRig({ servers: 3, organisations: twoOrganisations })

async function create(coop: Rig, id: string, more = ''): Promise<ApiAnswer> {
  return await coop.call('create', `name=${id}&meetingID=${id}${more}`)
}

async function enter(coop: Rig, id: string, more: string): Promise<void> {
  const joined = await coop.call('join', `meetingID=${id}${more}`)
  await browse(joined.headers.get('location') ?? fail(joined.body))
}

async function isRunning(coop: Rig, id: string): Promise<string> {
  return (await coop.call('isMeetingRunning', `meetingID=${id}`)).text('running')
}

function listed(answer: ApiAnswer): Element[] {
  return answer.root?.children.find(({ name }) => name === 'meetings')?.children ?? []
}

function text(element: Element, name: string): string {
  return child(element, name)?.text ?? ''
}

test('97 an unknown meeting is not running, which is no error', async () => {
  const answer = await rigOf().call('isMeetingRunning', 'meetingID=inquiry-97')
  expect(elementNames(answer)).toEqual(['returncode', 'running'])
  expect([answer.text('returncode'), answer.text('running')]).toEqual(['SUCCESS', 'false'])
})

test('98 a meeting runs from the first join until the last person left', async () => {
  await create(rigOf(), 'inquiry-98')
  const seen = [await isRunning(rigOf(), 'inquiry-98')]
  await enter(rigOf(), 'inquiry-98', '&fullName=Ada&role=VIEWER&userID=ada')
  seen.push(await isRunning(rigOf(), 'inquiry-98'))
  const { server, meeting } = holderOf(rigOf(), 'inquiry-98')
  server.leaveUser(meeting.meetingId, 'ada')
  await rigOf().look()
  seen.push(await isRunning(rigOf(), 'inquiry-98'))
  expect(seen).toEqual(['false', 'true', 'false'])
  expect((await rigOf().call('getMeetingInfo', 'meetingID=inquiry-98')).text('hasUserJoined')).toBe('true')
})

test('100 end with the right password ends the meeting', async () => {
  await create(rigOf(), 'inquiry-100', '&attendeePW=green4&moderatorPW=amber9')
  await enter(rigOf(), 'inquiry-100', '&fullName=Ada&role=VIEWER')
  const answer = await rigOf().call('end', 'meetingID=inquiry-100&password=amber9')
  expect(elementNames(answer)).toEqual(['returncode', 'messageKey', 'message'])
  expect(answer.text('messageKey')).toBe('sentEndMeetingRequest')
  expect(await isRunning(rigOf(), 'inquiry-100')).toBe('false')
  await rigOf().look()
  expectRefusal(await rigOf().call('getMeetingInfo', 'meetingID=inquiry-100'), 'notFound')
})

test('101 end with a wrong password is refused', async () => {
  await create(rigOf(), 'inquiry-101', '&attendeePW=green4&moderatorPW=amber9')
  expectRefusal(await rigOf().call('end', 'meetingID=inquiry-101&password=green4'), 'invalidPassword')
  expect((await rigOf().call('getMeetingInfo', 'meetingID=inquiry-101')).text('returncode')).toBe('SUCCESS')
})

test('102 end needs no password', async () => {
  await create(rigOf(), 'inquiry-102')
  expect((await rigOf().call('end', 'meetingID=inquiry-102')).text('returncode')).toBe('SUCCESS')
})

test('103 end of an unknown meeting finds none', async () => {
  expectRefusal(await rigOf().call('end', 'meetingID=inquiry-103'), 'notFound')
})

test('104 a second end succeeds or finds none', async () => {
  await create(rigOf(), 'inquiry-104')
  await rigOf().call('end', 'meetingID=inquiry-104')
  const again = await rigOf().call('end', 'meetingID=inquiry-104')
  expect(['sentEndMeetingRequest', 'notFound']).toContain(again.text('messageKey'))
  await rigOf().look()
  expectRefusal(await rigOf().call('end', 'meetingID=inquiry-104'), 'notFound')
})

test('105 another organisation cannot end a meeting', async () => {
  await create(rigOf(), 'inquiry-105')
  expectRefusal(await rigOf().call('end', 'meetingID=inquiry-105', other), 'notFound')
  expectRefusal(
    await rigOf().call('join', 'fullName=Eve&meetingID=inquiry-105&role=VIEWER', other),
    'invalidMeetingIdentifier',
  )
  await rigOf().look()
  expect((await rigOf().call('getMeetingInfo', 'meetingID=inquiry-105')).text('returncode')).toBe('SUCCESS')
})

test('106 getMeetingInfo of an unknown meeting finds none', async () => {
  const answer = await rigOf().call('getMeetingInfo', 'meetingID=inquiry-106')
  expectRefusal(answer, 'notFound')
  expect(answer.text('message')).toBe('A meeting with that ID does not exist')
})

test('106b an internal ID, a server’s ID or the beginning of one finds nothing', async () => {
  const created = await create(rigOf(), 'inquiry-106b')
  const internal = created.text('internalMeetingID')
  const { meeting } = holderOf(rigOf(), 'inquiry-106b')
  for (const id of [internal, internal.slice(0, 40), internal.slice(0, 2), meeting.meetingId]) {
    expectRefusal(await rigOf().call('getMeetingInfo', `meetingID=${id}`), 'notFound')
  }
})

const infoNames = [
  ['returncode', 'meetingName', 'meetingID', 'internalMeetingID', 'createTime', 'createDate', 'voiceBridge'],
  ['dialNumber', 'attendeePW', 'moderatorPW', 'running', 'duration', 'hasUserJoined', 'recording'],
  ['hasBeenForciblyEnded', 'startTime', 'endTime', 'participantCount', 'listenerCount', 'voiceParticipantCount'],
  ['videoCount', 'maxUsers', 'moderatorCount', 'attendees', 'metadata', 'isBreakout'],
].flat()

test('107 getMeetingInfo has every element in order, before and after people came', async () => {
  await create(rigOf(), 'inquiry-107', '&maxParticipants=30')
  const empty = await rigOf().call('getMeetingInfo', 'meetingID=inquiry-107')
  expect(elementNames(empty)).toEqual(infoNames)

  await enter(rigOf(), 'inquiry-107', '&fullName=Ada&role=MODERATOR')
  await enter(rigOf(), 'inquiry-107', '&fullName=B%C3%A9la&role=VIEWER')
  await rigOf().look()
  const info = await rigOf().call('getMeetingInfo', 'meetingID=inquiry-107')
  expect(elementNames(info)).toEqual(infoNames)
  expect(['participantCount', 'moderatorCount', 'maxUsers', 'endTime'].map(info.text)).toEqual(['2', '1', '30', '0'])
})

test('109 an attendee has the user ID that join was given', async () => {
  await create(rigOf(), 'inquiry-109')
  await enter(rigOf(), 'inquiry-109', '&fullName=Ada&role=VIEWER&userID=u-7')
  await rigOf().look()
  const info = await rigOf().call('getMeetingInfo', 'meetingID=inquiry-109')
  const [attendee] = info.root?.children.find(({ name }) => name === 'attendees')?.children ?? []
  expect(attendee?.children.map(({ name }) => name)).toEqual([
    'userID',
    'fullName',
    'role',
    'isPresenter',
    'isListeningOnly',
    'hasJoinedVoice',
    'hasVideo',
    'clientType',
  ])
  expect(attendee && text(attendee, 'userID')).toBe('u-7')
})

test('110 attendees, their custom data and hasUserJoined survive the gateway', async () => {
  await create(rigOf(), 'inquiry-110')
  await enter(rigOf(), 'inquiry-110', '&fullName=Ada&role=VIEWER&userdata-seat=12%26B')
  await rigOf().look()
  const [meeting] = listed(await rigOf().call('getMeetings')).filter((m) => text(m, 'meetingID') === 'inquiry-110')
  const attendee = meeting && child(meeting, 'attendees')?.children[0]
  expect(meeting && text(meeting, 'hasUserJoined')).toBe('true')
  expect(attendee && child(attendee, 'customdata')?.children).toMatchObject([{ name: 'seat', text: '12&B' }])
})

test('110b custom data that would break the listing of its server is left out', async () => {
  await create(rigOf(), 'inquiry-110b')
  for (const name of ['a b', '1', '<x', 'a>', '', 'ok']) {
    const more = `&fullName=Ada&role=VIEWER&userdata-${encodeURIComponent(name)}=1`
    const joined = await rigOf().call('join', `meetingID=inquiry-110b${more}`)
    const location = joined.headers.get('location') ?? fail(joined.body)
    expect(location.includes('userdata-')).toBe(name === 'ok')
    await browse(location)
  }
  await rigOf().look()
  const info = await rigOf().call('getMeetingInfo', 'meetingID=inquiry-110b')
  expect(info.text('participantCount')).toBe('6')
  expect(info.body).toContain('<customdata><ok>1</ok></customdata>')
})

test('112 breakout rooms are listed with their parent and by themselves', async () => {
  const created = await create(rigOf(), 'inquiry-112')
  const { server, meeting } = holderOf(rigOf(), 'inquiry-112')
  const room = server.openBreakout(meeting.meetingId, { name: 'Group 1' })
  await rigOf().look()
  const info = await rigOf().call('getMeetingInfo', 'meetingID=inquiry-112')
  const rooms = info.root?.children.find(({ name }) => name === 'breakoutRooms')
  expect(rooms?.children).toMatchObject([{ name: 'breakout', text: room.meetingId }])

  const [breakout] = listed(await rigOf().call('getMeetings')).filter((m) => text(m, 'meetingName') === 'Group 1')
  expect(breakout && ['isBreakout', 'parentMeetingID', 'sequence', 'freeJoin'].map((n) => text(breakout, n))).toEqual([
    'true',
    created.text('internalMeetingID'),
    '1',
    'false',
  ])
  expect((await rigOf().call('getMeetings', '', other)).body).not.toContain('Group 1')
})

test('114 getMeetings without meetings is a success', async () => {
  const answer = await rigOf().call('getMeetings', '', other)
  expect(elementNames(answer)).toEqual(['returncode', 'meetings', 'messageKey', 'message'])
  expect([answer.text('returncode'), answer.text('messageKey')]).toEqual(['SUCCESS', 'noMeetings'])
  expect(answer.text('message')).toBe('no meetings were found on this server')
})

test('115 getMeetings lists the meetings of all servers once', async () => {
  await Promise.all(
    Array.from({ length: 9 }, (_, i) => rigOf().call('create', `name=Many+115&meetingID=inquiry-115-${i}`)),
  )
  expect(serversAsked(rigOf(), 'create', 'Many 115')).toHaveLength(3)
  for (const when of ['at once', 'after a look']) {
    const ids = listed(await rigOf().call('getMeetings')).map((meeting) => text(meeting, 'meetingID'))
    const wanted = Array.from({ length: 9 }, (_, i) => `inquiry-115-${i}`)
    expect(ids.filter((id) => id.startsWith('inquiry-115')).toSorted(), when).toEqual(wanted)
    await rigOf().look()
  }
})

test('118 an organisation sees nothing of another', async () => {
  await create(rigOf(), 'inquiry-118', '&meta_secret-plan=x')
  await enter(rigOf(), 'inquiry-118', '&fullName=Wanda&role=VIEWER')
  await rigOf().look()
  await rigOf().call('create', 'name=Theirs&meetingID=inquiry-118-theirs', other)
  const theirs = await rigOf().call('getMeetings', '', other)
  expect(listed(theirs).map((meeting) => text(meeting, 'meetingID'))).toEqual(['inquiry-118-theirs'])
  expect(theirs.body).not.toMatch(/Wanda|secret-plan|mycel-/)
  expect((await rigOf().call('getMeetings')).body).not.toMatch(/Theirs|mycel-/)
})

test('119 two organisations may use one meetingID, even on one server', async () => {
  const query = 'name=Same+119&meetingID=inquiry-119&meta_server-tag=t2!'
  const [ours, theirs] = [await rigOf().call('create', query), await rigOf().call('create', query, other)]
  expect([ours.text('messageKey'), theirs.text('messageKey')]).toEqual(['', ''])
  expect(ours.text('internalMeetingID')).not.toBe(theirs.text('internalMeetingID'))
  expect(
    rigOf()
      .servers[1]?.meetings()
      .filter(({ name }) => name === 'Same 119'),
  ).toHaveLength(2)
  await rigOf().call('end', 'meetingID=inquiry-119', other)
  await rigOf().look()
  expectRefusal(await rigOf().call('getMeetingInfo', 'meetingID=inquiry-119', other), 'notFound')
  expect((await rigOf().call('getMeetingInfo', 'meetingID=inquiry-119')).text('returncode')).toBe('SUCCESS')
})

test('121 getMeetingInfo by GET and by a form is the same', async () => {
  await create(rigOf(), 'inquiry-121')
  await rigOf().look()
  const byGet = await rigOf().call('getMeetingInfo', 'meetingID=inquiry-121')
  const body = `meetingID=inquiry-121&checksum=${checksum('sha256', 'getMeetingInfo', '', mainSecret)}`
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const response = await fetch(`${rigOf().url}/bigbluebutton/api/getMeetingInfo`, { method: 'POST', body, headers })
  expect((await read(response)).body).toBe(byGet.body)
})
