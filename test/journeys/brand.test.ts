import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RestRig, restRig } from '../rest.ts'
import { show } from '../room-page.ts'

const v1 = '/api/v1'
const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script>alert(1)</script></svg>'
let coop: RestRig

beforeAll(async () => {
  const brand = `{ name: Riverside School, colour: "#ffee00", logo: "https://school.example/logo.svg", welcome: "Welcome to <b>%%CONFNAME%%</b>.<br>Be kind." }`
  coop = await restRig({
    servers: 0,
    pictures: { fetch: async () => ({ type: 'image/svg+xml', bytes: Buffer.from(svg) }) },
    organisations: `[{ id: school, secrets: [], brand: ${brand} }, { id: plain, name: Plain, secrets: [] }]`,
  })
  for (const [organisation, name] of [
    ['school', 'choir'],
    ['plain', 'hall'],
  ]) {
    await coop.local('POST', `${v1}/organisations/${organisation}/rooms`, { body: { title: `The ${name}`, name } })
  }
})
afterAll(() => coop[Symbol.asyncDispose]())

const get = (path: string) => fetch(`${coop.url}${path}`)
const addressIn = (html: string, shape: RegExp) => shape.exec(html)?.[1] ?? ''

test('a room shows the name, the logo, the colour and the welcome of its organisation, all from here', async () => {
  expect((await get('/brand/school/logo')).status).toBe(200)
  const { html } = await show(`${coop.url}/r/choir`)
  expect(html).toContain('>Riverside School</a>')
  expect(html).toContain('<p>Welcome to The choir.</p><p>Be kind.</p>')
  const logo = await get(addressIn(html, /<img class="logo" src="(\/brand\/school\/logo\?v=[0-9a-f]{16})" alt="">/))
  expect(await logo.text()).toBe(svg)
  expect(logo.headers.get('content-type')).toBe('image/svg+xml')
  expect(logo.headers.get('x-content-type-options')).toBe('nosniff')
  // Opened by itself, its script does not run.
  expect(logo.headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'unsafe-inline'; sandbox")
  expect(logo.headers.get('cache-control')).toContain('immutable')
  const style = await get(addressIn(html, /href="(\/brand\/school\/style\.css\?v=[0-9a-f]{12})"/))
  expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8')
  expect(await style.text()).toMatch(/^:root\{--main:#[0-9a-f]{6};/)
})

test('so do its sign-in and the page of a room that is not there does not', async () => {
  const { html } = await show(`${coop.url}/sign-in?organisation=school`)
  expect(html).toContain('/brand/school/logo?v=')
  expect((await show(`${coop.url}/r/nowhere`)).html).not.toContain('/brand/')
})

test('an organisation without a brand has neither logo nor colour', async () => {
  const { html } = await show(`${coop.url}/r/hall`)
  expect(html).toContain('>Plain</a>')
  expect(html).not.toContain('/brand/')
  for (const path of ['/brand/plain/logo', '/brand/plain/style.css', '/brand/none/logo', '/brand/none/style.css']) {
    expect((await get(path)).status, path).toBe(404)
  }
})
