import { createHmac } from 'node:crypto'
import { jwtVerify } from 'jose'
import { beforeAll, expect, test, vi } from 'vitest'
import { callbackQueue } from '../../src/meetings/deliver.ts'
import { checksum } from '../../src/protocol/checksum.ts'
import { parameter } from '../../src/protocol/query.ts'
import { type Heard, type Listener, openListener } from '../../src/providers/bigbluebutton/fake/rig.ts'
import { browse, mainSecret, type Rig } from '../rig.ts'
import { fail, holderOf, sharedRig } from './shared.ts'

const rigOf = sharedRig({ servers: 1 })
let client: Listener

beforeAll(async () => {
  client = await openListener()
  return () => client[Symbol.asyncDispose]()
})

/** Waits until the client was called at this path so many times. */
async function heardAt(path: string, times = 1): Promise<Heard[]> {
  const find = () => client.heard.filter(({ url }) => url.startsWith(path))
  await vi.waitFor(() => expect(find()).toHaveLength(times), { timeout: 15_000, interval: 50 })
  return find()
}

async function heardOnceAt(path: string): Promise<Heard> {
  const [heard] = await heardAt(path)
  return heard ?? fail(`nobody called ${path}`)
}

async function create(coop: Rig, id: string, parameters: Record<string, string>): Promise<string> {
  const more = Object.entries(parameters).map(([name, value]) => `&${parameter(name, value).raw}`)
  const created = await coop.call(
    'create',
    `${parameter('name', id).raw}&${parameter('meetingID', id).raw}${more.join('')}`,
  )
  return created.text('internalMeetingID')
}

/** Jobs of the outbox for an address, in any state. */
async function jobsFor(coop: Rig, url: string): Promise<{ id: string; state: string }[]> {
  const { rows } = await coop.app.database.connection.executeSql(
    `select id::text, state::text from mycel_jobs.job where name = $1 and data->'request'->>'url' = $2`,
    [callbackQueue, url],
  )
  return rows.map((row) => ({ id: String(row['id']), state: String(row['state']) }))
}

async function waitForState(coop: Rig, url: string, state: string): Promise<void> {
  const expected = [expect.objectContaining({ state })]
  await vi.waitFor(async () => expect(await jobsFor(coop, url)).toEqual(expected), { timeout: 15_000, interval: 50 })
}

function signedParameters({ body }: Heard): string {
  return new URLSearchParams(body).get('signed_parameters') ?? ''
}

test('176 a recording’s readiness is told with the meeting’s own ID, signed by its organisation', async () => {
  const url = `${client.url}/ready-176?room=7`
  const recordId = await create(rigOf(), 'ready 176 ü', { 'meta_bbb-recording-ready-url': url })
  const { server, meeting } = holderOf(rigOf(), 'ready 176 ü')
  expect(await server.finishRecording(meeting.meetingId)).toBe(204)

  const heard = await heardOnceAt('/ready-176')
  expect(heard).toMatchObject({ method: 'POST', url: '/ready-176?room=7' })
  expect(heard.headers['content-type']).toBe('application/x-www-form-urlencoded')
  expect([...new URLSearchParams(heard.body).keys()]).toEqual(['signed_parameters'])
  const { payload, protectedHeader } = await jwtVerify(signedParameters(heard), Buffer.from(mainSecret))
  expect(protectedHeader.alg).toBe('HS256')
  expect(payload).toEqual({ meeting_id: 'ready 176 ü', record_id: recordId })
})

test('176b a message that its server did not sign is not passed on', async () => {
  await create(rigOf(), 'ready-176b', { 'meta_bbb-recording-ready-url': `${client.url}/ready-176b` })
  const { meeting } = holderOf(rigOf(), 'ready-176b')
  const ours = meeting.metadata.get('bbb-recording-ready-url') ?? fail('the server was given no address')
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const text = `${encode({ alg: 'HS256' })}.${encode({ meeting_id: meeting.meetingId, record_id: 'x' })}`
  const tokens = [
    `${text}.${createHmac('sha256', 'guessed').update(text).digest('base64url')}`,
    `${encode({ alg: 'none' })}.${encode({ record_id: 'x' })}.`,
    '',
  ]
  for (const token of tokens) {
    const response = await fetch(ours, { method: 'POST', body: new URLSearchParams({ signed_parameters: token }) })
    expect(response.status).toBe(401)
  }
  const forged = ours.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
  expect((await fetch(forged, { method: 'POST' })).status).toBe(404)
  expect(await jobsFor(rigOf(), `${client.url}/ready-176b`)).toEqual([])
})

test('178 a receiver that fails is asked again, one whose recording is deleted is not', async () => {
  const url = `${client.url}/ready-178`
  await create(rigOf(), 'ready-178', { 'meta_bn-recording-ready-url': url })
  const { server, meeting } = holderOf(rigOf(), 'ready-178')

  client.status = 500
  await server.finishRecording(meeting.meetingId)
  await heardAt('/ready-178', 1)
  await waitForState(rigOf(), url, 'retry')
  client.status = 200
  await rigOf().app.database.connection.executeSql(
    `update mycel_jobs.job set start_after = now() where name = $1 and data->'request'->>'url' = $2`,
    [callbackQueue, url],
  )
  await heardAt('/ready-178', 2)
  await waitForState(rigOf(), url, 'completed')

  const gone = `${client.url}/ready-gone-178`
  await create(rigOf(), 'ready-gone-178', { 'meta_bbb-recording-ready-url': gone })
  client.status = 410
  await server.finishRecording(holderOf(rigOf(), 'ready-gone-178').meeting.meetingId)
  await waitForState(rigOf(), gone, 'completed')
  client.status = 200
})

test('179 metadata shows the client’s own addresses and none of ours', async () => {
  const [ready, end, analytics] = ['r', 'e?a=1&b=2', 'a'].map((path) => `${client.url}/${path}`) as [
    string,
    string,
    string,
  ]
  await create(rigOf(), 'shown-179', {
    'meta_bbb-recording-ready-url': ready,
    meta_endCallbackUrl: end,
    'meta_analytics-callback-url': analytics,
  })
  for (const when of ['at once', 'after a look']) {
    const info = await rigOf().call('getMeetingInfo', 'meetingID=shown-179')
    const metadata = info.root?.children.find(({ name }) => name === 'metadata')?.children ?? []
    expect(Object.fromEntries(metadata.map(({ name, text }) => [name, text])), when).toEqual({
      'bbb-recording-ready-url': ready,
      endcallbackurl: end,
      'analytics-callback-url': analytics,
    })
    expect(info.body).not.toContain('/callbacks/')
    await rigOf().look()
  }
})

test('180 the end is told with the meeting’s own ID and the recording mark', async () => {
  await create(rigOf(), 'end 180 ü&x', { meta_endCallbackUrl: `${client.url}/end-180?token=a%2Fb&x` })
  const { server, meeting } = holderOf(rigOf(), 'end 180 ü&x')
  server.markRecording(meeting.meetingId)
  await rigOf().call('end', parameter('meetingID', 'end 180 ü&x').raw)
  const heard = await heardOnceAt('/end-180')
  expect(heard.method).toBe('GET')
  expect(heard.url).toBe('/end-180?token=a%2Fb&x&recordingmarks=true&meetingID=end%20180%20%C3%BC%26x')
})

test('180b an end that its server repeats is told once', async () => {
  await create(rigOf(), 'end-180b', { meta_endCallbackUrl: `${client.url}/end-twice` })
  const { meeting, server } = holderOf(rigOf(), 'end-180b')
  const ours = meeting.metadata.get('endcallbackurl') ?? fail('the server was given no address')
  server.endMeeting(meeting.meetingId)
  const heard = await heardOnceAt('/end-twice')
  expect(heard.url).toBe('/end-twice?recordingmarks=false&meetingID=end-180b')
  expect((await fetch(`${ours}?recordingmarks=true&meetingID=x`)).status).toBe(204)
  expect(await jobsFor(rigOf(), `${client.url}/end-twice?recordingmarks=true&meetingID=end-180b`)).toEqual([])
})

test('182 meetingEndedURL is called as it is', async () => {
  await create(rigOf(), 'ended-182', { meetingEndedURL: `${client.url}/ended-182?x=1` })
  expect(holderOf(rigOf(), 'ended-182').meeting.endedUrl).toBe('')
  await rigOf().call('end', 'meetingID=ended-182')
  const heard = await heardOnceAt('/ended-182')
  expect([heard.method, heard.url]).toEqual(['GET', '/ended-182?x=1'])
})

test('183 analytics are passed on under the organisation’s own token, with the meeting’s own ID', async () => {
  const url = `${client.url}/analytics-183`
  await create(rigOf(), 'analytics "183" $&', { 'meta_analytics-callback-url': url, meetingKeepEvents: 'true' })
  const { server, meeting } = holderOf(rigOf(), 'analytics "183" $&')
  server.endMeeting(meeting.meetingId)
  const heard = await heardOnceAt('/analytics-183')
  expect(heard.headers['content-type']).toBe('application/json')
  const token = String(heard.headers.authorization).replace('Bearer ', '')
  const { protectedHeader } = await jwtVerify(token, Buffer.from(mainSecret), { requiredClaims: ['exp'] })
  expect(protectedHeader.alg).toBe('HS512')
  const body = JSON.parse(heard.body) as Record<string, unknown>
  expect(body).toMatchObject({
    version: '1.0',
    meeting_id: 'analytics "183" $&',
    internal_meeting_id: meeting.internalId,
  })
  expect(Object.keys(body)).toEqual(['version', 'meeting_id', 'internal_meeting_id', 'data'])
  expect(heard.body).not.toContain('mycel-')
})

test('183b hooks are told of meetings and people, signed by the organisation', async () => {
  const callback = `${client.url}/hook-183b`
  await rigOf().call('hooks/create', `${parameter('callbackURL', callback).raw}&meetingID=hook-183b`)
  await create(rigOf(), 'hook-183b', {})
  const joined = await rigOf().call('join', 'fullName=Ada&meetingID=hook-183b&role=VIEWER&userID=u7')
  await browse(joined.headers.get('location') ?? '')
  await rigOf().look()
  await rigOf().call('end', 'meetingID=hook-183b')
  await rigOf().look()

  const heard = await heardAt('/hook-183b', 3)
  const events = heard.map(({ url, body }) => {
    expect(url).toBe(`/hook-183b?checksum=${checksum('sha256', callback, body, mainSecret)}`)
    expect(body).not.toContain('mycel-')
    return JSON.parse(new URLSearchParams(body).get('event') ?? '[]') as { data: { id: string } }[]
  })
  expect(
    events
      .flat()
      .map(({ data }) => data.id)
      .toSorted(),
  ).toEqual(['meeting-created', 'meeting-ended', 'user-joined'])
})
