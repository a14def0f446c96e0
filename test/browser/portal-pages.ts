import type { Browser, BrowserContext } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { expectNoBarriers, isTooWide } from './accessibility.ts'
import { type Language, noBrowser, sayIfSkipped } from './browser.ts'
import { closedMonth, onAPortal, type PortalRig, type Visitor, visit } from './portal.ts'

/** A page of the portal, who looks at it, and something that is there only when it is whole. */
export type PortalPage = readonly [name: string, visitor: Visitor, path: string, sign: string]

/** Somebody's browser, in which they open one page after another, and what it has found wrong with the present one. */
interface Visiting {
  readonly context: BrowserContext
  readonly complaints: string[]
}

/** Of tablets, and of small windows: on each side of where the frame and the tables change. */
const between = [768, 864, 866, 1024, 1152, 1154]

/** Tests that pages of the portal have no barrier that axe finds, and fit their windows. */
export function testPages(pages: readonly PortalPage[]): void {
  sayIfSkipped()
  describe.skipIf(noBrowser)('a page of the portal has no barrier that axe finds, and fits its window', () =>
    testEach(pages),
  )
}

function testEach(pages: readonly PortalPage[]): void {
  let browser: Browser
  let rig: PortalRig
  const visitors = new Map<string, Promise<Visiting>>()

  onAPortal((opened) => {
    ;({ browser, rig } = opened)
  })

  const open = async (visitor: Visitor, language: Language): Promise<Visiting> => {
    const complaints: string[] = []
    return { complaints, context: await visit(rig, browser, visitor, language, complaints) }
  }
  const come = (visitor: Visitor, language: Language): Promise<Visiting> => {
    const key = `${visitor} ${language}`
    const visiting = visitors.get(key) ?? open(visitor, language)
    visitors.set(key, visiting)
    return visiting
  }

  describe.each(pages)('%s', (name, visitor, path, sign) => {
    test.concurrent.each(['en', 'fr'] as const)(
      'in %s, in its windows and lights, without a complaint',
      async (language) => {
        const { context, complaints } = await come(visitor, language)
        // What a page before this one said that failed is not held against it.
        complaints.length = 0
        await using page = await context.newPage()
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
}
