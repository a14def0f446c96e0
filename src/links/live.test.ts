import { expect, test } from 'vitest'
import { memoryDatabase } from '../../test/databases.ts'
import { silentLog } from '../../test/rig.ts'
import { openDatabase } from '../db/open.ts'
import { manualClock } from '../lib/clock.ts'
import { recordLinkChange } from './history.ts'
import { openLive } from './live.ts'
import type { Origin } from './sources/origin.ts'

const settings = { hosts: [], known: [], organisation: undefined, visibility: 'public', portalWins: false } as const
const patience = { timeout: 10_000 }

test('a link that another process changed is taken in, and so is a table that is due', async () => {
  await using database = await openDatabase(await memoryDatabase())
  const clock = manualClock()
  const table = { destination: 'https://a.example' }
  const origin: Origin = {
    name: 'a.csv',
    everyMs: 60_000,
    read: async () => ({ kind: 'text', text: `keyword,destination_url\nx,${table.destination}\n`, version: {} }),
  }
  await using live = await openLive({ database, clock, log: silentLog }, settings, [{ origin, visibility: 'public' }])
  const told: number[] = []
  live.onTable(({ size }) => told.push(size))
  live.start()
  await database.transact(async (tx) => {
    const row = { keyword: 'y', destination: 'https://y.example', visibility: 'public', note: '', owner: null } as const
    await tx
      .insertInto('links')
      .values({ ...row, created_at: 0, changed_at: 0 })
      .execute()
    const change = {
      keyword: 'y',
      at: 0,
      actor: 'local:other',
      source: 'portal',
      before: undefined,
      after: row.destination,
    }
    await recordLinkChange(tx, [change])
  })
  clock.advance(5000)
  await expect.poll(() => live.table.find('y')?.destination, patience).toBe('https://y.example')
  expect(live.table.find('x')?.destination).toBe('https://a.example')

  table.destination = 'https://b.example'
  clock.advance(60_000)
  await expect.poll(() => live.table.find('x')?.destination, patience).toBe('https://b.example')
  expect(told.length).toBeGreaterThanOrEqual(2)
})
