import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RestRig, restRig } from '../rest.ts'
import { expectNoBarriers } from './accessibility.ts'
import { launchBrowser, noBrowser, openContext, sayIfSkipped } from './browser.ts'

sayIfSkipped()

const long = 'jahreshauptversammlungsvorbereitungsgruppe-der-wohnungsbaugenossenschaft-nord'
const csv = `keyword,destination_url,visibility,note
calls,https://meet.example.coop/r/calls,public,Every Tuesday at ten
gdrive,drive,public,
drive,https://drive.example.coop/shared/${'folder-of-a-folder/'.repeat(6)}minutes,public,Everything we share
handbook,https://handbook.example.coop/,public,
zoom,https://zoom.example/j/8836125112?pwd=hidden,,
agm,,,The assembly is over. See you next year.
${long},https://a.example/,public,
`

let coop: RestRig

describe.skipIf(noBrowser)('the pages of links', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await launchBrowser()
    coop = await restRig({ servers: 0 })
    await coop.local('POST', '/api/v1/link-import', { body: { csv, apply: true } })
  })
  afterAll(async () => {
    await browser.close()
    await coop[Symbol.asyncDispose]()
  })

  test('a slip is mended without scripts, and a link is looked at before it is followed', async () => {
    await using context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-CA' })
    const page = await context.newPage()
    expect((await page.goto(`${coop.url}/l/handbok`))?.status()).toBe(404)
    expect(await page.getByRole('link', { name: 'handbook', exact: true }).getAttribute('href')).toBe('/l/handbook')
    await page.getByLabel('A keyword, or a word to look for').fill('tuesday')
    await page.getByRole('button', { name: 'Go' }).click()
    await page.getByRole('link', { name: 'Where does it lead? calls' }).click()
    await page.getByText('https://meet.example.coop/r/calls').waitFor()
    await page.getByRole('img', { name: /QR code of .*\/l\/calls/ }).waitFor()
  })

  const pages: readonly (readonly [name: string, path: string, status: number])[] = [
    ['search', '/l/', 200],
    ['unknown', '/l/handbok', 404],
    ['unknown-long', `/l/${long}${long}`, 404],
    ['retired', '/l/agm', 410],
    ['too-deep', '/l/zoom/x', 404],
    ['preview', '/l/gdrive+', 200],
  ]

  describe.each(pages)('%s', (name, path, status) => {
    test.concurrent.each(['en', 'fr'] as const)(
      'in %s has no barrier that axe finds, and fits its window',
      async (language) => {
        const complaints: string[] = []
        await using context = await openContext(browser, language, complaints)
        const page = await context.newPage()
        expect((await page.goto(`${coop.url}${path}`))?.status()).toBe(status)
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        await expectNoBarriers(page, `links-${name}`, language)
      },
    )
  })
})
