import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openRig, type Rig } from './rig.ts'

let rig: Rig

beforeEach(async () => {
  rig = await openRig()
})

afterEach(async () => {
  await rig[Symbol.asyncDispose]()
})

describe('an injection makes a call', () => {
  test.each([
    ['get no answer', { hang: true }, 'lost'],
    ['lose its connection', { resetConnection: true }, 'lost'],
    ['be answered with HTTP 500', { status: 500 }, 'garbled'],
    ['be answered with half of it', { truncate: true }, 'garbled'],
    ['be answered with HTML', { garbage: true }, 'garbled'],
  ])('%s', async (_what, injection, kind) => {
    rig.server.inject('getMeetings', injection)
    await expect(rig.call('getMeetings', '', 100)).rejects.toMatchObject({ kind })
  })

  test('fail with a key', async () => {
    rig.server.inject('getMeetings', { failKey: 'internalError' })
    expect(await rig.call('getMeetings')).toMatchObject({ ok: false, key: 'internalError' })
  })

  test('be late, and right all the same', async () => {
    rig.server.inject('getMeetings', { latencyMs: 20 })
    expect((await rig.call('getMeetings')).ok).toBe(true)
    await expect(rig.call('getMeetings', '', 1)).rejects.toMatchObject({ kind: /lost|unreachable/ })
  })
})

test('a call whose answer goes wrong is not carried out, unless that is asked for', async () => {
  const create = (id: string) => rig.call('create', `name=Room&meetingID=${id}`).catch(() => undefined)
  rig.server.inject('create', { resetConnection: true, times: 1 })
  await create('not-made')
  rig.server.inject('create', { resetConnection: true, carryOut: true, times: 1 })
  await create('made')
  expect(rig.server.meetings().map(({ meetingId }) => meetingId)).toEqual(['made'])
})

test('an injection hits the call it names, or all, as often as it says, until it is cleared', async () => {
  rig.server.inject('getMeetings', { failKey: 'one', times: 1 })
  const keys = [await rig.call(''), await rig.call('getMeetings'), await rig.call('getMeetings')].map(({ key }) => key)
  rig.server.inject('*', { failKey: 'all' })
  keys.push((await rig.call('')).key, (await rig.call('')).key)
  rig.server.clearInjections()
  keys.push((await rig.call('')).key)
  expect(keys).toEqual(['', 'one', 'noMeetings', 'all', 'all', ''])
})

test('an injection hits the share of the calls that it says', async () => {
  const rolls = [0.1, 0.9, 0.4]
  await using other = await openRig({ random: () => rolls.shift() ?? 1 })
  other.server.inject('', { failKey: 'hit', probability: 0.5 })
  const keys = [await other.call(''), await other.call(''), await other.call('')].map(({ key }) => key)
  expect(keys).toEqual(['hit', '', 'hit'])
})
