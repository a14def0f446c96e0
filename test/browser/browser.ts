import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

/** The Chromium to drive: $CHROMIUM, or Debian's. */
const executable = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

/** Why the browser tests cannot run here; undefined when they can. */
export const noBrowser = existsSync(executable) ? undefined : `no Chromium at ${executable}`

/** Says once, in one line, that the tests of a file are skipped, and why. */
export function sayIfSkipped(): void {
  if (noBrowser) process.stderr.write(`skipped: ${noBrowser} (Debian: apt-get install chromium, or set CHROMIUM)\n`)
}

/** A Chromium without a window that speaks to nobody by itself. */
export async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: executable,
    args: [
      '--no-sandbox',
      '--headless',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export type Language = 'en' | 'fr'

/** A way to look at a page. */
export interface Look {
  readonly device: keyof typeof sizes
  readonly scheme: 'light' | 'dark'
}

/** `zoomed` is a laptop of 1280 pixels at 200 %: half as many, of twice the size. */
const sizes = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 320, height: 640 },
  zoomed: { width: 640, height: 400 },
} as const

const looks: readonly Look[] = [
  { device: 'desktop', scheme: 'light' },
  { device: 'desktop', scheme: 'dark' },
  { device: 'phone', scheme: 'light' },
  { device: 'phone', scheme: 'dark' },
  { device: 'zoomed', scheme: 'light' },
]

/** What a page is looked at in. In French only where there is least room: its words are longer, its colours the same. */
export function looksIn(language: Language): readonly Look[] {
  return language === 'en' ? looks : looks.filter(({ device, scheme }) => device !== 'desktop' && scheme === 'light')
}

/** A person's own browser: no cookies yet. Whatever it finds wrong with a page is put into `complaints`. */
export async function openContext(
  browser: Browser,
  language: Language,
  complaints: string[] = [],
): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: language === 'fr' ? 'fr-CA' : 'en-CA' })
  context.setDefaultTimeout(10_000)
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  context.on('weberror', (error) => complaints.push(String(error.error())))
  return context
}

/** Shows the page as it is, in another light and window, once all that fades from one colour into another has arrived. */
export async function lookAt(page: Page, { device, scheme }: Look): Promise<void> {
  await page.setViewportSize(sizes[device])
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
  await page.evaluate(`Promise.allSettled(
    document.getAnimations().flatMap((one) => (one instanceof CSSTransition ? [one.finished] : [])),
  )`)
}

/** Keeps a picture in test/browser/screenshots/, for people to look at; none where nobody does. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (process.env['MYCEL_PICTURES'] === 'no') return
  const folder = join(import.meta.dirname, 'screenshots')
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
