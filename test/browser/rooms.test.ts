import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SignedIn, signIn } from '../people.ts'
import { type RestRig, restRig } from '../rest.ts'
import { expectNoBarriers } from './accessibility.ts'
import { launchBrowser, noBrowser, openContext, sayIfSkipped, takePicture } from './browser.ts'

sayIfSkipped()

let coop: RestRig
let max: SignedIn

/** A room of Max over the REST API. */
async function makeRoom(said: object): Promise<void> {
  const path = '/api/v1/organisations/main/rooms'
  const answer = await coop.ask('POST', path, { headers: max.headers, body: said })
  expect(answer.status, answer.text).toBe(201)
}

async function signInBrowser(context: BrowserContext): Promise<void> {
  const value = (max.headers['cookie'] ?? '').replace('mycel_session=', '')
  await context.addCookies([{ name: 'mycel_session', value, url: coop.url }])
}

describe.skipIf(noBrowser)('rooms', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await launchBrowser()
    coop = await restRig()
    max = await signIn(coop, { name: 'Max' })
    const description = 'Every Tuesday at ten.\n\nBring your own tea.'
    await makeRoom({ name: 'calls', title: 'Garden talk', description })
    await makeRoom({ name: 'private', title: 'Board', preset: 'private', moderatorCode: 'lead-the-way' })
    await makeRoom({ name: 'recorded', title: 'Lectures', preset: 'recorded', settings: { mayStart: 'anyone' } })
    await makeRoom({ name: 'ours', title: 'Ours alone', settings: { guests: false } })
    await makeRoom({ name: 'lead', title: 'With a host', moderatorCode: 'lead-the-way' })
    await coop.local('PUT', '/api/v1/organisations/main/event-form', { body: { open: true } })
  })
  afterAll(async () => {
    await browser.close()
    await coop[Symbol.asyncDispose]()
  })

  test('a guest waits without scripts until a member begins, and both are in the meeting', async () => {
    const complaints: string[] = []
    await using guest = await browser.newContext({ javaScriptEnabled: false, locale: 'en-CA' })
    const waiting = await guest.newPage()
    await waiting.goto(`${coop.url}/r/calls`)
    await waiting.getByLabel('Your name').fill('Gast')
    await waiting.getByRole('button', { name: 'Enter the room' }).click()
    await waiting.getByRole('heading', { name: 'The meeting has not begun yet' }).waitFor()
    await takePicture(waiting, 'room-waits-en')

    await using member = await openContext(browser, 'en', complaints)
    await signInBrowser(member)
    const page = await member.newPage()
    await page.goto(`${coop.url}/r/calls`)
    expect(await page.getByText('You come in as Max.').isVisible()).toBe(true)
    await page.getByRole('button', { name: 'Enter the room' }).click()
    await page.waitForURL(/html5client/)
    await waiting.waitForURL(/html5client/, { timeout: 20_000 })
    await coop.look()
    const people = coop.servers.flatMap((server) => server.meetings()).flatMap((one) => [...one.people.values()])
    expect(people.map(({ name, role }) => `${name} ${role}`).toSorted()).toEqual(['Gast VIEWER', 'Max MODERATOR'])
    expect(complaints).toEqual([])
  })

  type Prepare = (page: Page) => Promise<unknown>
  const pages: readonly { name: string; path: string; prepare?: Prepare }[] = [
    { name: 'open', path: '/r/calls' },
    { name: 'private', path: '/r/private' },
    { name: 'recorded', path: '/r/recorded' },
    { name: 'closed', path: '/r/ours' },
    { name: 'unknown', path: '/r/nowhere' },
    {
      name: 'wrong-code',
      path: '/r/private',
      prepare: async (page) => {
        await page.locator('#name').fill('Gast')
        await page.locator('#code').fill('guessed')
        await page.locator('form button').click()
        await page.locator('[role=alert]').waitFor()
      },
    },
    { name: 'lead', path: '/r/lead', prepare: (page) => page.locator('summary').click() },
    {
      name: 'waiting',
      path: '/r/lead',
      prepare: async (page) => {
        await page.locator('#name').fill('Gast')
        await page.locator('form button').click()
        await page.locator('[role=status]').waitFor()
        // What a redirect led to cannot be held still; what is loaded by itself can.
        await page.reload()
      },
    },
    { name: 'event', path: '/events/main' },
    {
      name: 'event-faults',
      path: '/events/main',
      prepare: async (page) => {
        await page.locator('form button').click()
        await page.locator('[role=alert]').waitFor()
      },
    },
  ]

  describe.each(pages)('the page $name', ({ name, path, prepare }) => {
    test.concurrent.each(['en', 'fr'] as const)(
      'in %s has no barrier that axe finds, and fits its window',
      async (language) => {
        await using context = await openContext(browser, language)
        // Waiting is an event in real time, so the page may refresh itself; held still, it can be looked at.
        await context.route('**/in/**', async (route) => {
          const response = await route.fetch()
          const body = (await response.text()).replace(/<meta http-equiv="refresh"[^>]*>/, '')
          await route.fulfill({ response, body })
        })
        const page = await context.newPage()
        await page.goto(`${coop.url}${path}`)
        await prepare?.(page)
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        await expectNoBarriers(page, `room-${name}`, language)
      },
    )
  })
})
