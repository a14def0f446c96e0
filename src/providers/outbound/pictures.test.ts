import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGuard } from './guard.ts'
import { createPictureSource } from './pictures.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const answers: Readonly<Record<string, { readonly status?: number; readonly body: string | Buffer }>> = {
  '/logo.png': { body: png },
  '/logo.svg': { body: '<?xml version="1.0"?>\n<!-- ours -->\n<svg xmlns="http://www.w3.org/2000/svg"></svg>' },
  '/page': { body: '<!doctype html><svg></svg>' },
  '/gone': { status: 404, body: png },
  '/moved': { status: 302, body: '' },
  '/large': { body: Buffer.concat([png, Buffer.alloc(600 * 1024)]) },
}
const server = createServer(({ url = '' }, response) => {
  const { status = 200, body } = answers[url] ?? { status: 500, body: '' }
  response.writeHead(status, { 'content-type': 'image/png', location: '/logo.png' }).end(body)
})
let base = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const source = createPictureSource({ guard: createGuard({ allow: ['127.0.0.0/8'], log }) })
afterAll(() => source[Symbol.asyncDispose]())

test('a picture is what its first bytes say, whatever it is called', async () => {
  expect(await source.fetch(`${base}/logo.png`)).toEqual({ type: 'image/png', bytes: png })
  expect((await source.fetch(`${base}/logo.svg`)).type).toBe('image/svg+xml')
})

test.each([
  ['/page', 'is no PNG, JPEG, GIF, WebP, AVIF or SVG'],
  ['/gone', 'it answers 404'],
  ['/moved', 'it answers 302'],
  ['/large', 'the picture has more than 512 KiB'],
])('%s is refused: %s', async (path, words) => {
  await expect(source.fetch(`${base}${path}`)).rejects.toThrow(words)
})

test('nothing is fetched from networks that are not open', async () => {
  await using closed = createPictureSource({ guard: createGuard({ allow: [], log }) })
  await expect(closed.fetch(`${base}/logo.png`)).rejects.toThrow('its host is a loopback address')
})
