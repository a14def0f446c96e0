import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser, openContext, sayIfSkipped } from './browser.ts'
import { type Coop, startCoop } from './coop.ts'

sayIfSkipped()

describe.skipIf(noBrowser)('somebody who tries Mycel out', () => {
  let browser: Browser
  let coop: Coop

  beforeAll(async () => {
    browser = await launchBrowser()
    coop = await startCoop()
    await coop.look()
  })

  afterAll(async () => {
    await coop[Symbol.asyncDispose]()
    await browser.close()
  })

  /** Every browser context is another person. */
  async function arrive(path: string, complaints: string[] = []): Promise<Page> {
    const page = await (await openContext(browser, 'en', complaints)).newPage()
    await page.goto(`${coop.url}${path}`)
    return page
  }

  const serverOf = async (page: Page) => /practice-\d+/.exec(await page.locator('footer').innerText())?.[0]
  const originOf = (page: Page) => new URL(page.url()).origin

  test('opens the printed link and is in the meeting, on a practice server', async () => {
    const page = await arrive('/practice/meet?room=first-meeting&name=Ada')
    expect(coop.practice.servers.map(({ url }) => new URL(url).origin)).toContain(originOf(page))
    expect(await page.locator('h1').innerText()).toContain('first-meeting')
    expect(await page.locator('body').innerText()).toContain('You are Ada, a moderator.')
    expect(await serverOf(page)).toMatch(/^practice-[12]$/)
    expect(await page.locator('body').innerText()).toContain('Nobody can hear you here.')
  })

  test('meets whoever opens the same link, and is on another server in a second room', async () => {
    const ada = await arrive('/practice/meet?room=shared&name=Ada')
    const bo = await arrive('/practice/meet?room=SHARED&name=Bo&role=viewer')
    const cy = await arrive('/practice/meet?room=elsewhere&name=Cy')
    expect(await serverOf(bo)).toBe(await serverOf(ada))
    expect(await bo.locator('li').allInnerTexts()).toEqual(['Ada (moderator)', 'Bo (you, viewer)'])
    expect(await serverOf(cy)).not.toBe(await serverOf(ada))
    expect(originOf(cy)).not.toBe(originOf(ada))
  })

  test('goes by keyboard from the home page through the form into a room, and back by leaving it', async () => {
    const complaints: string[] = []
    const page = await arrive('/', complaints)
    await page.getByRole('link', { name: 'Go to the practice rooms' }).press('Enter')
    await page.getByLabel('Your name').fill('Dee')
    await page.getByLabel('Room', { exact: true }).fill('Réunion d’équipe, lundi ☕')
    await page.getByRole('radio', { name: 'Viewer' }).check()
    await page.keyboard.press('Enter')
    await page.waitForURL(/html5client/)
    expect(await page.locator('h1').innerText()).toContain('Réunion d’équipe, lundi ☕')
    expect(await page.locator('body').innerText()).toContain('You are Dee, a viewer.')

    await coop.look()
    const server = await serverOf(page)
    await page.getByRole('button', { name: 'Leave' }).click()
    expect(page.url()).toBe(`${coop.url}/practice`)
    const room = page.getByRole('listitem').filter({ hasText: 'lundi ☕' })
    expect(await room.innerText()).toContain(`on ${server}`)
    await room.getByRole('link').click()
    expect(await page.getByLabel('Room', { exact: true }).inputValue()).toBe('Réunion d’équipe, lundi ☕')
    expect(complaints).toEqual([])
  })

  test('who forgets the name is told so at the field, and keeps what was written', async () => {
    const page = await arrive('/practice/meet?room=first-meeting&name=')
    expect(await page.getByRole('alert').innerText()).toContain('Please give your name')
    const field = page.getByRole('textbox', { name: 'Your name' })
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('Room', { exact: true }).inputValue()).toBe('first-meeting')

    await page.getByRole('alert').getByRole('link').click()
    expect(await page.locator(':focus').getAttribute('id')).toBe('name')
    await page.keyboard.type('Ada')
    await page.keyboard.press('Enter')
    await page.waitForURL(/html5client/)
  })

  test('who takes the skip link passes the header by', async () => {
    const page = await arrive('/')
    await page.keyboard.press('Tab')
    const link = page.locator(':focus')
    expect(await link.innerText()).toBe('Skip to the content')
    expect((await link.boundingBox())?.y).toBeGreaterThan(0)
    await page.keyboard.press('Enter')
    expect(await page.locator(':focus').getAttribute('id')).toBe('content')
  })
})
