import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signQuery } from '../../../protocol/checksum.ts'
import { childText } from '../../../protocol/xml.ts'
import { type Heard, type Listener, openListener, openRig, type Rig } from './rig.ts'

let rig: Rig
let listener: Listener

beforeEach(async () => {
  rig = await openRig({ quirks: { webhooks: true } })
  listener = await openListener()
})

afterEach(async () => {
  await rig[Symbol.asyncDispose]()
  await listener[Symbol.asyncDispose]()
})

const query = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString()
const register = (parameters: Record<string, string> = {}) =>
  rig.call('hooks/create', query({ callbackURL: `${listener.url}/events`, ...parameters }))

interface Event {
  readonly data: {
    readonly id: string
    readonly type: string
    readonly attributes: Readonly<Record<string, Readonly<Record<string, unknown>>>>
    readonly event: { readonly ts: number }
  }
}

function eventsOf(heard: Heard): Event[] {
  return JSON.parse(new URLSearchParams(heard.body).get('event') ?? '')
}

async function told(): Promise<string[]> {
  await rig.server.tick()
  return listener.heard.flatMap(eventsOf).map(({ data }) => data.id)
}

describe('the calls of bbb-webhooks', () => {
  test('are pages that do not exist on a server without it', async () => {
    rig.server.quirks = {}
    const url = `${rig.server.url}/hooks/list?${signQuery('sha256', 'hooks/list', '', 'k3yForTestsOnly')}`
    const answer = await fetch(url)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html;charset=UTF-8'])
  })

  test('need a checksum, and say so in words of their own', async () => {
    const answer = await fetch(`${rig.server.url}/hooks/list?checksum=${'0'.repeat(64)}`)
    expect(await answer.text()).toContain('<message>You did not pass the checksum security check.</message>')
  })

  test('register an address once', async () => {
    const first = await register()
    expect(first.ok).toBe(true)
    const [id, permanent, raw] = ['hookID', 'permanentHook', 'rawData'].map((name) => childText(first.root, name))
    expect([permanent, raw]).toEqual(['false', 'false'])
    const again = await register()
    expect([again.ok, again.key, childText(again.root, 'hookID')]).toEqual([true, 'duplicateWarning', id])
  })

  test('refuse a hook without an address', async () => {
    expect((await rig.call('hooks/create')).key).toBe('missingParamCallbackURL')
  })

  test('list every hook, or those that learn of a meeting', async () => {
    await register({ eventID: 'User-Joined,user-left' })
    await register({ callbackURL: `${listener.url}/b?x=1&y=2`, meetingID: 'room 7' })
    await register({ callbackURL: `${listener.url}/c`, meetingID: 'room 8' })
    const list = async (of: string) => {
      const { root } = await rig.call('hooks/list', of)
      return root.children[1]?.children.map((hook) => childText(hook, 'callbackURL').replace(listener.url, ''))
    }
    expect(await list('')).toEqual(['/events', '/b?x=1&y=2', '/c'])
    expect(await list('meetingID=room+7')).toEqual(['/events', '/b?x=1&y=2'])
    expect(rig.server.hooks()[0]?.events).toEqual(['user-joined', 'user-left'])
  })

  test('destroy a hook by its number', async () => {
    const id = childText((await register()).root, 'hookID')
    expect((await rig.call('hooks/destroy')).key).toBe('missingParamHookID')
    expect((await rig.call('hooks/destroy', 'hookID=99')).key).toBe('destroyMissingHook')
    expect(childText((await rig.call('hooks/destroy', `hookID=${id}`)).root, 'removed')).toBe('true')
    expect(rig.server.hooks()).toEqual([])
  })
})

describe('an event', () => {
  test('is a form of domain, event and timestamp, signed over address and form', async () => {
    await register()
    await rig.call('create', 'name=Room&meetingID=room+7')
    await rig.server.tick()

    const [heard] = listener.heard
    expect(heard?.headers['content-type']).toContain('application/x-www-form-urlencoded')
    expect([...new URLSearchParams(heard?.body).keys()]).toEqual(['domain', 'event', 'timestamp'])
    const signed = `${listener.url}/events${heard?.body}k3yForTestsOnly`
    expect(heard?.url).toBe(`/events?checksum=${createHash('sha256').update(signed).digest('hex')}`)
  })

  test('says which meeting, who, and when', async () => {
    await register()
    await rig.call('create', 'name=Room&meetingID=room+7')
    const person = rig.server.joinUser('room 7', { name: 'Ada', userId: 'u1', role: 'MODERATOR' })
    await rig.server.tick()
    const [meeting] = rig.server.meetings()
    const joined = listener.heard.flatMap(eventsOf).find(({ data }) => data.id === 'user-joined')
    expect(joined).toMatchObject({
      data: {
        type: 'event',
        attributes: {
          meeting: { 'internal-meeting-id': meeting?.internalId, 'external-meeting-id': 'room 7' },
          user: { 'internal-user-id': person.id, 'external-user-id': 'u1', name: 'Ada', role: 'MODERATOR' },
        },
        event: { ts: rig.clock.now() },
      },
    })
  })

  test('is told of everything that happens in a meeting, in its order', async () => {
    await register()
    await rig.call('create', 'name=Room&meetingID=room+7')
    rig.server.joinUser('room 7', { name: 'Ada', userId: 'u1' })
    rig.server.changeMedia('room 7', 'u1', { voice: true, video: true })
    rig.server.changeMedia('room 7', 'u1', { voice: false, video: false })
    rig.server.leaveUser('room 7', 'u1')
    rig.server.endMeeting('room 7')
    expect(await told()).toEqual([
      'meeting-created',
      'user-joined',
      'user-presenter-assigned',
      'user-audio-voice-enabled',
      'user-cam-broadcast-start',
      'user-audio-voice-disabled',
      'user-cam-broadcast-end',
      'user-left',
      'meeting-ended',
    ])
  })

  test('goes only to hooks for its meeting and its kind', async () => {
    await register({ eventID: 'meeting-ended' })
    await register({ callbackURL: `${listener.url}/other`, meetingID: 'room 8' })
    await rig.call('create', 'name=Room&meetingID=room+7')
    rig.server.endMeeting('room 7')
    expect(await told()).toEqual(['meeting-ended'])
  })

  test('is told to nobody on a server without webhooks', async () => {
    await register()
    rig.server.quirks = {}
    await rig.call('create', 'name=Room&meetingID=room+7')
    expect(await told()).toEqual([])
  })
})

describe('a delivery that fails', () => {
  test.each([500, 404])('with %i is made again five times at most', async (status) => {
    listener.status = status
    await register()
    await rig.call('create', 'name=Room&meetingID=room+7')
    const counts: number[] = []
    for (const seconds of [0, 1, 2, 5, 10, 30, 60]) {
      rig.clock.advance(seconds * 1000)
      await rig.server.tick()
      await rig.server.tick()
      counts.push(listener.heard.length)
    }
    expect(counts).toEqual([1, 2, 3, 4, 5, 6, 6])
  })

  test('with 401 counts as made', async () => {
    listener.status = 401
    await register()
    await rig.call('create', 'name=Room&meetingID=room+7')
    await rig.server.tick()
    rig.clock.advance(60_000)
    await rig.server.tick()
    expect(listener.heard).toHaveLength(1)
  })
})
