import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Target, targets } from '../../../test/bigbluebutton.ts'
import { randomId } from '../../lib/ids.ts'
import type { ServerAccess, Servers } from '../../meetings/servers.ts'
import { algorithms, signQuery } from '../../protocol/checksum.ts'
import { type Answer, readAnswer, readMeeting, readMeetings } from '../../protocol/meeting.ts'
import { readRecordings } from '../../protocol/recordings.ts'
import { child, childText } from '../../protocol/xml.ts'
import { createServers } from './client.ts'

interface Library {
  api(
    host: string,
    secret: string,
  ): {
    administration: { create(name: string, id: string, options: object): string }
    monitoring: { getMeetingInfo(id: string): string }
  }
  http(url: string): Promise<unknown>
}

describe.each(targets)('$name', ({ start }) => {
  const own = `mycel-${randomId(10)}`
  const room = `${own}-room`
  let target: Awaited<ReturnType<Target['start']>>
  let servers: Servers & AsyncDisposable
  let server: ServerAccess
  let made: Answer

  beforeAll(async () => {
    target = await start()
    servers = createServers()
    server = { id: 'contract', url: target.url, secret: target.secret, checksum: 'sha256' }
    made = await call(
      'create',
      `name=Blue+Room&meetingID=${room}&meta_Presenter=J%C3%B6&meta_a_b=1&meta_1x=1&meta_a-b=2`,
    )
  })

  afterAll(async () => {
    const listed = readMeetings(await call('getMeetings', '')).filter(({ meetingId }) => meetingId.startsWith(own))
    for (const { meetingId } of listed) await call('end', `meetingID=${meetingId}`)
    await servers[Symbol.asyncDispose]()
    await target[Symbol.asyncDispose]?.()
  })

  const call = (name: string, query: string) => servers.call(server, name, query, { timeoutMs: 20_000 })

  async function get(name: string, query: string, init?: RequestInit): Promise<Response> {
    return await fetch(`${server.url}/${name}${query === '' ? '' : `?${query}`}`, { redirect: 'manual', ...init })
  }

  async function getSigned(name: string, query: string, init?: RequestInit): Promise<Response> {
    return await get(name, signQuery('sha256', name, query, server.secret.reveal()), init)
  }

  describe('the index', () => {
    test.each(['', 'checksum=0000'])('answers with the version, whether or not it is signed (%s)', async (query) => {
      const answer = readAnswer(await (await get('', query)).text())
      expect(answer.ok).toBe(true)
      expect(childText(answer.root, 'version')).toBe('2.0')
    })
  })

  describe('a checksum', () => {
    const query = `meetingID=${room}&note=a+b%20c%2f%2F`

    test.each(algorithms)('made with %s is accepted', async (algorithm) => {
      expect((await servers.call({ ...server, checksum: algorithm }, 'isMeetingRunning', query)).ok).toBe(true)
    })

    test('may stand first, in the middle or last, and be of upper case', async () => {
      const signed = signQuery('sha256', 'isMeetingRunning', query, server.secret.reveal())
      const sum = signed.slice(signed.lastIndexOf('=') + 1)
      const [first = '', ...rest] = query.split('&')
      const variants = [
        `checksum=${sum}&${query}`,
        `${first}&checksum=${sum}&${rest.join('&')}`,
        `${query}&checksum=${sum.toUpperCase()}`,
      ]
      for (const variant of variants) {
        expect(readAnswer(await (await get('isMeetingRunning', variant)).text()).ok, variant).toBe(true)
      }
    })

    test('of another query, another call or another secret is refused, and so is none', async () => {
      const secret = server.secret.reveal()
      const refused = [
        query,
        signQuery('sha256', 'getMeetings', query, secret),
        signQuery('sha256', 'isMeetingRunning', query, `${secret}x`),
        signQuery('sha256', 'isMeetingRunning', query, secret).replace('+', '%20'),
        signQuery('sha256', 'isMeetingRunning', query, secret).replace('%2f', '%2F'),
        signQuery('sha256', 'isMeetingRunning', query, secret).slice(0, -1),
      ]
      for (const variant of refused) {
        const response = await get('isMeetingRunning', variant)
        const answer = readAnswer(await response.text())
        expect([response.status, answer.ok, answer.key], variant).toEqual([200, false, 'checksumError'])
      }
    })

    test('covers the query alone: a form posted to it is not signed', async () => {
      const body = new URLSearchParams({ meetingID: room })
      const response = await getSigned('getMeetingInfo', '', { method: 'POST', body })
      expect(childText(readAnswer(await response.text()).root, 'meetingID')).toBe(room)
    })
  })

  describe('create', () => {
    test('answers with these elements in this order', () => {
      const names = made.root.children.map(({ name }) => name)
      expect(names).toEqual(
        (
          'returncode meetingID internalMeetingID parentMeetingID attendeePW moderatorPW createTime voiceBridge ' +
          'dialNumber createDate hasUserJoined duration hasBeenForciblyEnded messageKey message'
        ).split(' '),
      )
    })

    test('fills in what was not given', () => {
      const text = (name: string) => childText(made.root, name)
      expect(made.key + made.message).toBe('')
      expect(text('meetingID')).toBe(room)
      expect(text('internalMeetingID')).toMatch(new RegExp(`^[0-9a-f]{40}-${text('createTime')}$`))
      expect(text('createTime')).toMatch(/^\d{13}$/)
      expect(text('createDate')).toMatch(/^\w{3} \w{3} \d\d \d\d:\d\d:\d\d \S+ \d{4}$/)
      expect(text('parentMeetingID')).toBe('bbb-none')
      expect([text('hasUserJoined'), text('hasBeenForciblyEnded'), text('duration')]).toEqual(['false', 'false', '0'])
      expect(new Set([text('attendeePW'), text('moderatorPW'), '']).size).toBe(3)
    })

    test('of the same meeting without passwords is a duplicate that changes nothing', async () => {
      const again = await call('create', `name=Other&meetingID=${room}`)
      expect([again.ok, again.key]).toEqual([true, 'duplicateWarning'])
      expect(childText(again.root, 'internalMeetingID')).toBe(childText(made.root, 'internalMeetingID'))
      expect(readMeeting((await call('getMeetingInfo', `meetingID=${room}`)).root).name).toBe('Blue Room')
    })

    test('of the same meeting with its passwords is a duplicate, with others or only one of them a conflict', async () => {
      const id = `meetingID=${own}-locked&name=Locked`
      await call('create', `${id}&attendeePW=green4&moderatorPW=amber9`)
      const keys = []
      for (const passwords of [
        'attendeePW=green4&moderatorPW=amber9',
        'attendeePW=green4&moderatorPW=x9',
        'attendeePW=green4',
        'moderatorPW=amber9',
      ]) {
        keys.push((await call('create', `${id}&${passwords}`)).key)
      }
      expect(keys).toEqual(['duplicateWarning', 'idNotUnique', 'idNotUnique', 'idNotUnique'])
    })

    test.each([
      ['name=Room', 'missingParamMeetingID'],
      ['name=Room&meetingID=a', 'validationError'],
      ['name=Room&meetingID=a%2Cb', 'validationError'],
      ['name=Room&meetingID=%20ab', 'validationError'],
      [`name=Room&meetingID=${'a'.repeat(257)}`, 'validationError'],
      ['meetingID=abc', 'validationError'],
      ['name=R&meetingID=abc', 'validationError'],
      ['name=Room&meetingID=abc&record=maybe', 'validationError'],
      ['name=Room&meetingID=abc&voiceBridge=abc', 'validationError'],
      ['name=Room&meetingID=abc&moderatorPW=a', 'invalidPassword'],
    ])('of %s is refused with %s', async (query, key) => {
      const answer = await call('create', query)
      expect([answer.ok, answer.key]).toEqual([false, key])
    })

    test('takes slides as XML in a POST', async () => {
      const content = '<modules><module name="presentation"><document name="a.txt">SGk=</document></module></modules>'
      const query = `name=Slides&meetingID=${own}-slides`
      const body = { type: 'application/xml; charset=utf-8', content }
      const answer = await servers.call(server, 'create', query, { body })
      expect(answer.ok).toBe(true)
    })

    test('refuses a body of another kind', async () => {
      const headers = { 'content-type': 'application/json; charset=utf-8' }
      const response = await getSigned('create', `name=Json&meetingID=${own}-json`, {
        method: 'POST',
        body: '{}',
        headers,
      })
      expect(readAnswer(await response.text()).key).toBe('unsupportedContentType')
    })
  })

  describe('getMeetingInfo and getMeetings', () => {
    const elements =
      'meetingName meetingID internalMeetingID createTime createDate voiceBridge dialNumber attendeePW moderatorPW running ' +
      'duration hasUserJoined recording hasBeenForciblyEnded startTime endTime participantCount listenerCount ' +
      'voiceParticipantCount videoCount maxUsers moderatorCount attendees metadata'

    test('describe a meeting by these elements in this order', async () => {
      const info = await call('getMeetingInfo', `meetingID=${room}`)
      const listed = readMeetings(await call('getMeetings', '')).find(({ meetingId }) => meetingId === room)
      const optional = new Set(['messageKey', 'message', 'isBreakout'])
      for (const children of [info.root.children.slice(1), listed?.element.children ?? []]) {
        const names = children.map(({ name }) => name).filter((name) => !optional.has(name))
        expect(names).toEqual(elements.split(' '))
      }
    })

    test('agree on what they say', async () => {
      const info = readMeeting((await call('getMeetingInfo', `meetingID=${room}`)).root)
      const listed = readMeetings(await call('getMeetings', '')).find(({ meetingId }) => meetingId === room)
      expect(listed).toEqual({ ...info, element: listed?.element })
      expect(info).toMatchObject({ name: 'Blue Room', running: false, ended: false, participants: 0, breakout: false })
    })

    test('give metadata in lower case, without names of another shape', async () => {
      const info = await call('getMeetingInfo', `meetingID=${room}`)
      const metadata = child(info.root, 'metadata')?.children.map(({ name, text }) => `${name}=${text}`)
      expect(metadata?.toSorted()).toEqual(['a-b=2', 'presenter=Jö'])
    })

    test('know a meeting by its internal id, too', async () => {
      const internalId = childText(made.root, 'internalMeetingID')
      const info = await call('getMeetingInfo', `meetingID=${internalId}`)
      expect(childText(info.root, 'meetingID')).toBe(room)
    })

    test('know nothing of an unknown meeting', async () => {
      const answer = await call('getMeetingInfo', `meetingID=${own}-unknown`)
      expect([answer.ok, answer.key, answer.message]).toEqual([
        false,
        'notFound',
        'A meeting with that ID does not exist',
      ])
    })
  })

  test.each(['room', 'unknown'])('isMeetingRunning is false where nobody is: %s', async (which) => {
    const answer = await call('isMeetingRunning', `meetingID=${own}-${which}`)
    expect([answer.ok, childText(answer.root, 'running')]).toEqual([true, 'false'])
  })

  describe('join', () => {
    const query = `fullName=Ada&meetingID=${room}`

    test('sends the browser to the client with a session token and a cookie', async () => {
      const response = await getSigned('join', `${query}&role=moderator`)
      expect(response.status).toBe(302)
      expect(response.headers.get('location')).toMatch(/\/html5client\/\?sessionToken=[a-z0-9]{16}$/)
      expect(response.headers.get('set-cookie')).toMatch(/JSESSIONID=/)
    })

    test('without redirect answers with these elements in this order', async () => {
      const answer = await call('join', `${query}&role=VIEWER&redirect=false`)
      const names = answer.root.children.map(({ name }) => name)
      expect(names).toEqual(
        'returncode messageKey message meeting_id user_id auth_token session_token guestStatus url'.split(' '),
      )
      expect(answer.key).toBe('successfullyJoined')
      expect(childText(answer.root, 'meeting_id')).toBe(childText(made.root, 'internalMeetingID'))
    })

    test.each([
      ['of an unknown meeting', `fullName=Ada&role=VIEWER&meetingID=${own}-unknown`, 'invalidMeetingIdentifier'],
      ['without a name', `role=VIEWER&meetingID=${room}`, 'missingParamFullName'],
      ['without a meeting', 'role=VIEWER&fullName=Ada', 'missingParamMeetingID'],
      ['of an earlier instance', `${query}&role=VIEWER&createTime=1`, 'mismatchCreateTimeParam'],
    ])('%s sends the browser back with the error', async (_case, wrong, key) => {
      const back = encodeURIComponent('https://portal.example.net/rooms/7?x=1')
      const response = await getSigned('join', `${wrong}&errorRedirectUrl=${back}`)
      const location = new URL(response.headers.get('location') ?? '')
      expect([response.status, location.origin, location.searchParams.get('x')]).toEqual([
        302,
        'https://portal.example.net',
        '1',
      ])
      expect(JSON.parse(location.searchParams.get('errors') ?? '')).toMatchObject([{ key }])
    })

    test('that is not signed sends the browser back, too', async () => {
      const response = await get('join', `${query}&role=VIEWER&checksum=${'0'.repeat(64)}`)
      const errors = new URL(response.headers.get('location') ?? '').searchParams.get('errors')
      expect([response.status, JSON.parse(errors ?? '')]).toMatchObject([302, [{ key: 'checksumError' }]])
    })

    test('without a role and without the right password is refused in XML', async () => {
      const response = await getSigned('join', `${query}&password=wrong`)
      expect([response.status, readAnswer(await response.text()).key]).toEqual([200, 'Params required'])
    })
  })

  describe('insertDocument', () => {
    const content = '<modules><module name="presentation"><document name="a.txt">SGk=</document></module></modules>'
    const body = { type: 'application/xml', content }

    test('takes slides for a meeting', async () => {
      const answer = await servers.call(server, 'insertDocument', `meetingID=${room}`, { body })
      expect([answer.ok, answer.message]).toEqual([true, 'Presentation is being uploaded'])
    })

    test('refuses those for an unknown one', async () => {
      const answer = await servers.call(server, 'insertDocument', `meetingID=${own}-unknown`, { body })
      expect(answer.ok).toBe(false)
    })

    test('is not a GET', async () => {
      expect((await getSigned('insertDocument', `meetingID=${room}`)).status).toBeGreaterThanOrEqual(400)
    })
  })

  describe('sendChatMessage', () => {
    test.each(['a', 'a'.repeat(500)])('says something in the chat (%#)', async (message) => {
      const answer = await call('sendChatMessage', `meetingID=${room}&message=${message}`)
      expect([answer.ok, answer.key, answer.message]).toEqual([true, '', ''])
    })

    test.each([
      ['nothing', ''],
      ['more than 500 characters', `&message=${'a'.repeat(501)}`],
      ['a name of more than 255', `&message=a&userName=${'a'.repeat(256)}`],
    ])('refuses %s', async (_case, rest) => {
      expect((await call('sendChatMessage', `meetingID=${room}${rest}`)).key).toBe('validationError')
    })

    test('fails for an unknown meeting', async () => {
      expect((await call('sendChatMessage', `meetingID=${own}-unknown&message=a`)).ok).toBe(false)
    })
  })

  describe('end', () => {
    test('ends a meeting without a password, and the next create makes a new one', async () => {
      const query = `meetingID=${own}-short`
      const first = await call('create', `name=Short&${query}`)
      expect((await call('end', query)).key).toBe('sentEndMeetingRequest')
      await expect.poll(async () => (await call('getMeetingInfo', query)).key, { timeout: 25_000 }).toBe('notFound')

      const second = await call('create', `name=Short&${query}`)
      expect([second.ok, second.key]).toEqual([true, ''])
      expect(childText(second.root, 'internalMeetingID')).not.toBe(childText(first.root, 'internalMeetingID'))
    })

    test('knows no unknown meeting', async () => {
      const answer = await call('end', `meetingID=${own}-unknown`)
      expect([answer.ok, answer.key, answer.message]).toEqual([
        false,
        'notFound',
        'A meeting with that ID does not exist',
      ])
    })
  })

  test('a client library that many programs use is understood, and understands', async () => {
    const library: Library = createRequire(import.meta.url)('bigbluebutton-js')
    const { administration, monitoring } = library.api(server.url.replace(/\/api\/?$/, ''), server.secret.reveal())
    const created = await library.http(administration.create('Bo ~ (Rööm)! *', `${own}-library`, { duration: 2 }))
    expect(created).toMatchObject({ returncode: 'SUCCESS', meetingID: `${own}-library`, duration: 2 })
    const info = await library.http(monitoring.getMeetingInfo(`${own}-library`))
    expect(info).toMatchObject({ returncode: 'SUCCESS', meetingName: 'Bo ~ (Rööm)! *', participantCount: 0 })
  })

  describe('getRecordings', () => {
    test('of a meeting without any is an empty list', async () => {
      const answer = await call('getRecordings', `meetingID=${room}`)
      expect([answer.ok, answer.key]).toEqual([true, 'noRecordings'])
      expect(child(answer.root, 'recordings')?.children).toEqual([])
    })

    // A real server may have recordings of others, and none of ours: a meeting is recorded only by people.
    test('gives a page, in which every recording has its id and tells its size', async () => {
      const query = 'state=published,unpublished&offset=0&limit=100'
      const { recordings, total = recordings.length } = readRecordings(await call('getRecordings', query))
      expect(recordings.length).toBe(Math.min(total, 100))
      for (const one of recordings) {
        expect(one.recordId).toMatch(/^[0-9a-f]{40}-\d{13}$/)
        expect(one.internalId).toBe(one.recordId)
        expect(one.size).toBeGreaterThan(0)
      }
    })

    test('beyond the last page gives none', async () => {
      const { recordings } = readRecordings(await call('getRecordings', 'offset=1000000&limit=100'))
      expect(recordings).toEqual([])
    })

    test('none that is unknown can be changed', async () => {
      for (const name of ['publishRecordings', 'deleteRecordings', 'updateRecordings']) {
        const answer = await call(name, `recordID=${own}&publish=true`)
        expect([answer.ok, answer.key], name).toEqual([false, 'notFound'])
      }
    })
  })

  test.each(['getmeetings', 'nothing', 'hooks/'])('there is no call named %s', async (name) => {
    expect((await getSigned(name, '')).status).toBe(404)
  })
})
