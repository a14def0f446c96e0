import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { endSessions } from '../../src/people/sessions.ts'
import { type SignedIn, signIn } from '../people.ts'
import { noBrowser, openContext, sayIfSkipped, takePicture } from './browser.ts'
import { closedMonth, enter, onAPortal, type PortalRig, type Visitor, visit } from './portal.ts'

sayIfSkipped()

describe.skipIf(noBrowser)('the portal', () => {
  let browser: Browser
  let rig: PortalRig

  onAPortal((opened) => {
    ;({ browser, rig } = opened)
  })

  const at = (path: string) => `${rig.coop.url}/portal/${path}`
  const open = async (visitor: Visitor, path: string): Promise<Page> => {
    const page = await (await visit(rig, browser, visitor, 'en')).newPage()
    await page.goto(at(path))
    return page
  }
  const openAs = async ({ headers }: SignedIn, path: string): Promise<Page> => {
    const context = await openContext(browser, 'en')
    await enter(context, rig.coop.url, headers)
    const page = await context.newPage()
    await page.goto(at(path))
    return page
  }
  const heading = (page: Page) => page.getByRole('heading', { level: 1 })

  test('shows what of the recordings is behind a statement, down to the days', async () => {
    const page = await open('admin', `statements/main/${closedMonth}`)
    const own = page.getByRole('group').filter({ hasText: 'lines about recordings' })
    await own.getByText('lines about recordings').first().click()
    const row = own.getByRole('row', { name: /Members’ hall/ })
    const [number = ''] = await row.getByRole('rowheader').allInnerTexts()
    await takePicture(page, 'portal-recording-lines')
    const saved = page.waitForEvent('download')
    await row.getByRole('button', { name: `Days of line ${number}` }).click()
    const lines = (await readFile(await (await saved).path(), 'utf8')).trim().split('\r\n')
    expect(lines[0]).toBe('day,bytes,held')
    expect(lines).toHaveLength(Number(await row.getByRole('cell').nth(3).innerText()) + 1)
    await page.getByText('These are exactly the days of which the line was made.').waitFor()
  })

  test('sends whoever is not signed in to sign in, and remembers where they wanted to go', async () => {
    const page = await open('nobody', 'meetings?a=b')
    await page.waitForURL(/\/sign-in/)
    expect(new URL(page.url()).searchParams.get('to')).toBe('/portal/meetings?a=b')
  })

  test('shows a member what they may do, and says no to the rest', async () => {
    const page = await open('member', '')
    await page.getByRole('heading', { name: 'My rooms' }).waitFor()
    const places = await page.getByRole('navigation').getByRole('link').allInnerTexts()
    expect(places).toEqual(['Home', 'Short links', 'Pictures', 'Agendas', 'Tasks', 'Decisions', 'Minutes'])
    await page.goto(at('servers'))
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').innerText()).toMatch(
      /^You may not do this\.\s+This needs the right installation\.see\./,
    )
    expect(await page.getByRole('button', { name: 'Add a server' }).count()).toBe(0)
  })

  test('brings somebody into their room with one press', async () => {
    const page = await open('member', '')
    await page.getByRole('button', { name: 'Start Board' }).click()
    await page.waitForURL(/html5client/)
    await rig.coop.look()
    const { meetings } = (await rig.coop.local('GET', '/api/v1/meetings?organisation=main')).body
    expect(meetings).toContainEqual(expect.objectContaining({ name: 'Board', people: 1 }))
  })

  test('lets a member add a link, which asks before it takes a keyword from another, and retire it', async () => {
    const page = await open('member', 'links')
    await page.getByRole('button', { name: 'Add a link' }).click()
    await page.getByRole('textbox', { name: 'Keyword' }).fill('gdrive')
    await page.getByLabel('Leads to').fill('https://wiki.example/start')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Add a link' }).click()
    await dialog.getByRole('alert').waitFor()
    await dialog.getByLabel('Take the keyword all the same').waitFor()
    await page.getByRole('textbox', { name: 'Keyword' }).fill('wiki')
    await dialog.getByRole('button', { name: 'Add a link' }).click()
    await page.getByRole('heading', { level: 1, name: 'wiki' }).waitFor()
    const led = await fetch(`${rig.coop.url}/l/wiki`, { redirect: 'manual' })
    expect(led.headers.get('location')).toBe('https://wiki.example/start')
    await page.getByRole('button', { name: 'Retire it' }).click()
    await page.getByLabel('What to tell them').fill('See the handbook.')
    await dialog.getByRole('button', { name: 'Retire it' }).click()
    await page.getByText('The link wiki is retired.').waitFor()
    expect((await fetch(`${rig.coop.url}/l/wiki`)).status).toBe(410)
  })

  test('shows a meeting that begins and ends without being asked', async () => {
    const page = await open('admin', 'meetings')
    await page.getByRole('link', { name: 'Stand-up' }).waitFor()
    await rig.coop.call('create', 'name=Choir&meetingID=choir&moderatorPW=mp')
    await page.getByRole('link', { name: 'Choir' }).waitFor()
    await rig.coop.call('end', 'meetingID=choir&password=mp')
    await rig.coop.look()
    await page.getByRole('link', { name: 'Choir' }).waitFor({ state: 'detached' })
  })

  test('says that what it shows may be old while it is cut off, and goes on by itself', async () => {
    const { coop } = rig
    const first = await signIn(coop, { name: 'Bea', role: 'admin' })
    const page = await openAs(first, 'meetings')
    await page.getByRole('link', { name: 'Stand-up' }).waitFor()
    await page.route('**/api/v1/live', (route) => route.abort())
    // Another session takes the place of this one, whose end ends the stream.
    await enter(page.context(), coop.url, (await signIn(coop, { name: 'Dan', role: 'admin' })).headers)
    await endSessions(coop.app.gateway.context, first.person.id)
    await page.getByText('The connection is interrupted').waitFor({ timeout: 15_000 })
    await page.unroute('**/api/v1/live')
    await page.getByText('The connection is interrupted').waitFor({ state: 'detached', timeout: 15_000 })
    expect(await page.getByRole('link', { name: 'Stand-up' }).count()).toBe(1)
  }, 60_000)

  test('lets an operator drain a server with the keyboard, and tells them what is left', async () => {
    const page = await open('operator', 'servers')
    const row = page.getByRole('row').filter({ hasText: /^s1/ })
    await row.getByRole('button', { name: 'Actions for s1' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Drain' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('s1 gets no new meetings.').waitFor()
    await row.getByText('Draining').waitFor()
    expect(await row.innerText()).toMatch(/\d+ meetings? with \d+ people left/)
  })

  test('moves the focus to the title of the page that one went to, and names it in the window', async () => {
    const page = await open('operator', '')
    await heading(page).waitFor()
    expect(await page.title()).toBe('Home · Mycel')
    await page.getByRole('link', { name: 'Servers' }).click()
    await expect.poll(() => page.evaluate<string>('document.activeElement?.outerHTML')).toMatch(/^<h1.*>Servers</)
    expect(await page.title()).toBe('Servers · Mycel')
    await page.keyboard.press('Shift+Tab')
    await page.goBack()
    await expect.poll(() => heading(page).innerText()).toBe('Home')
  })

  test('opens for an operator with a token, in one tab, and not with a wrong one', async () => {
    const context = await openContext(browser, 'en')
    const page = await context.newPage()
    await page.goto(at('operator'))
    await page.getByLabel('Access token').fill('mycel_wrong')
    await page.getByRole('button', { name: 'Open' }).click()
    await page.getByText('The token is unknown or has expired').waitFor()
    await page.getByLabel('Access token').fill(rig.token)
    await page.getByRole('button', { name: 'Open' }).click()
    await page.getByRole('link', { name: 'Access tokens' }).waitFor()
    const other = await context.newPage()
    await other.goto(at(''))
    await other.waitForURL(/\/sign-in/)
    await page.getByRole('button', { name: 'Forget the token' }).click()
    await page.waitForURL(/\/portal\/operator/)
    expect(await page.evaluate<string | null>("sessionStorage.getItem('mycel.token')")).toBe(null)
  })

  test('shows what a list would do, names its wrong lines, does it, and takes it back', async () => {
    const admin = await signIn(rig.coop, { name: 'Olive', role: 'admin' })
    const page = await openAs(admin, 'people/import')
    await page.getByLabel('or its text').fill('name,email\nNew Person,new@example.coop\nBad,not-an-address\n')
    await page.getByRole('button', { name: 'See what would happen' }).click()
    await page.getByText('Line 3:').waitFor()
    const doIt = page.getByRole('button', { name: 'Do this' })
    expect(await doIt.isDisabled()).toBe(true)
    await page.getByLabel('Leave the wrong row out').check()
    await doIt.click()
    await page.getByText('1 added, 0 changed, 0 suspended.').waitFor()
    await page.getByRole('button', { name: 'Take it back' }).first().click()
    await page.getByText('1 account is as before.').waitFor()
  })

  test('invites somebody by a link that is shown once', async () => {
    const page = await open('operator', 'people')
    await page
      .getByRole('button', { name: /^Actions for/ })
      .last()
      .click()
    await page.getByRole('menuitem', { name: 'Invite' }).click()
    await page.getByRole('button', { name: 'Make the link' }).click()
    await page.getByText(/\/invitation\//).waitFor()
    expect(await page.getByRole('link', { name: 'A page to print' }).getAttribute('href')).toMatch(/\/print$/)
  })

  test('asks to sign in again once the session has ended', async () => {
    const somebody = await signIn(rig.coop, { name: 'Cy' })
    const page = await openAs(somebody, 'settings')
    await page.getByRole('table').waitFor()
    await endSessions(rig.coop.app.gateway.context, somebody.person.id)
    await page.getByRole('link', { name: 'Home' }).click()
    await page.waitForURL(/\/sign-in\?to=%2Fportal%2F/)
  })
})
