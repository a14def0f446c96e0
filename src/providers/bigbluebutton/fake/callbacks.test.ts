import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Listener, openListener, openRig, type Rig } from './rig.ts'

let rig: Rig
let listener: Listener

beforeEach(async () => {
  rig = await openRig()
  listener = await openListener()
})

afterEach(async () => {
  await rig[Symbol.asyncDispose]()
  await listener[Symbol.asyncDispose]()
})

async function create(parameters: Record<string, string>): Promise<void> {
  await rig.call('create', new URLSearchParams({ name: 'Room', meetingID: 'room 7', ...parameters }).toString())
}

const urls = () => listener.heard.map(({ method, url }) => `${method} ${url}`)

describe('when a meeting ends', () => {
  test('its end callback gets the recording marks and the meeting id besides its own parameters', async () => {
    await create({ meta_endCallbackUrl: `${listener.url}/end?a=1&meetingID=x` })
    rig.server.markRecording('room 7')
    await rig.call('end', 'meetingID=room+7')
    await rig.server.tick()
    expect(urls()).toEqual(['GET /end?a=1&meetingID=x&recordingmarks=true&meetingID=room%207'])
  })

  test('its meetingEndedURL is called as it is', async () => {
    await create({ meetingEndedURL: `${listener.url}/ended?b=2` })
    rig.server.endMeeting('room 7')
    await rig.server.tick()
    expect(urls()).toEqual(['GET /ended?b=2'])
  })

  test('by expiry, too, both are called; a breakout room calls nobody', async () => {
    await create({ meta_endCallbackUrl: `${listener.url}/end`, meetingEndedURL: `${listener.url}/ended` })
    rig.server.openBreakout('room 7')
    rig.clock.advance(5 * 60_000)
    await rig.server.tick()
    expect(urls().toSorted()).toEqual(['GET /end?recordingmarks=false&meetingID=room%207', 'GET /ended'])
  })

  test('what happened in it is posted with a bearer token, when events were kept', async () => {
    const url = `${listener.url}/analytics`
    await create({ 'meta_analytics-callback-url': url, meetingKeepEvents: 'true' })
    rig.server.endMeeting('room 7')
    await rig.server.tick()

    const [heard] = listener.heard
    expect(heard).toMatchObject({ method: 'POST', url: '/analytics' })
    expect(JSON.parse(heard?.body ?? '')).toMatchObject({ version: '1.0', meeting_id: 'room 7', data: { duration: 0 } })
    const token = String(heard?.headers['authorization']).replace('Bearer ', '')
    expect(readToken(token, 'sha512')).toEqual({ exp: Math.floor(rig.clock.now() / 1000) + 86_400 })
  })

  test('nothing is posted when events were not kept', async () => {
    await create({ 'meta_analytics-callback-url': `${listener.url}/analytics` })
    rig.server.endMeeting('room 7')
    await rig.server.tick()
    expect(listener.heard).toEqual([])
  })
})

describe('a callback that fails', () => {
  test('is repeated after 30, 60, 120 and 300 seconds, and then given up', async () => {
    listener.status = 500
    await create({ meetingEndedURL: `${listener.url}/ended` })
    rig.server.endMeeting('room 7')
    await rig.server.tick()

    const counts = [listener.heard.length]
    for (const seconds of [30, 60, 120, 300, 86_400]) {
      rig.clock.advance(seconds * 1_000 - 1)
      await rig.server.tick()
      counts.push(listener.heard.length)
      rig.clock.advance(1)
      await rig.server.tick()
    }
    expect(counts).toEqual([1, 1, 2, 3, 4, 5])
    expect(listener.heard).toHaveLength(5)
  })

  test('is not repeated once it succeeded', async () => {
    listener.status = 503
    await create({ meetingEndedURL: `${listener.url}/ended` })
    rig.server.endMeeting('room 7')
    await rig.server.tick()
    listener.status = 204
    for (let i = 0; i < 3; i++) {
      rig.clock.advance(600_000)
      await rig.server.tick()
    }
    expect(listener.heard).toHaveLength(2)
  })

  test('counts a redirect as a failure and does not follow it', async () => {
    listener.status = 302
    await create({ meetingEndedURL: `${listener.url}/ended` })
    rig.server.endMeeting('room 7')
    await rig.server.tick()
    rig.clock.advance(30_000)
    await rig.server.tick()
    expect(urls()).toEqual(['GET /ended', 'GET /ended'])
  })
})

describe('a recording that is ready', () => {
  test.each(['bbb', 'bn', 'canvas'])('is announced to the address of %s in a signed form', async (who) => {
    await create({ [`meta_${who}-recording-ready-url`]: `${listener.url}/ready` })
    const [meeting] = rig.server.meetings()
    rig.server.endMeeting('room 7')
    expect(await rig.server.finishRecording('room 7')).toBe(200)

    const [heard] = listener.heard
    expect(heard?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    const token = new URLSearchParams(heard?.body).get('signed_parameters') ?? ''
    expect(readToken(token, 'sha256')).toEqual({ meeting_id: 'room 7', record_id: meeting?.internalId })
  })

  test('is announced to nobody when nobody asked', async () => {
    await create({})
    expect(await rig.server.finishRecording('room 7')).toBe(0)
  })
})

function readToken(token: string, hash: 'sha256' | 'sha512'): unknown {
  const [head = '', payload = '', signature] = token.split('.')
  expect(signature).toBe(createHmac(hash, 'k3yForTestsOnly').update(`${head}.${payload}`).digest('base64url'))
  return JSON.parse(Buffer.from(payload, 'base64url').toString())
}
