import type { Browser, BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SignedIn, signIn } from '../people.ts'
import { makePhoto, tracesIn } from '../pictures.ts'
import { type RestRig, restRig } from '../rest.ts'
import { expectNoBarriers } from './accessibility.ts'
import { launchBrowser, noBrowser, openContext, sayIfSkipped, takePicture } from './browser.ts'
import { enter } from './portal.ts'

sayIfSkipped()

let coop: RestRig
let ada: SignedIn
let max: SignedIn

describe.skipIf(noBrowser)('the picture wall', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await launchBrowser()
    coop = await restRig({ servers: 0 })
    ada = await signIn(coop, { name: 'Ada', role: 'admin' })
    max = await signIn(coop, { name: 'Max' })
  })
  afterAll(async () => {
    await browser.close()
    await coop[Symbol.asyncDispose]()
  })

  const as = async (who: SignedIn, context: BrowserContext): Promise<Page> => {
    await enter(context, coop.url, who.headers)
    const page = await context.newPage()
    await page.goto(`${coop.url}/vision`)
    return page
  }

  test('takes a photo of 12 megapixels that knows where it was taken, and forgets that', async () => {
    const complaints: string[] = []
    await using context = await openContext(browser, 'en', complaints)
    const page = await as(max, context)
    const photo = await makePhoto()
    expect(await sharp(photo).metadata()).toMatchObject({ width: 4032, height: 3024, orientation: 6 })
    expect((await tracesIn(photo)).hasPlace).toBe(true)
    await page
      .getByLabel('Picture', { exact: true })
      .setInputFiles({ name: 'IMG_0001.JPG', mimeType: 'image/jpeg', buffer: photo })
    expect(await page.getByText('Chosen: IMG_0001.JPG').isVisible()).toBe(true)
    await page.getByRole('img', { name: 'The picture that you chose' }).waitFor()
    await takePicture(page, 'vision-chosen-en')
    await page.getByLabel('What is to be seen?').fill('A green field, seen from a hill')
    await page.getByRole('button', { name: 'Put it on the wall' }).click()
    await page.getByText('The picture is on the wall.').waitFor()
    await page.getByRole('img', { name: 'A green field, seen from a hill' }).click()
    const shown = page.getByRole('img', { name: 'A green field, seen from a hill' })
    await shown.waitFor()
    const address = await shown.getAttribute('src')
    // What the browser itself gets, to be saved by anybody.
    const saved = await context.request.get(`${coop.url}${address}`)
    const bytes = await saved.body()
    expect(await tracesIn(bytes)).toEqual({ hasPlace: false, has: [] })
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 1920, height: 2560 })
    expect(complaints).toEqual([])
  })

  test('takes what is dropped and what is pasted, and shows the newest first', async () => {
    const complaints: string[] = []
    await using context = await openContext(browser, 'en', complaints)
    const page = await as(max, context)
    for (const [kind, colour] of [
      ['drop', '#a33'],
      ['paste', '#33a'],
    ] as const) {
      const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: colour } })
        .png()
        .toBuffer()
      await page.evaluate(`(() => {
        const bytes = Uint8Array.from(atob('${png.toString('base64')}'), (c) => c.charCodeAt(0))
        const data = new DataTransfer()
        data.items.add(new File([bytes], '${kind}.png', { type: 'image/png' }))
        const event = '${kind}' === 'drop'
          ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
        document.querySelector('main').dispatchEvent(event)
      })()`)
      expect(await page.getByText(`Chosen: ${kind}.png`).isVisible()).toBe(true)
      await page.keyboard.type(`By ${kind}`)
      await page.getByRole('button', { name: 'Put it on the wall' }).click()
      await page.getByRole('img', { name: `By ${kind}` }).waitFor()
    }
    const alts = await page.locator('.wall img').evaluateAll((all) => all.map((one) => one.getAttribute('alt')))
    expect(alts.slice(0, 2)).toEqual(['By paste', 'By drop'])
    expect(complaints).toEqual([])
  })

  test('works without scripts, from adding to deleting', async () => {
    await using context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-CA' })
    const page = await as(max, context)
    const png = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#393' } })
      .png()
      .toBuffer()
    await page.getByText('Add a picture').click()
    await page
      .getByLabel('Picture', { exact: true })
      .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: png })
    await page.getByLabel('What is to be seen?').fill('By hand')
    await page.getByRole('button', { name: 'Put it on the wall' }).click()
    await page.getByRole('img', { name: 'By hand' }).click()
    await page.getByText('Delete the picture …').click()
    await page.getByRole('button', { name: 'Delete it now' }).click()
    await page.getByText('The picture is deleted.').waitFor()
    expect(await page.getByRole('img', { name: 'By hand' }).count()).toBe(0)
  })

  test('offers the camera on what is touched', async () => {
    await using context = await browser.newContext({ hasTouch: true, isMobile: true, locale: 'en-CA' })
    const page = await as(max, context)
    await page.getByText('Add a picture').click()
    const camera = page.getByLabel('Or take one now')
    expect(await camera.isVisible()).toBe(true)
    expect(await camera.getAttribute('capture')).toBe('environment')
  })

  const pages = [
    { name: 'wall', who: () => ada, path: '/vision/main' },
    { name: 'faults', who: () => max, path: '/vision/main', button: true },
    { name: 'picture', who: () => ada, path: undefined },
  ]

  describe.each(pages)('the page $name', ({ name, who, path, button }) => {
    test.concurrent.each(['en', 'fr'] as const)(
      'in %s has no barrier that axe finds, and fits its window',
      async (language) => {
        await using context = await openContext(browser, language)
        const page = await as(who(), context)
        if (path === undefined) await page.locator('.wall a').last().click()
        if (path === undefined) await page.locator('details').evaluate((one) => one.setAttribute('open', ''))
        if (button) await page.locator('summary').click()
        if (button) await page.locator('form').evaluate((form) => form.setAttribute('novalidate', ''))
        if (button) await page.locator('form button').click()
        if (button) await page.locator('[role=alert]').waitFor()
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        await expectNoBarriers(page, `vision-${name}`, language)
      },
    )
  })
})
