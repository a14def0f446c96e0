import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectNoBarriers, isTooWide } from './accessibility.ts'
import { launchBrowser, noBrowser, sayIfSkipped } from './browser.ts'
import { type PortalRig, portalRig, type Visitor, visit } from './portal.ts'

sayIfSkipped()

/** Every page, who looks at it, and something that is there only when it is whole. */
const pages: readonly (readonly [name: string, visitor: Visitor, path: string, sign: string])[] = [
  ['home', 'admin', '', 'table, .rooms'],
  ['home-member', 'member', '', '.rooms'],
  ['meetings', 'operator', 'meetings', '.servers'],
  ['meetings-admin', 'admin', 'meetings', 'table'],
  ['meeting', 'operator', 'meetings/housing/Board', 'table'],
  ['rooms', 'admin', 'rooms', '.rooms'],
  ['events', 'admin', 'events', 'table'],
  ['event', 'admin', 'events/main/EVENT', '.facts'],
  ['room', 'member', 'rooms/main/members-hall', '.way-in'],
  ['links', 'admin', 'links', 'table'],
  ['link', 'admin', 'links/calls', 'table'],
  ['people', 'admin', 'people', 'table'],
  ['people-hidden', 'operator', 'people', 'table'],
  ['import', 'admin', 'people/import', 'form'],
  ['groups', 'admin', 'groups', 'table'],
  ['programs', 'admin', 'programs', '.details'],
  ['servers', 'operator', 'servers', 'table'],
  ['machines', 'operator', 'machines', '.machine-map'],
  ['roadmap', 'operator', 'roadmap', '.wide-picture img'],
  ['organisations', 'admin', 'organisations', '.tree'],
  ['organisation', 'operator', 'organisations/school', 'form, table'],
  ['organisation-ours', 'operator', 'organisations/youth', 'input[type=password]'],
  ['usage', 'admin', `usage`, 'canvas'],
  ['statements', 'admin', 'statements', 'table'],
  ['statement', 'admin', 'statements/main/MONTH', '.due'],
  ['chat', 'operator', 'chat', 'table'],
  ['plans', 'operator', 'plans', 'table'],
  ['apply', 'operator', 'plans/APPLY', 'table'],
  ['tokens', 'operator', 'tokens', 'table'],
  ['audit', 'admin', 'audit', 'table'],
  ['settings', 'admin', 'settings', 'table'],
  ['operator', 'nobody', 'operator', 'form'],
  ['nowhere', 'admin', 'nowhere', 'h1'],
]

/** Of tablets, and of small windows: on each side of where the frame and the tables change. */
const between = [768, 864, 866, 1024, 1152, 1154]

// The month before is not closed in its first days.
const today = new Date()
const closedMonth = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 2)).toISOString().slice(0, 7)

describe.skipIf(noBrowser)('every page of the portal has no barrier that axe finds, and fits its window', () => {
  let browser: Browser
  let rig: PortalRig

  beforeAll(async () => {
    browser = await launchBrowser()
    rig = await portalRig()
  })

  afterAll(async () => {
    await rig[Symbol.asyncDispose]()
    await browser.close()
  })

  describe.each(pages)('%s', (name, visitor, path, sign) => {
    test.concurrent.each(['en', 'fr'] as const)(
      'in %s, in its windows and lights, without a complaint',
      async (language) => {
        const complaints: string[] = []
        await using context = await visit(rig, browser, visitor, language, complaints)
        const page = await context.newPage()
        await page.goto(
          `${rig.coop.url}/portal/${path.replace('EVENT', rig.event).replace('MONTH', closedMonth).replace('APPLY', rig.apply)}`,
        )
        await page.locator(sign).first().waitFor()
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        await expectNoBarriers(page, `portal-${name}`, language)
        for (const width of between) {
          await page.setViewportSize({ width, height: 800 })
          expect(await isTooWide(page), `too wide for ${width} pixels`).toBe(false)
        }
        expect(complaints).toEqual([])
      },
    )
  })
})
