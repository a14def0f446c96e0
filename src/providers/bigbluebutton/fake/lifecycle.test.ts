import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readMeeting, readMeetings } from '../../../protocol/meeting.ts'
import { child, childText } from '../../../protocol/xml.ts'
import { openRig, type Rig } from './rig.ts'
import { sha1 } from './state.ts'

const minute = 60_000

let rig: Rig

beforeEach(async () => {
  rig = await openRig()
})

afterEach(async () => {
  await rig[Symbol.asyncDispose]()
})

const info = async (meetingId: string) => readMeeting((await rig.call('getMeetingInfo', `meetingID=${meetingId}`)).root)
const list = async () => readMeetings(await rig.call('getMeetings')).map(({ meetingId }) => meetingId)
const create = (meetingId: string, rest = '') => rig.call('create', `name=Room&meetingID=${meetingId}${rest}`)

describe('people', () => {
  test('are counted and described by how they take part', async () => {
    await create('room-7')
    rig.server.joinUser('room-7', { name: 'Ada', userId: 'ada', role: 'MODERATOR', voice: true, video: true })
    rig.server.joinUser('room-7', {
      name: 'Bo <b>',
      userId: 'bo',
      listening: true,
      customData: new Map([['bbb_x', '1']]),
    })

    const report = await info('room-7')
    expect(report).toMatchObject({ running: true, participants: 2, moderators: 1, videos: 1 })
    expect(report.attendees).toEqual([
      { userId: 'ada', name: 'Ada', role: 'MODERATOR', video: true, voice: true, listening: false },
      { userId: 'bo', name: 'Bo <b>', role: 'VIEWER', video: false, voice: false, listening: true },
    ])
    const second = child(report.element, 'attendees')?.children[1]
    expect(second && child(second, 'customdata')?.children.map(({ name, text }) => [name, text])).toEqual([
      ['bbb_x', '1'],
    ])
  })

  test('have one presenter: a moderator, or else the first of them', async () => {
    const presenters = async () => {
      const attendees = child((await info('room-7')).element, 'attendees')?.children ?? []
      return attendees
        .filter((one) => childText(one, 'isPresenter') === 'true')
        .map((one) => childText(one, 'fullName'))
    }
    await create('room-7')
    rig.server.joinUser('room-7', { name: 'Ada' })
    rig.server.joinUser('room-7', { name: 'Bo' })
    const before = await presenters()
    rig.server.joinUser('room-7', { name: 'Chidi', role: 'MODERATOR' })
    expect([before, await presenters()]).toEqual([['Ada'], ['Chidi']])
  })

  test('make a meeting run, and it stops running when the last one left', async () => {
    const running = async () => childText((await rig.call('isMeetingRunning', 'meetingID=room-7')).root, 'running')
    await create('room-7')
    const before = await running()
    rig.server.joinUser('room-7', { name: 'Ada', userId: 'ada' })
    const during = await running()
    rig.server.leaveUser('room-7', 'ada')
    expect([before, during, await running()]).toEqual(['false', 'true', 'false'])
    expect(childText((await rig.call('getMeetingInfo', 'meetingID=room-7')).root, 'hasUserJoined')).toBe('true')
  })

  test('find a full meeting closed, except those who are in it already', async () => {
    await create('room-7', '&maxParticipants=1')
    rig.server.joinUser('room-7', { name: 'Ada', userId: 'ada' })
    const join = (who: string) =>
      rig.call('join', `fullName=X&role=VIEWER&redirect=false&meetingID=room-7&userID=${who}`)
    expect((await join('bo')).key).toBe('maxParticipantsReached')
    expect((await join('ada')).ok).toBe(true)
  })

  test.each([
    ['ASK_MODERATOR', 'guestWait'],
    ['ALWAYS_DENY', 'guestDeniedAccess'],
    ['ALWAYS_ACCEPT', 'successfullyJoined'],
  ])('who come as guests meet the policy %s', async (policy, key) => {
    await create('room-7', `&guestPolicy=${policy}`)
    const query = 'fullName=X&role=VIEWER&guest=true&redirect=false&meetingID=room-7'
    expect((await rig.call('join', query)).key).toBe(key)
  })
})

describe('a meeting expires', () => {
  test('five minutes after it was made, when nobody ever came', async () => {
    await create('room-7')
    rig.clock.advance(5 * minute - 1)
    expect(await list()).toEqual(['room-7'])
    rig.clock.advance(1)
    expect(await list()).toEqual([])
  })

  test('one minute after the last one left, but not while somebody is there', async () => {
    await create('room-7')
    rig.server.joinUser('room-7', { name: 'Ada', userId: 'ada' })
    rig.clock.advance(60 * minute)
    rig.server.leaveUser('room-7', 'ada')
    rig.clock.advance(minute - 1)
    expect(await list()).toEqual(['room-7'])
    rig.clock.advance(1)
    expect(await list()).toEqual([])
  })

  test('when its duration is over, whoever is there', async () => {
    await create('room-7', '&duration=10')
    rig.server.joinUser('room-7', { name: 'Ada' })
    rig.clock.advance(10 * minute)
    expect(await list()).toEqual([])
  })
})

describe('a breakout room', () => {
  test('is listed by itself and at its parent, and has the metadata of the parent', async () => {
    await create('room-7', '&meta_course=math')
    const room = rig.server.openBreakout('room-7', { freeJoin: true })
    const parent = await info('room-7')
    const listed = readMeetings(await rig.call('getMeetings')).find(({ breakout }) => breakout)

    expect(listed).toMatchObject({ meetingId: room.meetingId, parentId: parent.internalId })
    const metadata = listed && child(listed.element, 'metadata')?.children.map(({ name, text }) => `${name}=${text}`)
    expect(metadata).toEqual(['course=math'])
    const tail = listed?.element.children.slice(-4).map(({ name, text }) => `${name}=${text}`)
    expect(tail).toEqual(['isBreakout=true', `parentMeetingID=${parent.internalId}`, 'sequence=1', 'freeJoin=true'])
    const rooms = child(parent.element, 'breakoutRooms')?.children.map(({ name, text }) => `${name}=${text}`)
    expect(rooms).toEqual([`breakout=${room.meetingId}`])
  })

  test('ends with its parent', async () => {
    await create('room-7')
    rig.server.openBreakout('room-7')
    await rig.call('end', 'meetingID=room-7')
    expect(await list()).toEqual([])
  })
})

describe('a look-up', () => {
  test('by a short id that looks like the beginning of an internal one hits a stranger', async () => {
    await create('room-7')
    const stranger = sha1('room-7').slice(0, 3)
    expect((await info(stranger)).meetingId).toBe('room-7')
  })

  test('by name alone finds the meeting that is not over', async () => {
    rig.server.quirks = { endLingersMs: minute }
    await create('room-7')
    rig.server.endMeeting('room-7')
    expect(await info('room-7')).toMatchObject({ ended: true })
    const again = await create('room-7')
    expect(await info('room-7')).toMatchObject({ ended: false, internalId: childText(again.root, 'internalMeetingID') })
  })
})

describe('a server', () => {
  test('that restarts keeps its meetings, its port and its secret', async () => {
    await create('room-7')
    const { url } = rig.server
    await rig.server.restart()
    expect(rig.server.url).toBe(url)
    expect(await list()).toEqual(['room-7'])
  })

  test('that reboots has lost its meetings', async () => {
    await create('room-7')
    await rig.server.restart({ keepMeetings: false })
    expect(await list()).toEqual([])
  })

  test('that is stopped cannot be reached', async () => {
    await rig.server.stop()
    await expect(rig.call('getMeetings')).rejects.toMatchObject({ kind: 'unreachable' })
  })

  test('prints counts with commas when told to', async () => {
    rig.server.quirks = { countsWithCommas: true }
    rig.server.preload([{ meetingId: 'big', attendees: 1_000 }])
    const answer = await rig.call('getMeetingInfo', 'meetingID=big')
    expect(childText(answer.root, 'participantCount')).toBe('1,000')
    expect(readMeeting(answer.root).participants).toBe(1_000)
  })

  test('has a voice bridge for every meeting, and refuses one that is taken', async () => {
    const first = await create('room-7', '&voiceBridge=40213')
    const second = await create('room-8', '&voiceBridge=40213')
    expect([first.ok, second.ok, second.key]).toEqual([true, false, ''])
    expect(child(second.root, 'errors')?.children[0]?.children.map(({ text }) => text)[0]).toBe('nonUniqueVoiceBridge')
  })

  test('gives every meeting a voice bridge of its own, also when chance is of no help', async () => {
    await using other = await openRig({ random: () => 1 - 2 ** -53 })
    other.server.preload([{ meetingId: 'one' }, { meetingId: 'two' }, { meetingId: 'three' }])
    expect(other.server.meetings().map(({ voiceBridge }) => voiceBridge)).toEqual(['99998', '10000', '10001'])
  })

  test('passes on what join said of somebody, where its name is one', async () => {
    await create('room-7')
    rig.server.quirks = { allowRequestsWithoutSession: true }
    const query =
      'fullName=X&role=VIEWER&redirect=false&meetingID=room-7&userdata-bbb_x=a%26b&userdata-a-b=1&userdata-%3C=2'
    const joined = await rig.call('join', query)
    await fetch(childText(joined.root, 'url'))
    const [attendee] = child((await info('room-7')).element, 'attendees')?.children ?? []
    const custom = attendee && child(attendee, 'customdata')?.children.map(({ name, text }) => [name, text])
    expect(custom).toEqual([['bbb_x', 'a&b']])
  })

  test('remembers what it was asked', async () => {
    await rig.call('getMeetingInfo', 'meetingID=a%2fb')
    expect(rig.server.requests.at(-1)).toMatchObject({ call: 'getMeetingInfo', method: 'GET', userAgent: 'Mycel' })
    expect(rig.server.requests.at(-1)?.query).toMatch(/^meetingID=a%2fb&checksum=/)
  })
})
