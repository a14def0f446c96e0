import { expect, test } from 'vitest'
import { memoryDatabase } from '../../test/databases.ts'
import { silentLog } from '../../test/rig.ts'
import { openDatabase } from '../db/open.ts'
import { manualClock } from '../lib/clock.ts'
import { createChecking, type Probe, readChecks } from './check.ts'
import { readLinks } from './csv.ts'
import { createNear } from './near.ts'
import type { LiveLinks } from './parts.ts'
import { buildTable } from './table.ts'

const csv = `keyword,destination_url
a1,https://a.example/1
a2,https://a.example/2
a3,https://a.example/3
again,https://a.example/1
alias,a1
b1,https://b.example/1
mail,mailto:info@example.coop
old,
`

function liveOf(): LiveLinks {
  const { rows } = readLinks(csv, { source: 'a', visibility: 'public' })
  const table = buildTable([{ source: 'a', rows }], { known: [] })
  const unused = () => {
    throw new Error('not asked for')
  }
  const rest = { onTable: unused, ownRow: unused, findings: unused, reload: unused, refresh: unused }
  return { table, near: createNear(table), sources: [], states: [], ...rest }
}

async function check(answer: (url: string) => Probe, keyword?: string) {
  await using database = await openDatabase(await memoryDatabase())
  await using stack = new AsyncDisposableStack()
  const [asked, events]: [string[], string[]] = [[], []]
  const prober = {
    async probe(url: string) {
      asked.push(url)
      events.push(new URL(url).host)
      return answer(url)
    },
  }
  const pause = async (ms: number) => void events.push(`${ms}`)
  const parts = { database, clock: manualClock(), log: silentLog, live: liveOf(), prober }
  const checking = createChecking(parts, { pause, pauseMs: 700 }, stack)
  await checking.begin(keyword)
  await expect.poll(() => checking.progress.isRunning).toBe(false)
  return { asked, events, found: await readChecks(parts), progress: checking.progress }
}

test('each destination is asked for once, with a pause between two questions to the same host', async () => {
  const { asked, events, progress, found } = await check(() => ({ status: 200 }))
  expect(asked.toSorted()).toEqual([
    'https://a.example/1',
    'https://a.example/2',
    'https://a.example/3',
    'https://b.example/1',
  ])
  expect(events.filter((one) => one !== 'b.example')).toEqual(['a.example', '700', 'a.example', '700', 'a.example'])
  expect(progress).toEqual({ isRunning: false, done: 4, of: 4 })
  expect([...found.values()].map(({ state }) => state)).toEqual(['fine', 'fine', 'fine', 'fine'])
})

test('a host that asks to be left alone is not asked again, and nothing is said of the rest', async () => {
  const { asked, found } = await check((url) => ({ status: url.endsWith('/2') ? 429 : 200 }))
  expect(asked).not.toContain('https://a.example/3')
  expect(found.get('https://a.example/3')?.state).toBe('busy')
  expect(found.get('https://b.example/1')?.state).toBe('fine')
})

test('one link can be looked at alone', async () => {
  expect((await check(() => ({ status: 200 }), 'alias')).asked).toEqual(['https://a.example/1'])
})
