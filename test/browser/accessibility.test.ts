import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectNoBarriers } from './accessibility.ts'
import { launchBrowser, noBrowser, openContext, sayIfSkipped } from './browser.ts'
import { type Coop, startCoop } from './coop.ts'

sayIfSkipped()

const longName = 'Organisationsübergreifende-Jahreshauptversammlungsvorbereitungsgruppe-der-Wohnungsbaugenossenschaft'
const room = encodeURIComponent(longName)

describe.skipIf(noBrowser)('every page has no barrier that axe finds, and fits its window', () => {
  let browser: Browser
  let busy: Coop
  let quiet: Coop
  let real: Coop

  beforeAll(async () => {
    browser = await launchBrowser()
    busy = await startCoop({ practice: 3 })
    quiet = await startCoop({ practice: 1, name: `Genossenschaft ${longName}` })
    real = await startCoop({ practice: 0 })
    for (const name of ['first-meeting', 'Réunion d’équipe, lundi ☕', longName]) {
      await fetch(`${busy.url}/practice/meet?name=Ada&room=${encodeURIComponent(name)}`)
    }
    await Promise.all([busy.look(), quiet.look()])
  })

  afterAll(async () => {
    await Promise.all([busy, quiet, real].map((coop) => coop[Symbol.asyncDispose]()))
    await browser.close()
  })

  const pages: readonly (readonly [name: string, url: () => string, status: number])[] = [
    ['home', () => `${busy.url}/`, 200],
    ['home-long', () => `${quiet.url}/`, 200],
    ['home-down', () => `${real.url}/`, 200],
    ['practice', () => `${busy.url}/practice?room=first-meeting`, 200],
    ['practice-empty', () => `${quiet.url}/practice`, 200],
    ['practice-faults', () => `${busy.url}/practice/meet?room=${room}${room}`, 422],
    ['not-found', () => `${busy.url}/nowhere`, 404],
    ['in-a-room', () => `${busy.url}/practice/meet?room=${room}&name=${room.slice(0, 80)}`, 200],
  ]

  describe.each(pages)('%s', (name, url, status) => {
    test.concurrent.each(['en', 'fr'] as const)('in %s, in its windows and lights', async (language) => {
      await using context = await openContext(browser, language)
      const page = await context.newPage()
      expect((await page.goto(url()))?.status()).toBe(status)
      expect(await page.locator('html').getAttribute('lang')).toBe(language)
      await expectNoBarriers(page, name, language)
    })
  })
})
