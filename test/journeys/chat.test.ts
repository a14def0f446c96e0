import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requireChat } from '../../src/chat/parts.ts'
import { startDueRun } from '../../src/chat/runs.ts'
import { manualClock } from '../../src/lib/clock.ts'
import { type FakeSynapse, startFakeSynapse } from '../../src/providers/matrix/fake/server.ts'
import { type RestAnswer, type RestRig, restRig } from '../rest.ts'

const day = 86_400_000
const now = Date.UTC(2026, 4, 31, 12)
const clock = manualClock(now)
const v1 = '/api/v1/chat'
let synapse: FakeSynapse
let coop: RestRig
/** The second is shown in two rooms. */
let files: readonly string[]
const rooms: Record<'talk' | 'other' | 'quiet' | 'asked' | 'held' | 'strange', string> = {} as never

type Purge = Readonly<Record<string, unknown>>

beforeAll(async () => {
  synapse = await startFakeSynapse(() => clock.now())
  for (const name of ['talk', 'other', 'quiet', 'asked', 'held'] as const)
    rooms[name] = synapse.makeRoom(now - 300 * day)
  files = [synapse.upload(now), synapse.upload(now)]
  rooms.strange = synapse.makeRoom(now - 300 * day, { joined: false })
  coop = await restRig({
    clock,
    servers: 0,
    extra: `chat:
  homeserver: ${synapse.url}
  token: ${synapse.token}
  zone: America/Toronto
  rooms:
    - { id: "${rooms.talk}", name: Talk, owner: Ada, consent: 2026-01-01 }
    - { id: "${rooms.other}", name: Other, owner: Ada, consent: 2026-01-01, retention: 10 days }
    - { id: "${rooms.quiet}", name: Quiet, owner: Ada, consent: 2026-01-01 }
    - { id: "${rooms.asked}", name: Not asked, owner: Max }
    - { id: "${rooms.held}", name: Held, owner: Max, consent: 2026-01-01, hold: a dispute }
    - { id: "${rooms.strange}", name: Strange, owner: Max, consent: 2026-01-01 }
`,
  })
})
afterAll(async () => {
  await coop[Symbol.asyncDispose]()
  await synapse[Symbol.asyncDispose]()
})

const say = (room: string, at: number, more: object = {}) => synapse.send(room, { body: 'private words', ...more }, at)
const ask = (method: string, path: string, body?: unknown): Promise<RestAnswer> =>
  coop.local(method, `${v1}${path}`, { body })
const messages = (room: string) =>
  synapse.state.rooms.get(room)?.events.filter(({ stateKey }) => stateKey === undefined)
const said = (room: string) => messages(room)?.filter(({ content }) => content['msgtype'] === 'm.notice') ?? []

/** Begins a run, waits for its end and gives what it did in each room, by name. */
async function run(...wanted: readonly string[]): Promise<Record<string, Purge>> {
  const begun = await ask('POST', '/runs', wanted.length === 0 ? {} : { rooms: wanted })
  expect(begun.status, begun.text).toBe(202)
  const path = `/runs/${String(begun.body['id'])}`
  await expect.poll(async () => (await ask('GET', path)).body['state'], { timeout: 15_000 }).not.toBe('running')
  const purges = (await ask('GET', path)).body['purges'] as readonly Purge[]
  return Object.fromEntries(purges.map((purge) => [String(purge['name']), purge]))
}

describe('the history of chat rooms', () => {
  it('is counted without being changed', async () => {
    for (let age = 200; age >= 0; age -= 20) say(rooms.talk, now - age * day)
    for (const url of [...files, 'mxc://other.example/abc'])
      say(rooms.other, now - 50 * day, { msgtype: 'm.image', url })
    say(rooms.quiet, now, { msgtype: 'm.image', url: files[1] })
    const { status, body } = await ask('POST', `/rooms/talk/preview`)
    expect(status).toBe(200)
    // Three months before 31 May are the last day of February, at midnight in Toronto.
    expect(body).toMatchObject({ standing: 'unannounced', messages: 6, files: 0, cutoff: '2026-02-28T05:00:00.000Z' })
    expect(messages(rooms.talk)).toHaveLength(11)
    expect((await ask('POST', `/rooms/none/preview`)).status).toBe(404)
  })

  it('is announced first, and nothing is deleted from a room that could not be told', async () => {
    say(rooms.strange, now - 200 * day)
    const done = await run()
    expect(done['Talk']).toMatchObject({ state: 'waiting' })
    expect(done['Not asked']).toMatchObject({ state: 'skipped', reason: expect.stringContaining('consent') })
    expect(done['Held']).toMatchObject({ state: 'skipped', reason: 'held: a dispute' })
    expect(done['Strange']).toMatchObject({ state: 'failed', reason: expect.stringContaining('invite the account') })
    expect(String(said(rooms.talk)[0]?.content['body'])).toContain('From 7 June 2026 on, older ones are deleted')
    expect(messages(rooms.talk)).toHaveLength(12)
    expect((await run('Talk'))['Talk']).toMatchObject({ state: 'waiting' })
    expect(said(rooms.talk)).toHaveLength(1)
    const listed = (await ask('GET', '')).body['rooms'] as readonly Purge[]
    expect(listed.map(({ standing }) => standing)).toEqual([
      'announced',
      'announced',
      'announced',
      'no-consent',
      'held',
      'unannounced',
    ])
  })

  it('is deleted after the notice, verified, with its files, told to the room, and kept as evidence', async () => {
    clock.advance(8 * day)
    synapse.state.looks = 2
    const done = await run()
    expect(done['Talk']).toMatchObject({ state: 'done', found: 6, remaining: 0, tries: 0, report: expect.any(String) })
    expect(done['Other']).toMatchObject({
      state: 'done',
      found: 3,
      remaining: 0,
      mediaFound: 3,
      mediaDeleted: 1,
      mediaKept: 2,
    })
    expect(done['Talk']?.['stateAfter']).toBe(done['Talk']?.['stateBefore'])
    expect([...synapse.state.media.keys()]).toEqual([files[1]])
    expect(String(said(rooms.other).at(-1)?.content['body'])).toMatch(
      /^3 messages from before 29 May 2026 were deleted, and 1 file: this room keeps messages for 10 days/,
    )
    const evidence = await ask('GET', '/runs')
    expect(evidence.text).not.toContain('private words')
    expect(evidence.text).not.toContain(synapse.token)
  })

  it('leaves a young message before which an old one comes too late, and keeps the last of a silent room', async () => {
    const silent = (await ask('POST', '/rooms/quiet/preview')).body
    expect(silent).toMatchObject({ messages: 0 })
    clock.advance(200 * day)
    expect((await ask('POST', '/rooms/quiet/preview')).body).toMatchObject({ messages: 1, keepsLast: true })
    say(rooms.quiet, clock.now())
    say(rooms.quiet, clock.now() - 300 * day)
    say(rooms.quiet, clock.now() + 900 * day)
    const done = await run('Quiet')
    expect(done['Quiet']).toMatchObject({ state: 'done', found: 2, remaining: 0 })
    expect(messages(rooms.quiet)).toHaveLength(4)
  })

  it('is tried again when the homeserver fails, and when it says "complete" and lies', async () => {
    say(rooms.other, clock.now() - 100 * day)
    say(rooms.other, clock.now())
    synapse.state.liars = 1
    synapse.state.limited = 2
    synapse.state.failures.push('the disk is full')
    const done = await run('Other')
    expect(done['Other']).toMatchObject({ state: 'done', remaining: 0, tries: 2 })
    expect(said(rooms.other).filter(({ content }) => String(content['body']).includes('deleted:'))).toHaveLength(1)
  }, 90_000)

  it('is not deleted while somebody holds the room', async () => {
    say(rooms.talk, clock.now() - 150 * day)
    say(rooms.talk, clock.now())
    const held = await ask('PUT', '/rooms/talk/hold', { reason: 'court order 12' })
    expect(held.body).toMatchObject({ standing: 'held', hold: { reason: 'court order 12' } })
    expect((await ask('PUT', '/rooms/talk/hold', { reason: 'again' })).status).toBe(409)
    const before = messages(rooms.talk)?.length
    expect((await run('Talk'))['Talk']).toMatchObject({ state: 'skipped', reason: 'held: court order 12' })
    expect(messages(rooms.talk)).toHaveLength(before ?? 0)
    expect((await ask('DELETE', '/rooms/Held/hold')).status).toBe(409)
    expect((await ask('DELETE', '/rooms/talk/hold')).body).toMatchObject({ standing: 'due', hold: null })
    const changes = (await coop.local('GET', '/api/v1/audit?limit=1000')).body['changes'] as readonly Purge[]
    const actions = changes.map(({ action }) => action)
    expect(actions).toEqual(expect.arrayContaining(['chat.hold', 'chat.release', 'chat.purge']))
  })

  it('is deleted when the schedule says so, once, however many look', async () => {
    const open = requireChat(coop.app.installation.chat)
    await startDueRun(open)
    const before = ((await ask('GET', '/runs')).body['runs'] as unknown[]).length
    // Sunday, three o'clock in Toronto, is past.
    clock.advance(8 * day)
    await Promise.all([startDueRun(open), startDueRun(open), startDueRun(open)])
    await startDueRun(open)
    const runs = (await ask('GET', '/runs')).body['runs'] as readonly Purge[]
    expect(runs).toHaveLength(before + 1)
    expect(runs[0]).toMatchObject({ askedBy: 'schedule', slot: expect.stringMatching(/T0[78]:00:00.000Z$/) })
  })

  it('never puts the token into an address', () => {
    expect(synapse.requests.length).toBeGreaterThan(50)
    expect(synapse.requests.filter(({ url }) => /token/i.test(url))).toEqual([])
    expect(synapse.requests.filter(({ hasHeader }) => !hasHeader)).toEqual([])
  })
})
