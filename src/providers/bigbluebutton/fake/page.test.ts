import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signQuery } from '../../../protocol/checksum.ts'
import english from './page.en.json' with { type: 'json' }
import french from './page.fr.json' with { type: 'json' }
import { openRig, type Rig } from './rig.ts'

let rig: Rig

beforeEach(async () => {
  rig = await openRig()
})

afterEach(async () => {
  await rig[Symbol.asyncDispose]()
})

/** A browser that joined: it holds the address it was sent to, and the cookie that came with it. */
interface Browser {
  readonly address: string
  readonly cookie: string
  open(options?: { language?: string; cookie?: string }): Promise<{ status: number; html: string; headers: Headers }>
  press(action: string): Promise<Response>
}

async function join(parameters: Record<string, string>, before = ''): Promise<Browser> {
  const query = new URLSearchParams({ meetingID: 'room-7', role: 'VIEWER', fullName: 'Ada', ...parameters }).toString()
  const signed = signQuery('sha256', 'join', query, rig.server.secret.reveal())
  const joined = await fetch(`${rig.server.url}/join?${signed}`, { redirect: 'manual', headers: { cookie: before } })
  const address = joined.headers.get('location') ?? ''
  const own = joined.headers.get('set-cookie')?.split(';')[0] ?? ''
  return {
    address,
    cookie: own,
    async open({ language = 'en', cookie = own } = {}) {
      const response = await fetch(address, { headers: { cookie, 'accept-language': language } })
      return { status: response.status, html: await response.text(), headers: response.headers }
    },
    press: (action) =>
      fetch(address.replace(/html5client\/\w*/, `html5client/${action}`), {
        method: 'POST',
        headers: { cookie: own },
        redirect: 'manual',
      }),
  }
}

const create = (rest = '') => rig.call('create', `name=Blue+Room&meetingID=room-7${rest}`)
const people = () => [...(rig.server.meetings()[0]?.people.values() ?? [])].map(({ name }) => name)

describe('the page', () => {
  test('says in English where one is, who one is and who else is there', async () => {
    await create()
    rig.server.joinUser('room-7', { name: 'Bo', role: 'MODERATOR' })
    const { status, html } = await (await join({})).open()

    expect(status).toBe(200)
    expect(html).toContain('<html lang="en">')
    expect(html).toContain('This is a practice server. Nobody can hear you here.')
    expect(html).toContain('You are Ada, a viewer.')
    expect(html).toContain('<title>Blue Room – practice server</title>')
    expect(html).toContain('<h1>Blue Room</h1>')
    expect(html).toContain('Server: practice-1')
    expect(html).toContain('People here: 2')
    expect(html).toContain('Bo <small>(moderator)</small>')
    expect(html).toContain('Ada <small>(you, viewer)</small>')
  })

  test.each(['fr', 'fr-CA,fr;q=0.9,en;q=0.5', 'de, en;q=0.3, fr;q=0.7'])(
    'speaks French to a browser that asks for %s',
    async (language) => {
      await create()
      const { html, headers } = await (await join({})).open({ language })
      expect(html).toContain('<html lang="fr">')
      expect(html).toContain('Personne ne peut vous entendre ici.')
      expect(html).toContain('Personnes présentes : 1')
      expect(html).not.toContain('Nobody can hear')
      expect(headers.get('content-language')).toBe('fr')
    },
  )

  test.each(['', 'de', 'en-GB,fr;q=0.5', 'fr;q=0', '*'])(
    'speaks English to a browser that asks for "%s"',
    async (language) => {
      await create()
      expect((await (await join({})).open({ language })).html).toContain('<html lang="en">')
    },
  )

  test('escapes hostile names', async () => {
    await rig.call('create', `meetingID=room-7&name=${encodeURIComponent('</title><script>alert(1)</script>')}`)
    rig.server.joinUser('room-7', { name: '<img src=x onerror=alert(2)>' })
    const { html } = await (await join({ fullName: '"><svg onload=alert(3)> {{name}} $t(leave)' })).open()
    expect(html).not.toMatch(/<script|<img|<svg/)
    expect(html).toContain('&lt;/title&gt;&lt;script&gt;')
    expect(html).toContain('&lt;img src=x onerror=alert(2)&gt;')
  })

  test('needs nothing from elsewhere and may load nothing', async () => {
    await create()
    const { html, headers } = await (await join({})).open()
    expect(html).not.toMatch(/https?:|<script|<link|src=/)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })

  test('has the same words in both languages', () => {
    expect(Object.keys(french)).toEqual(Object.keys(english))
  })

  test('lists fifty people and says how many more there are', async () => {
    rig.server.preload([{ meetingId: 'room-7', attendees: 60 }])
    const { html } = await (await join({})).open()
    expect(html.match(/<li>/g)).toHaveLength(51)
    expect(html).toContain('and 11 more')
  })
})

describe('somebody', () => {
  test('is in the meeting once the page is open, and only once', async () => {
    await create()
    const browser = await join({})
    const before = people()
    await browser.open()
    await browser.open()
    expect([before, people()]).toEqual([[], ['Ada']])
  })

  test('who was joined by another program than the browser is not let in', async () => {
    await create()
    const { status, html } = await (await join({})).open({ cookie: '' })
    expect([status, people()]).toEqual([403, []])
    expect(html).toContain('You are not in a meeting')
  })

  test('may hold two sessions in one browser, which has one cookie for both', async () => {
    await create()
    const first = await join({ fullName: 'Ada' })
    const second = await join({ fullName: 'Bo' }, `theme=dark; ${first.cookie}`)
    expect(second.cookie).toBe(first.cookie)
    expect([(await first.open()).status, (await second.open()).status, people()]).toEqual([200, 200, ['Ada', 'Bo']])
  })

  test('who leaves goes to the address that the meeting names', async () => {
    await create('&logoutURL=https%3A%2F%2Fportal.example.net%2Fbye')
    const browser = await join({})
    await browser.open()
    const left = await browser.press('leave')
    expect([left.status, left.headers.get('location')]).toEqual([303, 'https://portal.example.net/bye'])
    expect(people()).toEqual([])
    expect((await browser.open()).status).toBe(403)
  })

  test('who leaves a meeting without such an address, or with one that is no web address, stays with the server', async () => {
    await create('&logoutURL=javascript%3Aalert(1)')
    const left = await (await join({})).press('leave')
    const home = left.headers.get('location') ?? ''
    expect(home).toBe(`${new URL(rig.server.url).origin}/`)
    expect(await (await fetch(home)).text()).toContain('You have left the meeting')
  })

  test('who is a moderator may end the meeting for everyone', async () => {
    await create()
    const browser = await join({ role: 'MODERATOR' })
    expect((await browser.open()).html).toContain('End meeting for everyone')
    expect((await browser.press('end')).status).toBe(303)
    expect(rig.server.meetings()).toEqual([])
  })

  test('who is a viewer may not', async () => {
    await create()
    const browser = await join({})
    expect((await browser.open()).html).not.toContain('End meeting')
    expect((await browser.press('end')).status).toBe(403)
    expect(rig.server.meetings()).toHaveLength(1)
  })

  test('who must wait is told so, and is not in the meeting', async () => {
    await create('&guestPolicy=ASK_MODERATOR')
    const browser = await join({ guest: 'true' })
    expect(browser.address).toContain('/html5client/guestWait?')
    expect((await browser.open()).html).toContain('Waiting to be let in')
    expect(people()).toEqual([])
  })

  test('who finds the meeting full is told so', async () => {
    await create('&maxParticipants=1')
    const browser = await join({})
    rig.server.joinUser('room-7', { name: 'Bo' })
    const { status, html } = await browser.open()
    expect([status, people()]).toEqual([403, ['Bo']])
    expect(html).toContain('This meeting is full')
  })
})
