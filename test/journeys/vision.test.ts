import { readdir, readFile, rename, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sweepFiles } from '../../src/vision/files.ts'
import { type SignedIn, signIn } from '../people.ts'
import { makePhoto, tracesIn } from '../pictures.ts'
import { type RestAnswer, type RestRig, restRig } from '../rest.ts'

const wall = '/api/v1/organisations/main/pictures'
let coop: RestRig
let max: SignedIn
let ada: SignedIn
let eve: SignedIn
let red: Buffer

beforeAll(async () => {
  coop = await restRig({
    servers: 0,
    organisations:
      '[{ id: main, name: Example Co-op, secrets: ["secret://main"] }, { id: other, secrets: ["secret://other"] }]',
    extra: 'vision: { largest_mb: 9, storage_mb: 1 }',
  })
  ada = await signIn(coop, { name: 'Ada', role: 'admin' })
  max = await signIn(coop, { name: 'Max' })
  eve = await signIn(coop, { name: 'Eve', role: 'admin', organisation: 'other' })
  red = await sharp({ create: { width: 300, height: 200, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
})
afterAll(() => coop[Symbol.asyncDispose]())

/** Sends the form as a browser without scripts does. */
async function post(
  who: SignedIn | undefined,
  said: { csrf?: string; alt?: string; file?: Uint8Array; name?: string },
) {
  const form = new FormData()
  form.set('csrf', said.csrf ?? who?.headers['x-mycel-csrf'] ?? '')
  form.set('alt', said.alt ?? 'A red field')
  // The second field is that of a camera which was not used.
  if (said.file) form.append('picture', new Blob([Uint8Array.from(said.file)]), said.name ?? 'a.png')
  form.append('picture', new Blob([]), '')
  return await visit('/vision/main', who, { method: 'POST', body: form })
}

async function visit(path: string, who?: SignedIn, init: RequestInit = {}) {
  const cookie = who?.headers['cookie'] ?? ''
  const response = await fetch(`${coop.url}${path}`, {
    redirect: 'manual',
    ...init,
    headers: { cookie, ...init.headers },
  })
  const bytes = new Uint8Array(await response.arrayBuffer())
  const { status, headers } = response
  return { status, headers, bytes, text: new TextDecoder().decode(bytes), location: headers.get('location') }
}

const say = (who: SignedIn, path: string, fields: Record<string, string> = {}) =>
  visit(path, who, {
    method: 'POST',
    body: new URLSearchParams({ csrf: who.headers['x-mycel-csrf'] ?? '', ...fields }),
  })

type Picture = Readonly<Record<string, unknown>>
const list = async (who: SignedIn): Promise<readonly Picture[]> =>
  (await coop.ask('GET', wall, { headers: who.headers })).body['pictures'] as readonly Picture[]
const newest = async () => String((await list(ada))[0]?.['id'])
const files = () => readdir(coop.app.installation.vision.folder).catch(() => [])

describe('the picture wall', () => {
  it('asks strangers to sign in, and is not there for people of other organisations', async () => {
    expect((await visit('/vision')).location).toBe('/sign-in?to=%2Fvision')
    expect((await visit('/vision/main')).location).toBe('/sign-in?to=%2Fvision%2Fmain')
    expect((await visit('/vision/nowhere')).location).toBe('/sign-in?to=%2Fvision%2Fnowhere')
    expect((await visit('/vision', max)).location).toBe('/vision/main')
    expect((await visit('/vision/main', eve)).status).toBe(404)
    expect((await visit('/vision/nowhere', eve)).status).toBe(404)
    expect((await post(undefined, { file: red })).status).toBe(303)
    expect((await post(eve, { file: red })).status).toBe(404)
    expect(await files()).toEqual([])
  })

  it('takes a photo through a plain form, and shows it without place and camera', async () => {
    const photo = await makePhoto({ width: 1600, height: 1200 })
    expect(await post(max, { file: photo, alt: 'Three people <plant> a tree', name: '../../evil.php' })).toMatchObject({
      status: 303,
      location: '/vision/main?done=added',
    })
    const page = await visit('/vision/main?done=added', max)
    expect(page.text).toContain('The picture is on the wall.')
    expect(page.text).toContain('alt="Three people &lt;plant&gt; a tree"')
    expect(page.text).toContain('Max')
    const id = await newest()
    expect((await files()).toSorted()).toEqual([`${id}.small.webp`, `${id}.webp`])
    for (const name of ['picture', 'small']) {
      const file = await visit(`/vision/main/${id}/${name}.webp`, max)
      expect(file.headers.get('content-type')).toBe('image/webp')
      expect(file.headers.get('x-content-type-options')).toBe('nosniff')
      expect(await tracesIn(file.bytes)).toEqual({ hasPlace: false, has: [] })
    }
    expect((await visit(`/vision/main/${id}/picture.webp`)).status).toBe(303)
    expect((await visit(`/vision/main/${id}/picture.webp`, eve)).status).toBe(404)
    expect((await visit('/vision/main/..%2F..%2Fetc/picture.webp', max)).status).toBe(404)
  })

  it.each([
    ['without a file', {}, 422, 'Choose a picture.'],
    ['without a description', { alt: ' ', hasFile: true }, 422, 'Say what is to be seen'],
    ['with what is no picture', { content: '<?php ?>' }, 422, 'The picture cannot be read.'],
    ['from another site', { csrf: 'guessed', hasFile: true }, 403, 'The page was too old.'],
    ['larger than is taken', { content: 'x'.repeat(9_100_000) }, 413, 'more than 9 MB'],
  ])(
    'refuses a form %s and says why',
    async (_, { content, hasFile, ...said }: Record<string, unknown>, status, words) => {
      const before = await files()
      const file = content === undefined ? (hasFile ? red : undefined) : Buffer.from(String(content))
      const answer = await post(max, { ...said, ...(file && { file }) })
      expect(answer.status).toBe(status)
      expect(answer.text).toContain(words)
      expect(await files()).toEqual(before)
    },
  )

  it('lets owners describe and delete, moderators hide, and nobody else anything', async () => {
    await post(max, { file: red })
    const [id, kim] = [await newest(), await signIn(coop, { name: 'Kim' })]
    const path = `/vision/main/${id}`
    expect((await say(kim, path, { alt: 'mine' })).status).toBe(404)
    expect((await say(kim, `${path}/remove`)).status).toBe(404)
    expect((await say(max, `${path}/hide`)).status).toBe(404)
    expect((await say(max, path, { alt: '' })).status).toBe(422)
    await say(max, path, { alt: 'A field of poppies' })
    await say(max, path, { alt: 'stolen', csrf: 'guessed' })
    expect((await visit(path, kim)).text).toContain('A field of poppies')
    await say(ada, `${path}/hide`)
    expect((await visit(path, kim)).status).toBe(404)
    expect((await visit(`${path}/picture.webp`, kim)).status).toBe(404)
    expect((await list(kim)).map((one) => one['id'])).not.toContain(id)
    expect((await visit(path, max)).text).toContain('Hidden')
    await say(ada, `${path}/show`)
    expect((await visit(path, kim)).status).toBe(200)
    expect((await say(max, `${path}/remove`)).location).toBe('/vision/main?done=removed')
    expect((await visit(path, ada)).status).toBe(404)
    expect((await files()).filter((name) => name.startsWith(id))).toEqual([])
  })

  it('is the same over REST, in the audit log and in what an organisation takes with it', async () => {
    const send = async (who: SignedIn, alt: string, body: Uint8Array): Promise<Response> =>
      await fetch(`${coop.url}${wall}?alt=${encodeURIComponent(alt)}`, {
        method: 'POST',
        headers: { ...who.headers, 'content-type': 'image/png' },
        body: Uint8Array.from(body),
      })
    const made = await send(max, 'Over REST', red)
    const picture = (await made.json()) as Picture
    expect(picture).toMatchObject({ alt: 'Over REST', by: 'Max', width: 300, height: 200, hidden: false })
    expect((await send(max, '', red)).status).toBe(422)
    expect((await send(eve, 'Eve', red)).status).toBe(404)
    expect((await send(max, 'No picture', Buffer.from('no'))).status).toBe(422)
    const path = `${wall}/${String(picture['id'])}`
    const ask = (who: SignedIn, method: string, body?: unknown): Promise<RestAnswer> =>
      coop.ask(method, path, { headers: who.headers, body })
    expect((await ask(max, 'PATCH', { hidden: true })).status).toBe(403)
    expect((await ask(ada, 'PATCH', { hidden: true, alt: 'Anew' })).body).toMatchObject({ hidden: true, alt: 'Anew' })
    const changes = (await coop.local('GET', '/api/v1/audit?limit=1000')).body['changes'] as readonly Picture[]
    const actions = changes.map(({ action }) => action)
    expect(actions).toEqual(expect.arrayContaining(['picture.add', 'picture.change', 'picture.remove']))
    const archive = await coop.local('GET', '/api/v1/organisations/main/export')
    expect(archive.text).toContain('pictures.jsonl')
    expect((await ask(ada, 'DELETE')).status).toBe(204)
  })

  it('counts what it takes and refuses more than its organisation may have', async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 80 } as const
    const large = await sharp({ create: { width: 1200, height: 1200, channels: 3, background: 'red', noise } })
      .jpeg()
      .toBuffer()
    for (let i = 0; i < 8; i++) if ((await post(max, { file: large })).status !== 303) break
    const refused = await post(max, { file: large })
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('no room for more pictures')
    const { storage } = (await coop.ask('GET', wall, { headers: ada.headers })).body as { storage: Picture }
    expect(storage['bytes']).toBeGreaterThan(1_000_000)
    const sizes = await Promise.all((await files()).map(async (name) => (await readFile(join(folder(), name))).length))
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(storage['bytes'])
    expect((await visit('/vision/main', ada)).text).toMatch(/pictures? takes? [\d.]+ MB of 1 MB/)
  })

  it('sweeps away files that were cut off, and nothing else', async () => {
    const kept = await files()
    const orphans = ['~unfinished', `${'a'.repeat(21)}.webp`, `${'b'.repeat(21)}.small.webp`]
    for (const name of [...orphans, 'README']) await writeFile(join(folder(), name), '')
    await sweepFiles(coop.app.installation.vision)
    expect(await files()).toHaveLength(kept.length + 4)
    for (const name of await files()) await utimes(join(folder(), name), 0, 0)
    await sweepFiles(coop.app.installation.vision)
    expect((await files()).toSorted()).toEqual([...kept, 'README'].toSorted())
  })

  it('says that a file is missing, and goes on', async () => {
    const id = await newest()
    const path = join(folder(), `${id}.webp`)
    await rename(path, `${path}.away`)
    expect((await visit(`/vision/main/${id}/picture.webp`, max)).status).toBe(503)
    expect((await visit(`/vision/main/${id}`, max)).status).toBe(200)
    await rename(`${path}.away`, path)
    expect((await visit(`/vision/main/${id}/picture.webp`, max)).status).toBe(200)
  })

  it('goes with its organisation', async () => {
    const only = coop.app.installation.vision
    await fetch(`${coop.url}/api/v1/organisations/other/pictures?alt=Eve`, {
      method: 'POST',
      headers: { ...eve.headers, 'content-type': 'image/png' },
      body: Uint8Array.from(red),
    })
    const before = (await files()).length
    await coop.app.gateway.context.bus.emit('organisationRemoved', 'other')
    await expect.poll(async () => (await readdir(only.folder)).length).toBe(before - 2)
  })
})

const folder = () => coop.app.installation.vision.folder
