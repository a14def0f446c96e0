import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderClient } from '../bin/client.ts'
import { buildPortal, firstLoadLimit } from '../bin/portal.ts'
import { type Rig, rig } from './rig.ts'

const sources = join(import.meta.dirname, '../portal/src')

test('the types of its client are those of the REST API', async () => {
  const written = await readFile(join(sources, 'api.gen.ts'), 'utf8')
  expect(written, 'run: npm run generate').toBe(await renderClient())
})

describe('its texts', () => {
  const read = async (language: string): Promise<Record<string, string>> =>
    JSON.parse(await readFile(join(sources, `text/${language}.json`), 'utf8'))
  const placeholders = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).toSorted()

  test('are the same in every language, with the same places for values', async () => {
    const [english, french] = [await read('en'), await read('fr')]
    expect(Object.keys(french)).toEqual(Object.keys(english))
    for (const [key, text] of Object.entries(english)) {
      expect(placeholders(french[key] ?? ''), key).toEqual(placeholders(text))
      expect(french[key], key).not.toBe('')
    }
  })

  test('are all used', async () => {
    const files = await readdir(sources, { recursive: true })
    const code = await Promise.all(
      files.filter((name) => /\.tsx?$/.test(name)).map((name) => readFile(join(sources, name), 'utf8')),
    )
    const all = code.join('\n')
    const isUsed = (key: string) => {
      const stem = key.replace(/_(one|other)$/, '')
      // `t(`kind.${kind}`)` uses all that begin like that.
      const beginnings = [...stem.matchAll(/\./g)].map(({ index }) => stem.slice(0, index + 1))
      return all.includes(`'${stem}'`) || beginnings.some((beginning) => all.includes(`\`${beginning}$`))
    }
    expect(Object.keys(await read('en')).filter((key) => !isUsed(key))).toEqual([])
  })
})

describe('the built portal', () => {
  let folder: string
  let firstLoad: number
  let coop: Rig

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mycel-portal-'))
    ;({ firstLoad } = await buildPortal(folder))
    coop = await rig({ servers: 0, portal: folder })
  })
  afterAll(async () => {
    await coop[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  const get = (path: string, headers: Record<string, string> = {}) =>
    request(`${coop.url}${path}`, { headers: { accept: 'text/html', ...headers } })
  const script = async () => (await readdir(join(folder, 'assets'))).find((name) => /^index-.*\.js$/.test(name)) ?? ''

  test('loads little before its first page stands', async () => {
    expect(firstLoad).toBeGreaterThan(50_000)
    expect(await readFile(join(folder, 'assets', await script()), 'utf8')).not.toContain('Download the React DevTools')
    expect(firstLoad).toBeLessThanOrEqual(firstLoadLimit)
  })

  test('is one page for all its addresses, never kept, and runs no code but its own', async () => {
    const nonces = new Set<string>()
    for (const path of ['/portal/', '/portal/meetings', '/portal/meetings/main/a%2Fb.c']) {
      const { statusCode, headers, body } = await get(path)
      const text = await body.text()
      expect([statusCode, headers['cache-control']]).toEqual([200, 'no-store'])
      const [, nonce = ''] =
        /style-src 'self' 'nonce-([\w-]{22})'/.exec(String(headers['content-security-policy'])) ?? []
      expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self';")
      expect(headers['content-security-policy']).not.toMatch(/unsafe/)
      expect(text).toContain(`<meta property="csp-nonce" nonce="${nonce}">`)
      expect(text).not.toContain('__NONCE__')
      expect(text).not.toMatch(/(src|href)="(https?:)?\/\//)
      nonces.add(nonce)
    }
    expect(nonces.size).toBe(3)
  })

  test('has files that browsers keep for good, in the smallest form that they read', async () => {
    const name = await script()
    const plain = await readFile(join(folder, 'assets', name))
    const forms = [
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
      ['br;q=0, gzip', 'gzip', gunzipSync],
      ['identity', undefined, (content: Buffer) => content],
    ] as const
    for (const [accepted, encoding, read] of forms) {
      const { statusCode, headers, body } = await get(`/portal/assets/${name}`, { 'accept-encoding': accepted })
      const content = Buffer.from(await body.arrayBuffer())
      expect([statusCode, headers['content-encoding'], headers['vary']]).toEqual([200, encoding, 'Accept-Encoding'])
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
      expect(headers['content-type']).toBe('text/javascript; charset=utf-8')
      expect(read(content).equals(plain)).toBe(true)
    }
  })

  test('gives nothing else of the folder, nor of those above it', async () => {
    await writeFile(join(folder, 'secret.js'), 'no')
    for (const path of ['/portal/assets/none.js', '/portal/assets/', '/portal/assets/..%2fsecret.js']) {
      expect((await get(path)).statusCode, path).toBe(404)
    }
    for (const path of ['/portal/secret.js', '/portal/assets/../secret.js']) {
      expect(await (await get(path)).body.text(), path).toContain('<!doctype html>')
    }
    expect((await get('/portal')).headers['location']).toBe('/portal/')
  })

  test('is served anew when it was built anew, and its old files still are', async () => {
    const name = await script()
    await writeFile(join(folder, 'index.html'), '<title>Another</title>')
    await rm(join(folder, 'assets', name))
    expect(await (await get('/portal/')).body.text()).toBe('<title>Another</title>')
    expect((await get(`/portal/assets/${name}`)).statusCode).toBe(200)
  })

  test.each(['nothing', undefined])('is missing, and says so, where it was not built: %s', async (name) => {
    await using other = await rig({ servers: 0, ...(name === undefined ? {} : { portal: join(folder, name) }) })
    expect((await request(`${other.url}/portal/`, { headers: { accept: 'text/html' } })).statusCode).toBe(404)
  })
})
