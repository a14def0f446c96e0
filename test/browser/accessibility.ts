import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { type Language, lookAt, looksIn, takePicture } from './browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Looks at a page in its windows and lights: nobody is kept out of it, nothing is cut off or wider than the window. */
export async function expectNoBarriers(page: Page, name: string, language: Language): Promise<void> {
  await bringAxe(page)
  for (const look of looksIn(language)) {
    await lookAt(page, look)
    const title = `${name}-${look.device}-${look.scheme}-${language}`
    await takePicture(page, title)
    expect(await findBarriers(page), title).toEqual([])
    expect(await isTooWide(page), `${title} is too wide`).toBe(false)
    expect(await findCutOff(page), `${title} cuts off`).toEqual([])
    expect(await findFaint(page), `${title} has faint fields`).toEqual([])
  }
}

/** Puts axe into the page. */
export async function bringAxe(page: Page): Promise<void> {
  await page.evaluate(axe)
}

/** What axe finds wrong with the page as it is shown now, one line each; every rule that it has, best practices too. */
export async function findBarriers(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate<Pick<AxeResults, 'violations'>>(
    "axe.run(document, { resultTypes: ['violations'] })",
  )
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`))
}

/** Whether something is wider than the window, so that one would have to scroll sideways. */
export async function isTooWide(page: Page): Promise<boolean> {
  return await page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth')
}

/** Lists whose chosen words are wider than the space for them, so that their end cannot be read. */
async function findCutOff(page: Page): Promise<string[]> {
  return await page.evaluate<string[]>(`[...document.querySelectorAll('select')].flatMap((list) => {
    const style = getComputedStyle(list)
    const pen = document.createElement('canvas').getContext('2d')
    pen.font = style.font
    const words = list.selectedOptions[0]?.text ?? ''
    const space = list.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
    return space > 0 && pen.measureText(words).width > space + 1 ? [words] : []
  })`)
}

/** Fields whose border does not stand out from what is around it by 3 to 1, as axe does not ask (WCAG 1.4.11). */
async function findFaint(page: Page): Promise<string[]> {
  return await page.evaluate<string[]>(`(() => {
    const partsOf = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number)
    const isSeen = (colour) => (partsOf(colour)[3] ?? 1) > 0
    const light = (colour) => {
      const [r, g, b] = partsOf(colour).map((one) => (one / 255 <= 0.04 ? one / 3294 : ((one / 255 + 0.055) / 1.055) ** 2.4))
      return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05
    }
    const around = (element) => {
      const { backgroundColor } = getComputedStyle(element)
      return isSeen(backgroundColor) || !element.parentElement ? backgroundColor : around(element.parentElement)
    }
    const fields = document.querySelectorAll('input:not([type=hidden], [type=file], :disabled, :checked), select, textarea')
    return [...fields].filter((field) => field.checkVisibility() && field !== document.activeElement).flatMap((field) => {
      const { borderTopColor, borderTopWidth } = getComputedStyle(field)
      if (borderTopWidth === '0px' || !isSeen(borderTopColor)) return []
      const [one, other] = [light(borderTopColor), light(around(field.parentElement))].sort((a, b) => b - a)
      return one / other >= 3 ? [] : [field.outerHTML.slice(0, 120) + ' ' + borderTopColor]
    })
  })()`)
}
