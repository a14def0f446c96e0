import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { closeDueMonths } from '../../src/ledger/close-month.ts'
import { type Clock, systemClock } from '../../src/lib/clock.ts'
import { type RunningProvider, startProvider } from '../oidc/start.ts'
import { type RestRig, restRig } from '../rest.ts'
import { bringAxe, findBarriers } from './accessibility.ts'
import { launchBrowser, lookAt, looksIn, noBrowser, openContext, sayIfSkipped, takePicture } from './browser.ts'

sayIfSkipped()

const minute = 60_000
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><path fill="#2f6f4f" d="M4 30q14-24 28 0t28 0 28 0 28 0v6H4z"/></svg>`
const password = 'three blue herons at dawn'

/** The last morning of a month, so that three days later it is closed. It goes on by itself, and jumps when told to. */
const shift = { ms: Date.parse('2026-10-31T09:00:00Z') - Date.now() }
const clock: Clock = {
  now: () => Date.now() + shift.ms,
  elapsed: () => systemClock.elapsed() + shift.ms,
}

/** A list as an office exports it: 200 people, and in one version five rows that cannot be. */
function listOfPeople(isFaulty: boolean): string {
  const rows = ['name,email,external_id,role,groups,language']
  for (let i = 1; i <= 200; i += 1) {
    rows.push(
      `Person ${i},person${i}@riverside.example,m${i},member,${i % 2 ? 'Choir' : 'Board|Choir'},${i % 3 ? 'en' : 'fr'}`,
    )
  }
  if (!isFaulty) return `${rows.join('\n')}\n`
  rows[13] = ',person13@riverside.example,m13,member,,'
  rows[47] = 'Person 47,not-an-address,m47,member,,'
  rows[100] = 'Person 100,person100@riverside.example,m100,boss,,'
  rows[150] = 'Person 150,person1@riverside.example,m150,member,,'
  rows[199] = 'Person 199,person199@riverside.example,m199,member,,klingonish-xx-yy'
  return `${rows.join('\n')}\n`
}

describe.skipIf(noBrowser)('a new administrator', () => {
  let browser: Browser
  let coop: RestRig
  let provider: RunningProvider
  let folder: string

  beforeAll(async () => {
    browser = await launchBrowser()
    provider = await startProvider()
    folder = await mkdtemp(join(tmpdir(), 'mycel-'))
    const pictures = { fetch: async () => ({ type: 'image/svg+xml', bytes: Buffer.from(svg) }) }
    coop = await restRig({ servers: 2, clock, portal: inject('portal'), pictures })
    const client = {
      id: 'mycel',
      secret: 'a secret of the school',
      redirects: [`${coop.url}/sign-in/oidc/school/callback`],
      logout: `${coop.url}/sign-in/oidc/school/back-channel-logout`,
    }
    const people = { seven: { name: 'Person 7', email: 'person7@riverside.example', email_verified: true } }
    await provider.tell({ kind: 'start', clients: [client], people })
    await provider.tell({ kind: 'account', account: 'seven' })
  })
  afterAll(async () => {
    await browser.close()
    await coop[Symbol.asyncDispose]()
    await provider[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  /** With MYCEL_LOOK, in every light and window, and axe looks too; else as it is. */
  async function picture(page: Page, name: string): Promise<void> {
    if (!process.env['MYCEL_LOOK']) return await takePicture(page, `administrator-${name}`)
    await bringAxe(page)
    const size = page.viewportSize()
    for (const look of looksIn('en')) {
      await lookAt(page, look)
      const title = `administrator-${name}-${look.device}-${look.scheme}`
      await takePicture(page, title)
      expect(await findBarriers(page), title).toEqual([])
    }
    await page.emulateMedia({ colorScheme: 'light' })
    if (size) await page.setViewportSize(size)
  }

  const said = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()
  const section = (page: Page, title: string) =>
    page.locator('section').filter({ has: page.getByRole('heading', { name: title }) })

  async function addSchool(context: BrowserContext): Promise<void> {
    const page = await context.newPage()
    await page.goto(`${coop.url}/portal/operator`)
    await page.getByLabel('Access token').fill(await coop.token('manage', 'operator'))
    await page.getByRole('button', { name: 'Open' }).click()
    await page.getByRole('link', { name: 'Organisations' }).click()
    await page.getByRole('button', { name: 'Add an organisation' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Short name').fill('school')
    await dialog.getByLabel(/^Name/).fill('Riverside School')
    await dialog.getByRole('button', { name: 'Add an organisation' }).click()
    await said(page, 'Riverside School was added.')
    await picture(page, '01-added')
    await page.getByRole('button', { name: 'I have kept it' }).click()
    await page.getByRole('link', { name: 'Riverside School' }).click()
    const prices = section(page, 'What it costs')
    await prices.getByLabel('It has a price list of its own').check()
    await prices.getByLabel('1,000 minutes listening').fill('10.00')
    await prices.getByLabel('Every month').fill('25')
    await prices.getByRole('button', { name: 'Save' }).click()
    await said(page, 'Saved.')
    await picture(page, '02-organisation')
  }

  /** As `mycel person invite` does. */
  async function openInvitation(context: BrowserContext): Promise<Page> {
    const body = { name: 'Ada Lovelace', email: 'ada@riverside.example', role: 'admin' }
    const made = await coop.local('POST', '/api/v1/organisations/school/invitations', { body })
    const page = await context.newPage()
    await page.goto(String(made.body['link']))
    await picture(page, '03-invitation')
    await page.getByLabel('New password').fill(password)
    await page.getByLabel('The same once more').fill(password)
    await page.getByRole('button', { name: 'Choose it and sign in' }).click()
    await page.getByRole('heading', { name: 'Hello, Ada' }).waitFor()
    await picture(page, '04-home')
    return page
  }

  async function choose(page: Page, name: string, isFaulty: boolean): Promise<void> {
    const file = join(folder, name)
    await writeFile(file, listOfPeople(isFaulty))
    await page.getByLabel('A file').setInputFiles(file)
    await page.getByRole('button', { name: 'See what would happen' }).click()
  }

  async function importPeople(page: Page): Promise<void> {
    await page.goto(`${coop.url}/portal/people/import`)
    await choose(page, 'faulty.csv', true)
    await said(page, '5 rows are wrong')
    const rows = await page.locator('ul.plain li').allInnerTexts()
    expect(rows.map((row) => row.split(':')[0])).toEqual(['Line 14', 'Line 48', 'Line 101', 'Line 151', 'Line 200'])
    const go = page.getByRole('button', { name: /^Do this/ })
    expect(await go.isDisabled()).toBe(true)
    await picture(page, '05-wrong-rows')
    // Nothing was imported, not even half of it: there is Ada alone.
    expect((await coop.local('GET', '/api/v1/organisations/school/people')).body['people']).toHaveLength(1)
    await choose(page, 'members.csv', false)
    await said(page, 'See the 200 changes')
    await picture(page, '06-preview')
    await go.click()
    await said(page, '200 added, 0 changed, 0 suspended.')
    await page.getByRole('link', { name: 'People' }).click()
    await said(page, 'person10@riverside.example')
    await picture(page, '07-people')
  }

  async function setProvider(page: Page): Promise<void> {
    await page.getByRole('link', { name: 'Organisations' }).click()
    await page.getByRole('main').getByRole('link', { name: 'Riverside School' }).click()
    const brand = section(page, 'How it shows itself')
    await brand.getByLabel('Logo').fill('https://riverside.example/logo.svg')
    await brand.getByLabel('Colour').fill('#2f6f4f')
    await brand.getByLabel('Welcome').fill('Welcome to %%CONFNAME%% of Riverside School.')
    await brand.getByRole('button', { name: 'Save' }).click()
    await said(page, 'Saved.')
    const ways = section(page, 'How its people sign in')
    await ways.getByLabel('With an identity provider').check()
    expect(await ways.innerText()).toContain(`${coop.url}/sign-in/oidc/school/callback`)
    await ways.getByLabel('What the button says').fill('School Login')
    await ways.getByLabel('Issuer').fill(provider.issuer)
    await ways.getByLabel('Client ID').fill('mycel')
    await ways.getByLabel('Client secret').fill('a secret of the school')
    await ways.getByRole('button', { name: 'Save' }).click()
    await ways.getByRole('button', { name: 'Try the provider' }).click()
    await said(page, `${provider.issuer} answers.`)
    await picture(page, '08-sign-in')
  }

  async function startRoom(context: BrowserContext): Promise<{ page: Page; link: string }> {
    const page = await context.newPage()
    await page.goto(`${coop.url}/sign-in?organisation=school`)
    await picture(page, '09-sign-in-page')
    await page.getByText('Sign in with School Login').click()
    await page.getByRole('heading', { name: 'Hello, Person' }).waitFor()
    await page.getByRole('button', { name: 'Add a room' }).click()
    await page.getByLabel('Title').fill('Choir practice')
    await page.getByRole('dialog').getByRole('button', { name: 'Add a room' }).click()
    await page.getByRole('heading', { name: 'Choir practice' }).waitFor()
    await picture(page, '10-room')
    const link = String(await page.getByRole('link', { name: /\/r\// }).getAttribute('href'))
    await page.getByRole('button', { name: 'Start' }).click()
    await page.waitForURL(/html5client/)
    return { page, link }
  }

  async function joinAsGuest(context: BrowserContext, link: string): Promise<Page> {
    const page = await context.newPage()
    await page.goto(link)
    await said(page, 'Welcome to Choir practice of Riverside School.')
    await picture(page, '11-room-page')
    await page.getByLabel('Your name').fill('Gwen Guest')
    await page.getByRole('button', { name: 'Enter the room' }).click()
    await page.waitForURL(/html5client/, { timeout: 20_000 })
    return page
  }

  /** Time passes for the program, as if all had waited; it looks before and after. */
  async function pass(ms: number): Promise<void> {
    await coop.look()
    shift.ms += ms
    await coop.look()
  }

  /** How long each stay was, in minutes, as the file that one can take along says. */
  async function staysOf(page: Page): Promise<number[]> {
    await page.locator('summary').click()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Stays of line 1' }).click(),
    ])
    const [, ...rows] = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
    await said(page, 'These are exactly the stays of which the line was made.')
    return rows.map((row) => Number(row.split(',')[3])).toSorted((a, b) => b - a)
  }

  test('gets from nothing to a statement that shows who was there, within a minute', { timeout: 180_000 }, async () => {
    const complaints: string[] = []
    await using operator = await openContext(browser, 'en', complaints)
    await using office = await openContext(browser, 'en', complaints)
    await using member = await openContext(browser, 'en', complaints)
    await using elsewhere = await openContext(browser, 'en', complaints)

    await addSchool(operator)
    const ada = await openInvitation(office)
    await importPeople(ada)
    await setProvider(ada)
    const { page: host, link } = await startRoom(member)
    await pass(15 * minute)
    const guest = await joinAsGuest(elsewhere, link)
    await pass(30 * minute)
    await guest
      .getByRole('link', { name: 'Leave' })
      .or(guest.getByRole('button', { name: 'Leave' }))
      .click()
    await host
      .getByRole('link', { name: 'Leave' })
      .or(host.getByRole('button', { name: 'Leave' }))
      .click()
    await coop.look()

    await ada.getByRole('link', { name: 'Statements' }).click()
    await ada.getByRole('link', { name: 'October 2026 so far' }).click()
    await said(ada, 'Not closed yet')
    await picture(ada, '12-so-far')
    shift.ms += 4 * 1440 * minute
    expect(await closeDueMonths(coop.app.installation.ledger)).toEqual(['2026-10'])
    await ada.goto(`${coop.url}/portal/statements`)
    await picture(ada, '13-statements')
    await ada.getByRole('link', { name: 'October 2026' }).click()
    await ada.getByRole('heading', { name: 'Statement of October 2026' }).waitFor()
    const [first = 0, second = 0, ...more] = await staysOf(ada)
    await picture(ada, '14-statement')
    expect(more).toEqual([])
    expect(Math.abs(first - 45)).toBeLessThan(1)
    expect(Math.abs(second - 30)).toBeLessThan(1)
    // 75 minutes at 10 € a thousand are 0.75 €, and 25 € are due for every month.
    await said(ada, '€25.75')
    expect(complaints).toEqual([])
  })
})
