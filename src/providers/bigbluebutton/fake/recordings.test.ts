import { afterEach, beforeEach, expect, test } from 'vitest'
import { readRecordings } from '../../../protocol/recordings.ts'
import { childText } from '../../../protocol/xml.ts'
import { openRig, type Rig } from './rig.ts'

const minute = 60_000
let rig: Rig

beforeEach(async () => {
  rig = await openRig()
})
afterEach(() => rig[Symbol.asyncDispose]())

const list = async (query = '') => readRecordings(await rig.call('getRecordings', query)).recordings

async function record(meetingId: string, minutes = 60, rest = '&record=true&autoStartRecording=true') {
  const made = await rig.call('create', `name=Room&meetingID=${meetingId}${rest}`)
  rig.server.joinUser(meetingId, { name: 'Ada' })
  rig.clock.advance(minutes * minute)
  rig.server.endMeeting(meetingId)
  return childText(made.root, 'internalMeetingID')
}

test('a recording is there when it has been processed, as large as the meeting was long', async () => {
  const id = await record('room', 60, '&record=true&autoStartRecording=true&meta_Course=math')
  expect(await list()).toEqual([])
  expect(await list('state=any')).toMatchObject([{ recordId: id, state: 'processing', size: undefined }])
  rig.clock.advance(minute)
  expect(await list('meta_course=math')).toMatchObject([
    { recordId: id, meetingId: 'room', published: true, state: 'published', size: 181_500_000 },
  ])
  expect(await list('meta_course=art')).toEqual([])
  await rig.server.restart({ keepMeetings: false })
  expect(await list()).toHaveLength(1)
})

test('without a mark, or where it may not be recorded, there is none', async () => {
  await record('unmarked', 1, '&record=true')
  await record('forbidden', 1, '&autoStartRecording=true')
  rig.clock.advance(minute)
  expect(await list('state=any')).toEqual([])
})

test('what is deleted is listed no more, what is unpublished is', async () => {
  const [first, second] = [await record('one'), await record('two')]
  rig.clock.advance(minute)
  expect((await rig.call('publishRecordings', `recordID=${first}&publish=false`)).ok).toBe(true)
  expect((await rig.call('deleteRecordings', `recordID=${second},unknown`)).ok).toBe(true)
  expect((await rig.call('deleteRecordings', `recordID=${second}`)).key).toBe('notFound')
  expect(await list()).toMatchObject([{ recordId: first, published: false, state: 'unpublished' }])
})

test('pages do not overlap, and tell how many there are', async () => {
  for (const name of ['r1', 'r2', 'r3']) await record(name, 1)
  rig.clock.advance(minute)
  const pages = await Promise.all(
    [0, 2].map(async (offset) => readRecordings(await rig.call('getRecordings', `limit=2&offset=${offset}`))),
  )
  expect(pages.map(({ total }) => total)).toEqual([3, 3])
  const ids = pages.flatMap(({ recordings }) => recordings.map(({ meetingId }) => meetingId))
  expect(ids.toSorted()).toEqual(['r1', 'r2', 'r3'])
})
