import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeAt, fromBase32 } from '../../src/people/totp.ts'
import { type RestRig, restRig } from '../rest.ts'
import { addAccount } from '../sign-in.ts'
import { expectNoBarriers } from './accessibility.ts'
import { type Language, launchBrowser, noBrowser, openContext, sayIfSkipped, takePicture } from './browser.ts'

sayIfSkipped()

const password = 'three blue herons at dawn'
const name = 'Maximiliane-Wilhelmine von der Wohnungsbaugenossenschaftshauptversammlung'
const organisations = `
    - { id: main, name: Example Co-op, secrets: ["secret://main"], sign_in: { oidc: { name: Example Login, issuer: "https://login.example.coop", client_id: mycel } } }
    - { id: strict, name: Strict Co-op, secrets: ["secret://strict"], sign_in: { second_factor: required } }`

describe.skipIf(noBrowser)('the pages for signing in', () => {
  let browser: Browser
  let coop: RestRig
  let accounts = 0

  beforeAll(async () => {
    browser = await launchBrowser()
    coop = await restRig({ servers: 0, organisations })
  })

  afterAll(async () => {
    await coop[Symbol.asyncDispose]()
    await browser.close()
  })

  /** Another account for every use, so that none meets the traces of another. */
  async function account(organisation: string): Promise<string> {
    const email = `person${++accounts}@example.coop`
    await addAccount(coop, { name, email, password, organisation })
    return email
  }

  async function invited(): Promise<string> {
    const body = { name, email: `person${++accounts}@example.coop` }
    return String((await coop.local('POST', '/api/v1/organisations/main/invitations', { body })).body['link'])
  }

  const open = (page: Page, path: string) => page.goto(new URL(path, coop.url).href)
  const send = (page: Page) => page.locator('main form .button').last().click()

  async function enter(page: Page, organisation: string, to = '/sign-out'): Promise<void> {
    const email = await account(organisation)
    await open(page, `/sign-in?organisation=${organisation}&to=${encodeURIComponent(to)}`)
    await page.fill('#email', email)
    await page.fill('#password', password)
    await send(page)
  }

  const pages: readonly (readonly [title: string, show: (page: Page) => Promise<unknown>])[] = [
    ['who', (page) => open(page, '/sign-in')],
    ['sign-in', (page) => open(page, '/sign-in?organisation=main')],
    [
      'sign-in-wrong',
      async (page) => {
        await open(page, '/sign-in?organisation=main')
        await page.fill('#email', 'nobody@example.coop')
        await page.fill('#password', 'wrong')
        await send(page)
      },
    ],
    ['set-up', (page) => enter(page, 'strict')],
    [
      'recovery',
      async (page) => {
        await enter(page, 'strict')
        await confirmCode(page)
      },
    ],
    [
      'code-wrong',
      async (page) => {
        await enter(page, 'main', '/sign-in/second-step')
        await confirmCode(page)
        const email = `person${accounts}@example.coop`
        await page.context().clearCookies()
        await open(page, '/sign-in?organisation=main')
        await page.fill('#email', email)
        await page.fill('#password', password)
        await send(page)
        await page.fill('#code', '000000')
        await send(page)
      },
    ],
    ['password', (page) => enter(page, 'main', '/sign-in/password')],
    [
      'second-step-there',
      async (page) => {
        await enter(page, 'main', '/sign-in/second-step')
        await confirmCode(page)
        await open(page, '/sign-in/second-step')
      },
    ],
    [
      'sign-out',
      async (page) => {
        await enter(page, 'main', '/portal/')
        await open(page, '/sign-out')
      },
    ],
    ['invitation', async (page) => open(page, await invited())],
    [
      'invitation-wrong',
      async (page) => {
        await open(page, await invited())
        await page.fill('#password', 'short')
        await page.fill('#again', 'short')
        await send(page)
      },
    ],
    ['invitation-gone', (page) => open(page, '/invitation/nothing')],
    ['invitation-print', async (page) => open(page, `${await invited()}/print`)],
  ]

  async function confirmCode(page: Page): Promise<void> {
    const secret = (await page.locator('code.key').innerText()).replaceAll(/\s/g, '')
    await page.fill('#code', codeAt(fromBase32(secret), Math.floor(Date.now() / 30_000)))
    await send(page)
  }

  describe.each(pages)('%s', (title, show) => {
    test.concurrent.each<Language>(['en', 'fr'])(
      'in %s has no barrier that axe finds, and fits its window',
      async (language) => {
        await using context = await openContext(browser, language)
        const page = await context.newPage()
        await show(page)
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        await expectNoBarriers(page, `sign-in-${title}`, language)
      },
    )
  })

  test('an invitation on paper shows what is needed, dark on white, and not what a screen needs', async () => {
    await using context = await openContext(browser, 'en')
    const page = await context.newPage()
    await open(page, `${await invited()}/print`)
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    await takePicture(page, 'sign-in-invitation-on-paper')
    expect(await page.locator('.qr').isVisible()).toBe(true)
    expect(await page.locator('p.address').isVisible()).toBe(true)
    for (const away of ['.foot', '.onscreen']) expect(await page.locator(away).isVisible()).toBe(false)
    const colours = await page.evaluate<string[]>(
      "['body', '.card', 'h1', '.lede', 'p.address'].map((one) => { const look = getComputedStyle(document.querySelector(one)); return one === 'body' || one === '.card' ? look.backgroundColor : look.color })",
    )
    const [white, black] = ['rgb(255, 255, 255)', 'rgb(0, 0, 0)']
    expect(colours).toEqual([white, white, black, 'rgb(51, 51, 51)', black])
  })

  test('everything works without scripts, from the invitation to signing in again', async () => {
    await using context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await open(page, await invited())
    await page.fill('#password', password)
    await page.fill('#again', password)
    await send(page)
    expect(new URL(page.url()).pathname).toBe('/portal/')
    await open(page, '/sign-out')
    await send(page)
    expect(await page.locator('h1').innerText()).toBe('You are signed out')
    await open(page, '/sign-in')
    await page.fill('#email', `person${accounts}@example.coop`)
    await send(page)
    await page.fill('#password', password)
    await send(page)
    expect(new URL(page.url()).pathname).toBe('/portal/')
  })
})
