import { expect, test } from 'vitest'
import { parameter } from '../../src/protocol/query.ts'
import type { Rig } from '../rig.ts'
import { elementNames, expectRefusal, fail, holderOf, serversAsked, sharedRig } from './shared.ts'

const rigOf = sharedRig({ servers: 3 })

const fifteen = [
  ['returncode', 'meetingID', 'internalMeetingID', 'parentMeetingID', 'attendeePW', 'moderatorPW', 'createTime'],
  ['voiceBridge', 'dialNumber', 'createDate', 'hasUserJoined', 'duration', 'hasBeenForciblyEnded', 'messageKey'],
  ['message'],
].flat()

const create = (coop: Rig, query: string, init?: RequestInit) => coop.call('create', query, init ? { init } : {})

async function metadataOf(coop: Rig, meetingId: string): Promise<Record<string, string>> {
  const info = await coop.call('getMeetingInfo', `meetingID=${meetingId}`)
  const metadata = info.root?.children.find((element) => element.name === 'metadata') ?? fail('no metadata')
  return Object.fromEntries(metadata.children.map(({ name, text }) => [name, text]))
}

function xmlBody(body: string): RequestInit {
  return { method: 'POST', body, headers: { 'content-type': 'application/xml' } }
}

test('40 create with name and meetingID answers fifteen elements in order', async () => {
  expect(elementNames(await create(rigOf(), 'name=Blue&meetingID=create-40'))).toEqual(fifteen)
})

test('41 a fresh create has no message and nobody in it', async () => {
  const answer = await create(rigOf(), 'name=Blue&meetingID=create-41')
  const texts = ['returncode', 'messageKey', 'message', 'parentMeetingID', 'hasUserJoined', 'hasBeenForciblyEnded']
  expect(texts.map(answer.text)).toEqual(['SUCCESS', '', '', 'bbb-none', 'false', 'false'])
})

test('42 the internal ID ends in the create time', async () => {
  const answer = await create(rigOf(), 'name=Blue&meetingID=create-42')
  expect(answer.text('internalMeetingID')).toMatch(/^[0-9a-f]{40}-\d{13}$/)
  expect(answer.text('internalMeetingID').split('-')[1]).toBe(answer.text('createTime'))
})

test('43 the meetingID is given back as the client wrote it', async () => {
  const id = 'Räume/7 (blue) 🦊'
  const answer = await create(rigOf(), `name=Blue&${parameter('meetingID', id).raw}`)
  expect(answer.text('meetingID')).toBe(id)
  expect(answer.body).not.toContain('mycel')
})

test('44 passwords that were not given are made up and differ', async () => {
  const answer = await create(rigOf(), 'name=Blue&meetingID=create-44')
  expect(answer.text('attendeePW')).not.toBe('')
  expect(answer.text('moderatorPW')).not.toBe('')
  expect(answer.text('attendeePW')).not.toBe(answer.text('moderatorPW'))
})

test('45 given passwords are echoed', async () => {
  const answer = await create(rigOf(), 'name=Blue&meetingID=create-45&attendeePW=green4&moderatorPW=amber9')
  expect([answer.text('attendeePW'), answer.text('moderatorPW')]).toEqual(['green4', 'amber9'])
})

test.each([
  ['46', 'a missing meetingID', 'name=Blue', 'missingParamMeetingID'],
  ['48', 'a meetingID of one character', 'name=Blue&meetingID=x', 'validationError'],
  ['49', 'a meetingID of 257 characters', `name=Blue&meetingID=${'x'.repeat(257)}`, 'validationError'],
  ['50', 'a comma in the meetingID', 'name=Blue&meetingID=a%2Cb', 'validationError'],
  ['51', 'a missing name', 'meetingID=create-51', 'validationError'],
  ['53', 'a moderatorPW of one character', 'name=Blue&meetingID=create-53&moderatorPW=x', 'invalidPassword'],
  ['54', 'record=maybe', 'name=Blue&meetingID=create-54&record=maybe', 'validationError'],
  ['55', 'voiceBridge=abc', 'name=Blue&meetingID=create-55&voiceBridge=abc', 'validationError'],
  ['55b', 'a meetingID with a space around it', 'name=Blue&meetingID=%20create-55b', 'validationError'],
  ['55c', 'a meetingID with a control character', 'name=Blue&meetingID=create%00-55c', 'validationError'],
])('%s %s is refused', async (_, __, query, key) => {
  expectRefusal(await create(rigOf(), query), key)
})

test('48 a meetingID of two characters succeeds', async () => {
  expect((await create(rigOf(), 'name=Blue&meetingID=48')).text('returncode')).toBe('SUCCESS')
})

test('49 a meetingID of 256 characters succeeds', async () => {
  const id = 'y'.repeat(256)
  expect((await create(rigOf(), `name=Blue&meetingID=${id}`)).text('meetingID')).toBe(id)
})

test('56 the same create with the same passwords is a duplicate of the first', async () => {
  const query = 'name=Blue&meetingID=create-56&attendeePW=green4&moderatorPW=amber9'
  const [first, second] = [await create(rigOf(), query), await create(rigOf(), query)]
  expect([second.text('returncode'), second.text('messageKey')]).toEqual(['SUCCESS', 'duplicateWarning'])
  for (const name of fifteen.slice(1, -2)) expect(second.text(name)).toBe(first.text(name))
  expect(elementNames(second)).toEqual(fifteen)
})

test('57 the same create without passwords is a duplicate of the first', async () => {
  const query = 'name=Blue&meetingID=create-57'
  const [first, second] = [await create(rigOf(), query), await create(rigOf(), query)]
  expect(second.text('messageKey')).toBe('duplicateWarning')
  expect(second.text('internalMeetingID')).toBe(first.text('internalMeetingID'))
  expect(second.text('moderatorPW')).toBe(first.text('moderatorPW'))
})

test('58 a second create with another moderatorPW is not unique', async () => {
  await create(rigOf(), 'name=Blue&meetingID=create-58&attendeePW=green4&moderatorPW=amber9')
  const second = await create(rigOf(), 'name=Blue&meetingID=create-58&attendeePW=green4&moderatorPW=other')
  expectRefusal(second, 'idNotUnique')
  expect(second.text('message')).toBe(
    'A meeting already exists with that meeting ID.  Please use a different meeting ID.',
  )
  expectRefusal(await create(rigOf(), 'name=Blue&meetingID=create-58&moderatorPW=amber9'), 'idNotUnique')
})

test('61 a second create changes nothing of the first', async () => {
  await create(rigOf(), 'name=First&meetingID=create-61&meta_topic=one')
  await create(rigOf(), 'name=Second&meetingID=create-61&meta_topic=two')
  const info = await rigOf().call('getMeetingInfo', 'meetingID=create-61')
  expect(info.text('meetingName')).toBe('First')
  expect(await metadataOf(rigOf(), 'create-61')).toEqual({ topic: 'one' })
})

test('62 a meeting that was ended and is created again is a new one', async () => {
  const first = await create(rigOf(), 'name=Blue&meetingID=create-62')
  await rigOf().call('end', 'meetingID=create-62')
  await rigOf().look()
  const second = await create(rigOf(), 'name=Blue&meetingID=create-62')
  expect([second.text('returncode'), second.text('messageKey')]).toEqual(['SUCCESS', ''])
  expect(second.text('internalMeetingID')).not.toBe(first.text('internalMeetingID'))
})

test('62b a create right after the end makes a new meeting, too', async () => {
  const first = await create(rigOf(), 'name=Blue&meetingID=create-62b')
  await rigOf().call('end', 'meetingID=create-62b')
  const second = await create(rigOf(), 'name=Blue&meetingID=create-62b')
  expect([second.text('returncode'), second.text('messageKey')]).toEqual(['SUCCESS', ''])
  expect(second.text('internalMeetingID')).not.toBe(first.text('internalMeetingID'))
})

test('63 fifty creates of one ID at once make one meeting on one server', async () => {
  const query = 'name=Crowd+63&meetingID=create-63'
  const answers = await Promise.all(Array.from({ length: 50 }, () => create(rigOf(), query)))
  const bodies = answers.map(({ body }) =>
    body.replace(/<messageKey>(duplicateWarning)?<\/messageKey>/, '').replace(/<message>[^<]*<\/message>/, ''),
  )
  expect(new Set(bodies).size).toBe(1)
  expect(answers.filter((answer) => answer.text('messageKey') === '')).toHaveLength(1)
  expect(answers[0]?.text('returncode')).toBe('SUCCESS')
  expect(serversAsked(rigOf(), 'create', 'Crowd 63')).toHaveLength(1)
})

test('65 meetings on different servers have different voice bridges, none of them 99999', async () => {
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, i) => create(rigOf(), `name=Voice+65&meetingID=create-65-${i}`)),
  )
  const bridges = answers.map((answer) => answer.text('voiceBridge'))
  expect(new Set(bridges).size).toBe(12)
  expect(bridges).not.toContain('99999')
  expect(serversAsked(rigOf(), 'create', 'Voice 65').length).toBeGreaterThan(1)
})

test('66 names of metadata become lower-case', async () => {
  await create(rigOf(), 'name=Blue&meetingID=create-66&meta_Presenter=J')
  expect(await metadataOf(rigOf(), 'create-66')).toEqual({ presenter: 'J' })
})

test('67 metadata of another shape is dropped', async () => {
  await create(rigOf(), 'name=Blue&meetingID=create-67&meta_a_b=1&meta_1x=1&meta_a-b=1')
  expect(await metadataOf(rigOf(), 'create-67')).toEqual({ 'a-b': '1' })
})

test('68 metadata keeps markup, quotes and emoji', async () => {
  const value = `<b>&amp; "double" 'single' 🦊</b>`
  await create(rigOf(), `name=Blue&meetingID=create-68&${parameter('meta_note', value).raw}`)
  expect(await metadataOf(rigOf(), 'create-68')).toEqual({ note: value })
  await rigOf().look()
  expect(await metadataOf(rigOf(), 'create-68')).toEqual({ note: value })
})

test.each([
  ['69', 'slides', '<modules><module name="presentation"><document url="http://127.0.0.1/a.pdf"/></module></modules>'],
  [
    '70',
    'client settings',
    '<modules>\n<module name="clientSettingsOverride"><![CDATA[{"a": "<b>ü</b>"}]]></module></modules>',
  ],
])('%s the body with %s reaches the server byte for byte', async (number, _, body) => {
  await create(rigOf(), `name=Body+${number}&meetingID=create-${number}`, xmlBody(body))
  const { server } = holderOf(rigOf(), `Body ${number}`)
  const received = server.requests.find((r) => r.call === 'create' && r.query.includes(`name=Body+${number}`))
  expect(received).toMatchObject({ method: 'POST', contentType: 'application/xml', body })
})

test('74 a required tag that no server has is refused', async () => {
  expectRefusal(await create(rigOf(), 'name=Blue&meetingID=create-74&meta_server-tag=gpu!'), 'serverTagUnavailable')
  await create(rigOf(), 'name=Tagged+74&meetingID=create-74-t2&meta_server-tag=t2!')
  expect(holderOf(rigOf(), 'Tagged 74').server).toBe(rigOf().servers[1])
})

test('75 metadata of the gateway that a client sends is ignored', async () => {
  const marks = 'meta_tenant-id=other&meta_tenant-name=x&meta_server-tag=t1&meta_Mycel-x=1&meta_kept=1'
  await create(rigOf(), `name=Blue&meetingID=create-75&${marks}`)
  expect(await metadataOf(rigOf(), 'create-75')).toEqual({ kept: '1' })
  await rigOf().look()
  expect(await metadataOf(rigOf(), 'create-75')).toEqual({ kept: '1' })
})
