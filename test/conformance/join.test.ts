import { expect, test } from 'vitest'
import { checksum, matches, splitChecksum } from '../../src/protocol/checksum.ts'
import { parameter } from '../../src/protocol/query.ts'
import { type ApiAnswer, browse, mainSecret, type Rig, read } from '../rig.ts'
import { elementNames, errorsOf, expectRefusal, holderOf, locationOf, sharedRig } from './shared.ts'

const ruled = { secret: 'a-ruled-secret', base: '/o/ruled/bigbluebutton/api' }
const rigOf = sharedRig({
  servers: 2,
  organisations: `
    - { id: main, name: Example Co-op, secrets: ["secret://main"] }
    - id: ruled
      name: Ruled Co-op
      secrets: ["secret://${ruled.secret}"]
      join: { overrides: { role: VIEWER, userdata-bbb_skip_check_audio: true }, defaults: { avatarURL: "https://example.org/a.png" } }
`,
})

/** Creates a meeting whose name is its ID. */
async function create(coop: Rig, id: string, more = ''): Promise<ApiAnswer> {
  return await coop.call('create', `name=${id}&meetingID=${id}${more}`)
}

async function join(coop: Rig, id: string, more: string): Promise<ApiAnswer> {
  return await coop.call('join', `fullName=Ada&meetingID=${id}${more}`)
}

/** Joins as a browser does, up to the client page. */
async function enter(coop: Rig, id: string, more: string): Promise<void> {
  const landed = await browse(locationOf(await join(coop, id, more)).href)
  expect(landed.status).toBe(200)
}

function rolesIn(coop: Rig, name: string): string[] {
  return [...holderOf(coop, name).meeting.people.values()].map(({ role }) => role)
}

const portal = parameter('logoutURL', 'https://portal.example.net/rooms/7?x=1').raw

test('76 a join leads to the server that has the meeting, signed with its secret', async () => {
  await create(rigOf(), 'join-76')
  const location = locationOf(await join(rigOf(), 'join-76', '&role=MODERATOR'))
  const { server } = holderOf(rigOf(), 'join-76')
  expect(location.href.startsWith(`${server.url}/join?`)).toBe(true)
  const signed = splitChecksum(location.search.slice(1))
  expect(signed && matches(signed, 'join', server.secret.reveal())).toBe(true)
})

test('76b a join takes nothing from a body, where a guest could make itself a moderator', async () => {
  await create(rigOf(), 'join-76b', '&attendeePW=green4')
  const signed = rigOf().sign('join', 'fullName=Ada&meetingID=join-76b&password=green4')
  const unsigned = `fullName=Ada&meetingID=join-76b&checksum=${checksum('sha1', 'join', '', mainSecret)}`
  for (const [url, body] of [
    [signed, 'role=MODERATOR'],
    [`${rigOf().url}/bigbluebutton/api/join`, `${unsigned}&role=MODERATOR`],
  ] as const) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await read(await fetch(url, { method: 'POST', body, headers, redirect: 'manual' }))
    expectRefusal(answer, 'unsupportedRequest')
  }
  await browse(signed)
  expect(rolesIn(rigOf(), 'join-76b')).toEqual(['VIEWER'])
})

test('77 following it ends at the client page with a session token and a cookie of the server', async () => {
  await create(rigOf(), 'join-77')
  const location = locationOf(await join(rigOf(), 'join-77', '&role=VIEWER'))
  const response = await fetch(location, { redirect: 'manual' })
  const target = new URL(response.headers.get('location') ?? '')
  expect(target.host).toBe(location.host)
  expect(target.searchParams.get('sessionToken')).toMatch(/^[0-9a-z]{16}$/)
  expect(response.headers.get('set-cookie')).toMatch(/^JSESSIONID=/)
})

test('78 userdata and avatar reach the server with their values', async () => {
  await create(rigOf(), 'join-78')
  const values = {
    'userdata-bbb_a': 'ü+1 %&=?',
    'userdata-bbb_b': '🦊',
    avatarURL: 'https://example.org/ä b.png?x=1&y=2',
  }
  const more = Object.entries(values).map(([name, value]) => `&${parameter(name, value).raw}`)
  const location = locationOf(await join(rigOf(), 'join-78', `&role=VIEWER${more.join('')}`))
  for (const [name, value] of Object.entries(values)) expect(location.searchParams.get(name)).toBe(value)
  await browse(location.href)
  const [person] = holderOf(rigOf(), 'join-78').meeting.people.values()
  expect(Object.fromEntries(person?.customData ?? [])).toEqual({ bbb_a: 'ü+1 %&=?', bbb_b: '🦊' })
})

test('79 with redirect=false the answer is XML once redirects were followed', async () => {
  await create(rigOf(), 'join-79')
  const url = rigOf().sign('join', 'fullName=Ada&meetingID=join-79&role=VIEWER&redirect=false')
  expect(elementNames(await read(await fetch(url)))).toEqual(
    [
      ['returncode', 'messageKey', 'message', 'meeting_id', 'user_id', 'auth_token', 'session_token', 'guestStatus'],
      ['url'],
    ].flat(),
  )
})

test('81 who joins an unknown meeting is sent to errorRedirectUrl, or else to logoutURL, with the error', async () => {
  const logout = locationOf(await join(rigOf(), 'join-81', `&role=VIEWER&${portal}`))
  expect(logout.href.startsWith('https://portal.example.net/rooms/7?x=1&errors=')).toBe(true)
  expect(errorsOf(logout)).toEqual([
    { key: 'invalidMeetingIdentifier', message: 'A meeting with that ID does not exist' },
  ])
  const wanted = parameter('errorRedirectUrl', 'https://portal.example.net/sorry').raw
  const sorry = locationOf(await join(rigOf(), 'join-81', `&role=VIEWER&${portal}&${wanted}`))
  expect(`${sorry.origin}${sorry.pathname}`).toBe('https://portal.example.net/sorry')
  expectRefusal(await join(rigOf(), 'join-81', '&role=VIEWER'), 'invalidMeetingIdentifier')
  expectRefusal(await join(rigOf(), 'join-81', `&role=VIEWER&redirect=false&${portal}`), 'invalidMeetingIdentifier')
})

test('81b an error redirect leads to web addresses alone', async () => {
  for (const target of ['javascript:alert(1)', '//example.org', 'data:text/html,x', 'file:///etc/passwd']) {
    const more = `&role=VIEWER&${parameter('errorRedirectUrl', target).raw}`
    expectRefusal(await join(rigOf(), 'join-81', more), 'invalidMeetingIdentifier')
  }
})

test('83 a missing name is told', async () => {
  await create(rigOf(), 'join-83')
  const location = locationOf(await rigOf().call('join', `meetingID=join-83&role=VIEWER&${portal}`))
  expect(errorsOf(location).map(({ key }) => key)).toEqual(['missingParamFullName'])
})

test('84 the createTime of the running instance succeeds, and another one does not', async () => {
  const created = await create(rigOf(), 'join-84')
  locationOf(await join(rigOf(), 'join-84', `&role=VIEWER&createTime=${created.text('createTime')}`))
  for (const time of ['1234567890123', 'yesterday']) {
    const location = locationOf(await join(rigOf(), 'join-84', `&role=VIEWER&createTime=${time}&${portal}`))
    expect(errorsOf(location).map(({ key }) => key)).toEqual(['mismatchCreateTimeParam'])
  }
})

test.each([
  ['86', '&role=moderator', 'a role in lower case needs no password', 'MODERATOR'],
  ['87', '&role=VIEWER&password=amber9', 'a role goes before a password', 'VIEWER'],
  ['88', '&role=boss&password=green4', 'a role that is none is ignored', 'VIEWER'],
])('%s a join with %s: %s', async (number, query, _, role) => {
  await create(rigOf(), `join-${number}`, '&attendeePW=green4&moderatorPW=amber9')
  await enter(rigOf(), `join-${number}`, query)
  expect(rolesIn(rigOf(), `join-${number}`)).toEqual([role])
})

test('89 neither role nor password is refused in XML', async () => {
  await create(rigOf(), 'join-89', '&attendeePW=green4&moderatorPW=amber9')
  for (const more of ['', '&password=wrong', '&role=boss', `&password=&${portal}`]) {
    expectRefusal(await join(rigOf(), 'join-89', more), 'Params required')
  }
})

test('90 a full meeting takes nobody else, but those in it again', async () => {
  await create(rigOf(), 'join-90', '&maxParticipants=1')
  await enter(rigOf(), 'join-90', '&role=VIEWER&userID=u1')
  const refused = await fetch(locationOf(await join(rigOf(), 'join-90', `&role=VIEWER&userID=u2&${portal}`)), {
    redirect: 'manual',
  })
  const target = new URL(refused.headers.get('location') ?? '')
  expect(errorsOf(target).map(({ key }) => key)).toEqual(['maxParticipantsReached'])
  await enter(rigOf(), 'join-90', '&role=VIEWER&userID=u1')
})

test('92 a guest waits where a moderator must be asked', async () => {
  await create(rigOf(), 'join-92', '&guestPolicy=ASK_MODERATOR')
  const url = rigOf().sign('join', 'fullName=Ada&meetingID=join-92&role=VIEWER&guest=true&redirect=false')
  const answer = await read(await fetch(url))
  expect([answer.text('messageKey'), answer.text('guestStatus')]).toEqual(['guestWait', 'WAIT'])
  expect(new URL(answer.text('url')).pathname).toBe('/html5client/guestWait')
})

test('93 a guest is sent away where guests are denied', async () => {
  await create(rigOf(), 'join-93', '&guestPolicy=ALWAYS_DENY')
  const sent = await fetch(locationOf(await join(rigOf(), 'join-93', `&role=VIEWER&guest=true&${portal}`)), {
    redirect: 'manual',
  })
  const target = new URL(sent.headers.get('location') ?? '')
  expect(errorsOf(target).map(({ key }) => key)).toEqual(['guestDeniedAccess'])
})

test('96 an organisation’s rules replace what the client says, and the signature covers them', async () => {
  await rigOf().call('create', 'name=join-96&meetingID=join-96', ruled)
  const query = 'fullName=Ada&meetingID=join-96&role=MODERATOR&userdata-bbb_skip_check_audio=false'
  const location = locationOf(await rigOf().call('join', query, ruled))
  const { server } = holderOf(rigOf(), 'join-96')
  const signed = splitChecksum(location.search.slice(1))
  expect(signed && matches(signed, 'join', server.secret.reveal())).toBe(true)
  expect(location.searchParams.getAll('role')).toEqual(['VIEWER'])
  expect(location.searchParams.getAll('userdata-bbb_skip_check_audio')).toEqual(['true'])
  expect(location.searchParams.get('avatarURL')).toBe('https://example.org/a.png')
  await browse(location.href)
  expect(rolesIn(rigOf(), 'join-96')).toEqual(['VIEWER'])
})
