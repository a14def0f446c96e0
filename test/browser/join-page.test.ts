import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { manualClock } from '../../src/lib/clock.ts'
import { openPage } from '../join-page.ts'
import { type Rig, rig } from '../rig.ts'
import { expectNoBarriers } from './accessibility.ts'
import { launchBrowser, noBrowser, openContext, sayIfSkipped } from './browser.ts'

sayIfSkipped()

const organisations = (perSecond: number) =>
  `[{ id: main, secrets: ["secret://main"], limits: { users: 50 }, join_page: { enabled: true, per_second: ${perSecond} } }]`
const home = `logoutURL=${encodeURIComponent('https://school.example/')}`

async function ticketOf(coop: Rig, meeting: string, name = 'Ada', more = home): Promise<string> {
  const query = `fullName=${name}&meetingID=${meeting}&role=VIEWER&${more}`
  return (await coop.call('join', query)).headers.get('location') ?? ''
}

describe.skipIf(noBrowser)('the join page', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await launchBrowser()
  })

  afterAll(() => browser.close())

  test('brings three browsers that wait to the new server, without a click and without a complaint', async () => {
    await using coop = await rig({ servers: 2, organisations: organisations(1) })
    await coop.call('create', 'name=Room&meetingID=r1')
    const tickets = await Promise.all(['Ada', 'Bo', 'Cy'].map((name) => ticketOf(coop, 'r1', name)))
    const dead = coop.servers.find((server) => server.meetings().length === 1)
    await dead?.stop()
    await coop.look()

    const complaints: string[] = []
    const people: Page[] = []
    const answers: string[] = []
    for (const ticket of tickets) {
      const page = await (await openContext(browser, 'en', complaints)).newPage()
      people.push(page)
      answers.push((await page.goto(ticket))?.url() ?? '')
    }
    // The first had to wait; for the last the meeting may be back already.
    expect(answers[0]).toContain('/j/')
    await Promise.all(people.map((page) => page.waitForURL(/html5client/, { timeout: 30_000 })))
    const other = coop.servers.find((server) => server !== dead)
    const names = [...(other?.meetings()[0]?.people.values() ?? [])].map(({ name }) => name)
    expect(names.toSorted()).toEqual(['Ada', 'Bo', 'Cy'])
    expect(complaints).toEqual([])
  })

  describe('has no barrier that axe finds, and fits its window', () => {
    const clock = manualClock(Date.now())
    let coop: Rig
    const pages = new Map<string, string>()

    beforeAll(async () => {
      coop = await rig({ servers: 2, organisations: organisations(1), clock, poll: 60 })
      const { directory } = coop.app.gateway.context
      for (const id of ['busy', 'full', 'left', 'over', 'lost']) {
        await coop.call('create', `name=Room&meetingID=${id}&moderatorPW=mp`)
      }
      const tickets = await Promise.all(Array.from({ length: 14 }, (_, i) => ticketOf(coop, 'busy', `P${i}`)))
      pages.set('full', await ticketOf(coop, 'full'))
      pages.set('left', `${await ticketOf(coop, 'left', 'Ada', '')}/back`)
      pages.set('over', await ticketOf(coop, 'over'))
      pages.set('lost', await ticketOf(coop, 'lost'))
      await coop.call('end', 'meetingID=over&password=mp')
      const full = directory.find('main', 'full')
      const itsServer = coop.servers.find((server) => server.meetings().some((one) => one.meetingId === full?.nodeId))
      for (let i = 0; i < 50; i++) itsServer?.joinUser(full?.nodeId ?? '', { name: `F${i}`, userId: `f${i}` })
      await coop.look()
      for (const ticket of tickets) await openPage(ticket)
      pages.set('waiting', tickets.at(-1) ?? '')
      pages.set('wrong-ticket', `${coop.url}/j/nonsense`)
      const lost = directory.find('main', 'lost')
      if (lost) {
        directory.remove(lost)
        directory.add({ ...lost, instance: 'made-again', state: 'creating' })
      }
    })

    afterAll(() => coop[Symbol.asyncDispose]())

    const states = ['waiting', 'lost', 'left', 'over', 'wrong-ticket', 'full'] as const
    const headings = {
      waiting: 'You are on your way into the meeting',
      lost: 'We are bringing the meeting back',
      left: 'You have left the meeting',
      over: 'This meeting has ended',
      'wrong-ticket': 'This link leads to no meeting',
      full: 'The meeting cannot take more people now',
    } as const

    describe.each(states)('%s', (state) => {
      // One after the other: one person a second has their turn, by a clock that each test sets.
      test.each(['en', 'fr'] as const)('in %s, in its windows and lights', async (language) => {
        await using context = await openContext(browser, language)
        // Waiting for one's turn is an event in real time, so the page may refresh itself; held still, it can be looked at.
        await context.route('**/j/**', async (route) => {
          const response = await route.fetch()
          const body = (await response.text()).replace(/<meta http-equiv="refresh"[^>]*>/, '')
          await route.fulfill({ response, body })
        })
        clock.advance(1000)
        const page = await context.newPage()
        await page.goto(pages.get(state) ?? '')
        if (language === 'en') expect(await page.locator('h1').innerText()).toBe(headings[state])
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        await expectNoBarriers(page, `join-${state}`, language)
      })
    })
  })
})
