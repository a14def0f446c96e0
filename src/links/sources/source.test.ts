import { expect, test } from 'vitest'
import { memoryDatabase } from '../../../test/databases.ts'
import { silentLog } from '../../../test/rig.ts'
import { type Database, openDatabase } from '../../db/open.ts'
import { manualClock } from '../../lib/clock.ts'
import { Problem } from '../../lib/problem.ts'
import type { Origin, Reading } from './origin.ts'
import { createSource } from './source.ts'

const everyMs = 300_000
const table = (destination: string) => `keyword,destination_url\ndrive,${destination}\n`

/** A source that says what it is told to. */
function scripted() {
  const script = { answer: (): Reading => ({ kind: 'unchanged' }), known: [] as unknown[] }
  const origin: Origin = {
    name: 'links.csv',
    everyMs,
    async read(known) {
      script.known.push(known)
      return script.answer()
    },
  }
  return { script, origin }
}

async function open(database: Database) {
  const clock = manualClock()
  const { script, origin } = scripted()
  const make = () => createSource({ database, clock, log: silentLog }, { origin, visibility: 'public' })
  return { clock, script, make, source: make() }
}

const text = (destination: string, etag: string): (() => Reading) => {
  return () => ({ kind: 'text', text: table(destination), version: { etag } })
}
const fail = () => {
  throw new Problem('unavailable', 'it is away')
}

test('what was read is kept, and is there before the source answers the next time', async () => {
  await using database = await openDatabase(await memoryDatabase())
  const { script, source, make } = await open(database)
  script.answer = text('https://a.example', 'one')
  expect(await source.look()).toBe(true)
  expect(await source.look()).toBe(false)
  script.answer = fail
  const again = make()
  await again.recall()
  expect(again.table.rows).toMatchObject([{ keyword: 'drive', destination: 'https://a.example', visibility: 'public' }])
  expect(await again.look()).toBe(false)
  expect(again.state).toMatchObject({ links: 1, trouble: 'it is away', failures: 1 })
  expect(again.table.rows).toHaveLength(1)
  // The version that is known is shown to the source, so that it may say "unchanged".
  expect(script.known).toEqual([undefined, { etag: 'one' }, { etag: 'one' }])
})

test('a source that cannot be had is left alone for longer and longer, an hour at most, and then looked at as usual', async () => {
  await using database = await openDatabase(await memoryDatabase())
  const { clock, script, source } = await open(database)
  script.answer = fail
  const pauses: number[] = []
  for (let i = 0; i < 8; i++) {
    await source.look()
    pauses.push(source.state.nextAt - clock.now())
  }
  for (const [i, pause] of pauses.entries()) {
    const usual = Math.min(3_600_000, everyMs * 2 ** i)
    expect(pause).toBeGreaterThanOrEqual(usual * 0.75)
    expect(pause).toBeLessThanOrEqual(usual * 1.25)
  }
  script.answer = text('https://a.example', 'one')
  await source.look()
  expect(source.state).toMatchObject({ trouble: undefined, failures: 0, nextAt: clock.now() + everyMs })
})

test('a source that asks to be left alone is, for as long as it asks', async () => {
  await using database = await openDatabase(await memoryDatabase())
  const { clock, script, source } = await open(database)
  script.answer = () => ({ kind: 'later', afterMs: 2_000_000, why: 'it answers 429' })
  await source.look()
  expect(source.state.nextAt).toBe(clock.now() + 2_000_000)
})

test.each([
  ['a page of a captive portal', '<html><body>Please sign in</body></html>'],
  ['nothing', ''],
  ['a heading alone', 'keyword,destination_url\n'],
])('%s is not taken for the table', async (_, answer) => {
  await using database = await openDatabase(await memoryDatabase())
  const { script, source } = await open(database)
  script.answer = text('https://a.example', 'one')
  await source.look()
  script.answer = () => ({ kind: 'text', text: answer, version: {} })
  expect(await source.look()).toBe(false)
  expect(source.state.trouble).toContain('no link')
  expect(source.table.rows).toHaveLength(1)
})

test('in what two readings differ is noted once, though several processes read them', async () => {
  await using database = await openDatabase(await memoryDatabase())
  const { script, source, make } = await open(database)
  script.answer = text('https://a.example', 'one')
  const other = make()
  await source.look()
  await other.look()
  script.answer = () => ({
    kind: 'text',
    text: 'keyword,destination_url\ndrive,https://b.example\nnew,\n',
    version: {},
  })
  await source.look()
  await other.look()
  const changes = await database.read((db) => db.selectFrom('link_changes').selectAll().orderBy('keyword').execute())
  expect(changes.map(({ keyword, before, after, actor }) => [keyword, before, after, actor])).toEqual([
    ['drive', 'https://a.example', 'https://b.example', 'source:links.csv'],
    ['new', null, '', 'source:links.csv'],
  ])
})
