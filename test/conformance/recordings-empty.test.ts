import { expect, test } from 'vitest'
import type { ApiAnswer } from '../rig.ts'
import { elementNames, expectRefusal, other, sharedRig, twoOrganisations } from './shared.ts'

const rigOf = sharedRig({ servers: 1, organisations: twoOrganisations })
const record = `recordID=${'0'.repeat(40)}-1767225600123`

interface JsonAnswer {
  readonly response: { readonly returncode: string; readonly messageKey: string; readonly message: string }
}

function jsonOf(answer: ApiAnswer): JsonAnswer['response'] {
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  return (JSON.parse(answer.body) as JsonAnswer).response
}

test.each([
  ['129', 'without parameters', ''],
  ['129b', 'of a meeting', 'meetingID=room-7%2Croom-8%2C'],
  ['129c', 'of a record', record],
  ['129d', 'in any state, with metadata', 'state=any&meta_course=math'],
  ['145b', 'beyond the end', 'offset=20&limit=10'],
  ['148b', 'of another organisation', record],
])('%s getRecordings %s has an empty recordings element', async (number, _, query) => {
  const answer = await rigOf().call('getRecordings', query, number === '148b' ? other : {})
  expect(elementNames(answer)).toEqual(['returncode', 'recordings', 'messageKey', 'message'])
  expect([answer.text('returncode'), answer.text('messageKey')]).toEqual(['SUCCESS', 'noRecordings'])
  expect(answer.text('message')).toBe('There are no recordings for the meeting(s).')
})

test.each([
  ['151', 'publishRecordings without recordID', 'publishRecordings', 'publish=true', 'missingParamRecordID'],
  ['152', 'publishRecordings without publish', 'publishRecordings', record, 'missingParamPublish'],
  ['153', 'publishRecordings of an unknown record', 'publishRecordings', `${record}&publish=false`, 'notFound'],
  ['156b', 'deleteRecordings without recordID', 'deleteRecordings', '', 'missingParamRecordID'],
  ['157b', 'deleteRecordings of an unknown record', 'deleteRecordings', `${record}%2C%2C`, 'notFound'],
  ['157c', 'deleteRecordings of nothing but commas', 'deleteRecordings', 'recordID=%2C%2C', 'notFound'],
  ['160b', 'updateRecordings without recordID', 'updateRecordings', 'meta_a=1', 'missingParamRecordID'],
  ['161', 'updateRecordings of an unknown record', 'updateRecordings', `${record}&meta_a=1`, 'notFound'],
])('%s %s is refused', async (_, __, call, query, key) => {
  const answer = await rigOf().call(call, query)
  expectRefusal(answer, key)
  if (key === 'notFound') expect(answer.text('message')).toBe('We could not find recordings')
})

test('167 getRecordingTextTracks of an unknown record answers in JSON', async () => {
  const response = jsonOf(await rigOf().call('getRecordingTextTracks', record))
  expect(response).toEqual({ returncode: 'FAILED', messageKey: 'noRecordings', message: 'No recordings found' })
})

test('169 putRecordingTextTrack with a wrong checksum is refused in JSON', async () => {
  const init = { method: 'POST', body: new FormData() }
  init.body.set('file', new Blob(['WEBVTT']), 'a.vtt')
  const wrong = await rigOf().call('putRecordingTextTrack', `${record}&kind=captions&lang=en`, {
    secret: 'wrong',
    init,
  })
  expect(jsonOf(wrong)).toMatchObject({ returncode: 'FAILED', messageKey: 'checksumError' })
  const right = await rigOf().call('putRecordingTextTrack', `${record}&kind=captions&lang=en`, { init })
  expect(jsonOf(right)).toMatchObject({ returncode: 'FAILED', messageKey: 'noRecordings' })
})

test('169b putRecordingTextTrack without recordID is refused in JSON', async () => {
  const answer = await rigOf().call('putRecordingTextTrack', 'kind=captions&lang=en', { init: { method: 'POST' } })
  expect(jsonOf(answer)).toMatchObject({ returncode: 'FAILED', messageKey: 'paramError' })
})
