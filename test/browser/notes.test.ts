import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { aNote, notePeopleYaml } from '../a-note.ts'
import { type SignedIn, signIn } from '../people.ts'
import { type RestRig, restRig } from '../rest.ts'
import { expectNoBarriers } from './accessibility.ts'
import { type Language, launchBrowser, noBrowser, openContext, sayIfSkipped } from './browser.ts'
import { enter } from './portal.ts'

sayIfSkipped()

const base = '/api/v1/organisations/main'

describe.skipIf(noBrowser)('meetings in the portal', () => {
  let browser: Browser
  let coop: RestRig
  let max: SignedIn
  let pad: string
  let note: string

  beforeAll(async () => {
    browser = await launchBrowser()
    const organisations = '[{ id: main, name: Example Co-op, secrets: ["secret://main"] }]'
    coop = await restRig({ servers: 0, organisations, portal: inject('portal'), extra: notePeopleYaml })
    max = await signIn(coop, { name: 'Max Weber' })
    const ask = async (method: string, to: string, body: object) =>
      (await coop.ask(method, `${base}${to}`, { headers: max.headers, body })).body
    const earlier = { path: '2026-02-16-infrastructure.md', text: aNote.replace('2026-03-02', '2026-02-16') }
    note = String((await ask('PUT', '/notes', { ...earlier, level: 'open' }))['id'])
    const { changes } = await ask('POST', '/notes/preview', earlier)
    const keys = (changes as { key: string; chosen: boolean }[]).filter(({ chosen }) => chosen).map(({ key }) => key)
    await ask('POST', '/notes/apply', { ...earlier, keys })
    const text2 = aNote.replace('2026-03-02', '2026-02-23').replace('- al: rested', '- al: rested [in camera]')
    pad = String((await ask('POST', '/pads', { text: text2 }))['id'])
    await ask('POST', `/pads/${pad}/steps`, { do: 'next' })
    await ask('POST', `/pads/${pad}/steps`, { do: 'end' })
  })
  afterAll(async () => {
    await coop[Symbol.asyncDispose]()
    await browser.close()
  })

  async function visit(language: Language, complaints: string[]) {
    const context = await openContext(browser, language, complaints)
    await enter(context, coop.url, max.headers)
    return context
  }

  test('a whole meeting: prepared, led by the clock, written down, confirmed, kept, and the next one made', {
    timeout: 60_000,
  }, async () => {
    const complaints: string[] = []
    await using context = await visit('en', complaints)
    const page = await context.newPage()
    await page.goto(`${coop.url}/portal/agenda`)
    await page.getByRole('button', { name: 'Prepare a meeting' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Meeting', { exact: true }).fill('Weekly')
    await dialog.getByLabel('Day').fill('2026-03-02')
    await dialog.getByLabel('The meeting before').selectOption({ index: 1 })
    await dialog.getByRole('button', { name: 'Prepare a meeting' }).click()

    await page.getByRole('heading', { name: 'Weekly' }).waitFor()
    const minutes = page.getByRole('textbox', { name: 'Minutes' })
    const text = await minutes.inputValue()
    expect(text).toMatch(/Cultivator: mw[\s\S]*carried over from 2026-02-16\n {4}- Backups/)

    await page.getByRole('button', { name: 'Begin' }).click()
    const current = page.locator('.agenda li[aria-current]')
    await expect.poll(() => current.innerText()).toContain('Personal Checkins')
    await page.getByRole('button', { name: 'Next item' }).click()
    await expect.poll(() => current.innerText()).toContain('Announcements')
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: 'Go on' }).click()
    await expect.poll(() => current.innerText(), { timeout: 10_000 }).toMatch(/0:0[1-9] \/ 5:00/)

    await typeAt(page, '### Process Checkout', [
      '- #7 roof',
      'Enter',
      'Backspace',
      'Backspace',
      '    - #moved to doing',
      'Enter',
      'Enter',
      '- al: fix it before winter (mw, gh: +1)',
      'Enter',
      '#todo ask three roofers (grace)',
    ])
    const understood = page.getByRole('list', { name: 'Understood' })
    await understood.getByText('ask three roofers').waitFor()
    await understood.getByText('organizing#7 → doing').waitFor()
    await page.getByRole('button', { name: 'End the meeting' }).click()

    const changes = page.locator('form.changes')
    await changes.getByText('Grace Hopper: ask three roofers').waitFor()
    const ticked = await changes.locator('input:checked').count()
    await changes.getByRole('button', { name: `Do these ${ticked}` }).click()
    await page.getByText('There is nothing to do: all that the note asks for is so already.').waitFor()
    await expect.poll(() => minutes.inputValue()).toMatch(/ask three roofers \(grace\) -> \[task \d+\]\(http/)

    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('link', { name: 'To the note' }).waitFor()
    await page.getByRole('button', { name: 'Make the next pad' }).click()
    await expect.poll(() => minutes.inputValue()).toMatch(/^# 2026-03-09 Weekly/)
    expect(complaints).toEqual([])
  })

  test('the search finds a note by another form of a word, and the board is worked by keys alone', {
    timeout: 60_000,
  }, async () => {
    const complaints: string[] = []
    await using context = await visit('en', complaints)
    const page = await context.newPage()
    await page.goto(`${coop.url}/portal/notes`)
    await page.getByLabel('Search the minutes').fill('deploying keys')
    await page.keyboard.press('Enter')
    await page.locator('mark', { hasText: 'deployment' }).first().waitFor()
    await page.getByRole('link', { name: 'Example Co-op: Infrastructure' }).first().click()
    await page.locator('.lines li').first().waitFor()

    await page.goto(`${coop.url}/portal/decisions`)
    await page.getByText('the code is published after stripping secrets').first().waitFor()

    await page.goto(`${coop.url}/portal/tasks`)
    await page.goto(`${coop.url}/portal/notes`)
    await page.goto(`${coop.url}/portal/tasks#task-1`)
    await page.locator('#task-1.task-meant').waitFor()
    const column = page.getByLabel('Column of write down how a key is replaced')
    await column.focus()
    await page.keyboard.type('Doing')
    await expect
      .poll(() => page.getByRole('region', { name: 'Doing' }).innerText())
      .toContain('write down how a key is replaced')
    await page.getByRole('button', { name: 'By person and age' }).click()
    await page.getByRole('heading', { name: 'Grace Hopper' }).waitFor()
    await page.getByRole('button', { name: 'Close write down how a key is replaced' }).click()
    await page.getByText('write down how a key is replaced is closed.').waitFor()
    expect(complaints).toEqual([])
  })

  const pages: readonly (readonly [name: string, path: () => string, sign: string])[] = [
    ['notes', () => 'notes', '.results'],
    ['note', () => `notes/main/${note}`, '.lines'],
    ['decisions', () => 'decisions', '.results'],
    ['tasks', () => 'tasks', '.task'],
    ['agenda', () => 'agenda', 'table'],
    ['pad', () => `agenda/main/${pad}`, 'form.changes'],
  ]
  describe.each(pages)('%s', (name, path, sign) => {
    test.concurrent.each(['en', 'fr'] as const)(
      'in %s has no barrier, and fits every window and light',
      async (language) => {
        const complaints: string[] = []
        await using context = await visit(language, complaints)
        const page = await context.newPage()
        await page.goto(`${coop.url}/portal/${path()}`)
        await page.locator(sign).first().waitFor()
        await expectNoBarriers(page, `portal-${name}`, language)
        expect(complaints).toEqual([])
      },
    )
  })
})

/** Puts the cursor before a heading and types. */
async function typeAt(page: Page, heading: string, keys: readonly string[]): Promise<void> {
  const minutes = page.getByRole('textbox', { name: 'Minutes' })
  await minutes.focus()
  await minutes.evaluate((field, before) => {
    const area = field as unknown as { value: string; setSelectionRange(from: number, to: number): void }
    const at = area.value.indexOf(before) - 1
    area.setSelectionRange(at, at)
  }, heading)
  for (const key of keys) {
    if (/^[A-Z]/.test(key)) await page.keyboard.press(key)
    else await page.keyboard.type(key)
  }
}
