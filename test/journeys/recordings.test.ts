import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Where } from '../../src/db/open.ts'
import { closeDueMonths } from '../../src/ledger/close-month.ts'
import { verifyFile } from '../../src/ledger/verify.ts'
import { manualClock } from '../../src/lib/clock.ts'
import { readRecordings } from '../../src/protocol/recordings.ts'
import { type PracticeServer, startPracticeServer } from '../../src/providers/bigbluebutton/fake/server.ts'
import { emptyDataFolder, memoryDatabase } from '../databases.ts'
import { type RestRig, restRig } from '../rest.ts'
import { strictLog } from '../rig.ts'

const organisations = `
    - { id: federation, kind: federation, secrets: [], limits: { storage: 1 }, prices: { currency: EUR, recording: 50000 } }
    - { id: main, parent: federation, secrets: ["secret://main"] }`

const hour = 3_600_000
const day = 24 * hour
/** What a practice server makes of an hour. */
const hourBytes = 181_500_000

let clock: ReturnType<typeof manualClock>
let stack: AsyncDisposableStack
let practice: PracticeServer[]
let coop: RestRig
const errors: unknown[] = []

beforeEach(async () => {
  stack = new AsyncDisposableStack()
  clock = manualClock(Date.UTC(2026, 2, 1, 8))
  practice = []
  for (const number of [1, 2]) {
    const server = { name: `practice-${number}`, secret: `secret-of-server-${number}`, clock }
    practice.push(stack.use(await startPracticeServer(server)))
  }
  coop = await start(await memoryDatabase())
})
afterEach(async () => {
  await stack.disposeAsync()
  expect(errors.splice(0)).toEqual([])
})

const start = async (database: Where) =>
  stack.use(await restRig({ clock, practice, database, organisations, log: strictLog(errors) }))

/** To the evening some days later, when every server has been due. */
const goOn = (days: number) => clock.advance(days * day + 20 * hour - (clock.now() % day))

const nodeOf = (meetingId: string) => {
  const meeting = coop.app.gateway.context.directory.find('main', meetingId)
  const server = practice[Number(meeting?.server.slice(1)) - 1]
  if (!meeting || !server) throw new Error(`there is no meeting ${meetingId}`)
  return { meeting, server, id: meeting.nodeId }
}

const create = (meetingId: string, rest = 'record=true&autoStartRecording=true') =>
  coop.call('create', `name=Room&meetingID=${meetingId}&${rest}`)

/** A meeting with one person in it for so many hours, and what is made of it when it is over. */
async function hold(meetingId: string, hours: number, rest?: string): Promise<PracticeServer> {
  expect((await create(meetingId, rest)).text('returncode')).toBe('SUCCESS')
  const { server, id } = nodeOf(meetingId)
  server.joinUser(id, { name: 'Ada' })
  await coop.look()
  clock.advance(hours * hour)
  server.endMeeting(id)
  await server.tick()
  await coop.look()
  clock.advance(60_000)
  return server
}

const days = () =>
  coop.app.database.read((db) =>
    db
      .selectFrom('recording_days')
      .select(['day', 'organisation', 'meeting_id', 'recordings', 'bytes', 'held'])
      .orderBy('day')
      .orderBy('meeting_id')
      .execute(),
  )

const looks = () =>
  coop.app.database.read((db) => db.selectFrom('recording_looks').selectAll().orderBy('server').execute())
const tend = () => coop.app.gateway.recordings.tend()
const asked = () => practice.map(({ requests }) => requests.filter(({ call }) => call === 'getRecordings').length)

describe('what lies on the servers', () => {
  it('is asked once a day, and belongs to the organisation whose meeting it was', async () => {
    await hold('course-7', 1)
    await hold('unrecorded', 1, 'record=true')
    await tend()
    await tend()
    const first = { organisation: 'main', meeting_id: 'course-7', recordings: 1, bytes: hourBytes, held: false }
    expect(await days()).toEqual([{ day: '2026-03-01', ...first }])
    expect(asked()).toEqual([1, 1])

    await hold('course-7', 2)
    goOn(1)
    await coop.look()
    await tend()
    const second = { ...first, recordings: 2, bytes: 3 * hourBytes - 1_500_000 }
    expect(await days()).toMatchObject([{ bytes: hourBytes }, { day: '2026-03-02', ...second }])
    expect(asked()).toEqual([2, 2])
  })

  it('of a breakout room is of the organisation of its parent, and of a stranger of nobody', async () => {
    await create('parent')
    const { server, id } = nodeOf('parent')
    server.joinUser(id, { name: 'Ada' })
    const breakout = server.openBreakout(id)
    clock.advance(hour)
    server.endMeeting(id)
    await server.finishRecording(breakout.meetingId)
    const [stranger] = practice
    stranger?.preload([{ meetingId: 'of-somebody-else', attendees: 3 }])
    clock.advance(hour)
    stranger?.endMeeting('of-somebody-else')
    await stranger?.finishRecording('of-somebody-else')
    clock.advance(60_000)
    await tend()
    expect(await days()).toMatchObject([{ organisation: 'main', meeting_id: 'parent', recordings: 2 }])
    expect(await looks()).toMatchObject([
      { server: 's1', unknown_recordings: 1, unknown_bytes: hourBytes },
      { server: 's2', unknown_recordings: 0, unknown_bytes: 0 },
    ])
    const { text } = await coop.local('GET', '/metrics')
    expect(text).toContain(`mycel_server_unknown_recording_bytes{server="s1"} ${hourBytes}`)
    expect(text).toMatch(/mycel_organisation_recording_bytes\{organisation="main"\} [1-9]/)
  })

  it('stays known when a server says what cannot be read, and is asked again within the day', async () => {
    const server = await hold('course-7', 1)
    await tend()
    goOn(1)
    for (const one of practice) one.inject('getRecordings', { truncate: true })
    await coop.look()
    await tend()
    expect(await days()).toHaveLength(1)
    expect(coop.app.gateway.context.storage.of('main')).toBe(hourBytes)
    expect((await looks()).map(({ problem }) => problem)).toEqual([
      expect.stringContaining('not XML'),
      expect.stringContaining('not XML'),
    ])
    for (const one of practice) one.clearInjections()
    await tend()
    expect(await days()).toHaveLength(1)
    clock.advance(hour)
    await tend()
    expect(await days()).toHaveLength(2)
    expect((await looks()).map(({ problem }) => problem)).toEqual([null, null])
    expect(server.requests.filter(({ call }) => call === 'getRecordings')).toHaveLength(3)
  })

  it('is held while a server is away, and no day is written twice after a restart', async () => {
    await coop[Symbol.asyncDispose]()
    const dataDir = await mkdtemp(join(tmpdir(), 'mycel-recordings-'))
    await emptyDataFolder(dataDir)
    stack.defer(() => rm(dataDir, { recursive: true }))
    coop = await start({ kind: 'embedded', dataDir })
    const server = await hold('course-7', 1)
    await tend()
    await server.stop()
    goOn(3)
    for (let i = 0; i < 4; i += 1) await coop.look()
    await tend()
    const held = (await days()).map(({ day: when, held: isHeld }) => [when, isHeld])
    expect(held).toEqual([
      ['2026-03-01', false],
      ['2026-03-02', true],
      ['2026-03-03', true],
    ])
    await server.restart()
    for (let i = 0; i < 4; i += 1) await coop.look()
    await tend()
    expect((await days()).at(-1)).toMatchObject({ day: '2026-03-04', held: false, bytes: hourBytes })
    const before = asked()
    await coop[Symbol.asyncDispose]()
    coop = await start({ kind: 'embedded', dataDir })
    await tend()
    expect(asked()).toEqual(before)
    expect(await days()).toHaveLength(4)
  })
})

const rest = async (path: string) => (await coop.local('GET', `/api/v1/organisations/main${path}`)).body

it('what was recorded is in the statement of the month, by the day, and can be computed again', async () => {
  await hold('lecture', 2)
  await tend()
  for (let i = 0; i < 3; i += 1) {
    goOn(1)
    await coop.look()
    await tend()
  }
  expect(await rest('/usage')).toMatchObject({ recordings: { bytes: 361_500_000, gigabyteDays: 1.446 } })
  const recording = { kind: 'recording', room: 'lecture', days: 4, held: 0, megabyteDays: 1446, settled: 'list' }
  const { statements } = (await rest('/statement-so-far')) as { statements: { lines: object[] }[] }
  // 1.446 GB-days at 500.00 for a thousand are 72.3 cents.
  expect(statements[0]?.lines).toEqual([
    expect.objectContaining({ kind: 'minutes' }),
    expect.objectContaining(recording),
    expect.objectContaining({ kind: 'close', summary: expect.objectContaining({ storage: 72 }) }),
  ])

  clock.advance(Date.UTC(2026, 3, 4) - clock.now())
  await closeDueMonths(coop.app.installation.ledger)
  const { text, body } = await coop.local('GET', '/api/v1/organisations/main/statements/2026-03')
  expect(verifyFile(text).problems).toEqual([])
  const { lines } = (body['statements'] as { lines: { kind: string; number: number }[] }[])[0] ?? { lines: [] }
  const line = lines.find(({ kind }) => kind === 'recording')
  // Nobody asked after the fourth day: seven more count as that one, and then nobody knows.
  expect(line).toMatchObject({ ...recording, days: 11, held: 7, megabyteDays: 3977 })
  const evidence = await rest(`/statements/2026-03/lines/${line?.number}`)
  expect(evidence).toMatchObject({ matches: true, stays: [] })
  expect(evidence['days']).toHaveLength(11)
})

describe('an organisation whose recordings take what those above it allow', () => {
  it('begins no recorded meeting, others all the same, until some are deleted', async () => {
    const server = await hold('lecture', 6)
    expect((await create('before')).text('returncode')).toBe('SUCCESS')
    await tend()
    const answers = [
      await create('again'),
      await create('again', 'record=TRUE'),
      await create('before'),
      await create('again', 'record=false'),
    ].map((answer) => answer.text('messageKey'))
    expect(answers).toEqual(['recordingStorageUsedUp', 'recordingStorageUsedUp', 'duplicateWarning', ''])

    const { pool, servers } = coop.app.gateway.context
    const access = pool.list().find(({ access: { url } }) => url === server.url)?.access
    if (!access) throw new Error('the server is not in the pool')
    const { recordings } = readRecordings(await servers.call(access, 'getRecordings', ''))
    await servers.call(access, 'deleteRecordings', `recordID=${recordings[0]?.recordId}`)
    goOn(1)
    await coop.look()
    await tend()
    expect((await create('once-more')).text('returncode')).toBe('SUCCESS')
  })

  it('is told so in words where a room begins', async () => {
    await hold('lecture', 6)
    await tend()
    const rooms = '/api/v1/organisations/main/rooms'
    const { body } = await coop.local('POST', rooms, { body: { name: 'calls', title: 'Calls', preset: 'recorded' } })
    const begun = await coop.local('POST', `${rooms}/${body['id']}/start`, { body: { name: 'Ada' } })
    expect(begun.text).toContain('take all the storage they may')
    expect(begun.status).toBe(409)
  })
})
