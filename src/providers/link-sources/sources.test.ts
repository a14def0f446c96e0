import { rmSync, utimesSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startTableServer, tableFolder } from '../../../test/links.ts'
import { Secret } from '../../lib/secret.ts'
import { fileOrigin } from './file.ts'
import { urlOrigin } from './url.ts'

const csv = 'keyword,destination_url\ndrive,https://drive.example\n'
const everyMs = 300_000

test('an address is asked with the condition that it gave, and answers that nothing changed', async () => {
  await using server = await startTableServer(csv)
  await using origin = urlOrigin({ url: `${server.url}?raw=1`, everyMs, token: new Secret('geheim') })
  expect(origin.name).toMatch(/^127\.0\.0\.1:\d+\/links\.csv$/)
  const first = await origin.read(undefined)
  if (first.kind !== 'text') throw new Error(first.kind)
  expect(first.text).toBe(csv)
  expect(await origin.read(first.version)).toEqual({ kind: 'unchanged' })
  server.text = `${csv}new,https://new.example\n`
  expect(await origin.read(first.version)).toMatchObject({ kind: 'text', text: server.text })
  expect(server.asked.map(({ ifNoneMatch }) => ifNoneMatch)).toEqual([
    undefined,
    first.version['etag'],
    first.version['etag'],
  ])
  expect(new Set(server.asked.map(({ token }) => token))).toEqual(new Set(['Bearer geheim']))
})

test.each([
  [404, 'not-found'],
  [403, 'forbidden'],
  [500, 'upstream'],
  [302, 'upstream'],
])('an answer of %i is a problem that tells it', async (status, code) => {
  await using server = await startTableServer(csv)
  server.status = status
  await using origin = urlOrigin({ url: server.url, everyMs })
  await expect(origin.read(undefined)).rejects.toMatchObject({ code, message: expect.stringContaining(String(status)) })
})

test.each([
  ['30', 30_000],
  ['100000', 3_600_000],
  ['soon', 0],
  [undefined, 0],
])(
  'whoever answers 429 with Retry-After %s is asked again after %i ms at the earliest',
  async (retryAfter, afterMs) => {
    await using server = await startTableServer(csv)
    server.status = 429
    server.retryAfter = retryAfter
    await using origin = urlOrigin({ url: server.url, everyMs })
    expect(await origin.read(undefined)).toMatchObject({ kind: 'later', afterMs })
  },
)

test('an address at which nobody listens is a problem', async () => {
  const server = await startTableServer(csv)
  await server.kill()
  await using origin = urlOrigin({ url: server.url, everyMs })
  await expect(origin.read(undefined)).rejects.toMatchObject({ code: 'unavailable' })
})

test('a file is read again when it changed, and only then', async () => {
  using folder = tableFolder()
  const path = folder.write('links.csv', csv)
  const origin = fileOrigin(path, 'links.csv')
  const first = await origin.read(undefined)
  if (first.kind !== 'text') throw new Error(first.kind)
  expect(await origin.read(first.version)).toEqual({ kind: 'unchanged' })
  folder.write('links.csv', csv.replace('drive.example', 'moved.example'))
  utimesSync(path, new Date(), new Date(Date.now() + 5000))
  expect(await origin.read(first.version)).toMatchObject({ kind: 'text', text: expect.stringContaining('moved') })
  rmSync(path)
  await expect(origin.read(first.version)).rejects.toMatchObject({ code: 'not-found' })
})
