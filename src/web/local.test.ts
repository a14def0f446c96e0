import { chmod, link, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Problem } from '../lib/problem.ts'
import { listenLocally } from './local.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mycel-'))
})
afterEach(() => rm(folder, { recursive: true }))

const listen = (path: string) => listenLocally(path, (_, response) => response.end(), new WeakSet<IncomingMessage>())

async function codeOf(attempt: Promise<unknown>): Promise<string | undefined> {
  try {
    await attempt
    return undefined
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

test('the socket is for its owner alone, and is gone afterwards', async () => {
  const path = join(folder, 'sub', 'mycel.sock')
  const listening = await listen(path)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await stat(join(folder, 'sub'))).mode & 0o777).toBe(0o700)
  await listening[Symbol.asyncDispose]()
  await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('a socket that nobody listens at any more is replaced, one that is in use is not', async () => {
  const path = join(folder, 'mycel.sock')
  await leaveStale(path)
  const listening = await listen(path)
  expect(await codeOf(listen(path))).toBe('locked')
  await listening[Symbol.asyncDispose]()
})

test('a file where the socket belongs is left alone', async () => {
  const path = join(folder, 'mycel.sock')
  await writeFile(path, 'precious')
  expect(await codeOf(listen(path))).toBe('conflict')
  expect((await stat(path)).size).toBe(8)
})

test('a path that no socket can have is refused in words', async () => {
  expect(await codeOf(listen(join(folder, 'x'.repeat(100))))).toBe('invalid')
})

test('a folder that is not ours is refused in words', async () => {
  expect(await codeOf(listen('/proc/mycel.sock'))).toBe('unavailable')
})

/** What a killed process leaves behind: Node removes the path at a close, so the name is kept by a second link. */
async function leaveStale(path: string): Promise<void> {
  const server = createServer().listen(`${path}.old`)
  await new Promise((resolve) => server.once('listening', resolve))
  await link(`${path}.old`, path)
  await new Promise((resolve) => server.close(resolve))
  await chmod(path, 0o600)
}
