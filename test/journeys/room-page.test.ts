import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { manualClock } from '../../src/lib/clock.ts'
import { type SignedIn, signIn } from '../people.ts'
import { type RestRig, restRig } from '../rest.ts'
import { browse, strictLog } from '../rig.ts'
import { follow, knock, show } from '../room-page.ts'

const errors: unknown[] = []
const clock = manualClock(Date.now())
let coop: RestRig
let owner: SignedIn
let member: SignedIn
let stranger: SignedIn
let count = 0

beforeAll(async () => {
  coop = await restRig({
    clock,
    log: strictLog(errors),
    organisations: '[{ id: main, name: Example Co-op, secrets: ["secret://main"] }, { id: other, secrets: [] }]',
  })
  owner = await signIn(coop, { name: 'Olga' })
  member = await signIn(coop, { name: 'Max' })
  stranger = await signIn(coop, { name: 'Eve', role: 'admin', organisation: 'other' })
})
afterAll(async () => {
  await coop[Symbol.asyncDispose]()
  expect(errors).toEqual([])
})

interface Made {
  readonly id: string
  readonly url: string
  readonly accessCode: string
}

async function addRoom(said: object = {}, organisation = 'main'): Promise<Made> {
  count += 1
  const body = { title: 'Garden talk', name: `garden-${count}`, settings: { joinPage: false }, ...said }
  const path = `/api/v1/organisations/${organisation}/rooms`
  const asked = organisation === 'main' ? { headers: owner.headers, body } : { body }
  const answer = await (organisation === 'main' ? coop.ask : coop.local)('POST', path, asked)
  expect(answer.status, answer.text).toBe(201)
  return answer.body as unknown as Made
}

/** What somebody joins with, read from the address to which a browser is led. */
function joined(location: string | undefined): Record<string, string> {
  return Object.fromEntries(new URL(location ?? 'about:blank').searchParams)
}

async function enterAs(url: string, fields: Readonly<Record<string, string>>, who?: SignedIn) {
  return await follow(await knock(url, fields, who), url, who)
}

describe('the page of a room', () => {
  it('shows what it is, whether a meeting goes on and how many are there, and nobody’s name', async () => {
    const room = await addRoom({ title: 'Garden <talk>', description: 'About beans.\n\nAnd peas.' })
    const idle = await show(room.url)
    expect(idle.status).toBe(200)
    expect(idle.html).toContain('Garden &lt;talk&gt;')
    expect(idle.html).toContain('Example Co-op')
    expect(idle.html).toContain('<p>And peas.</p>')
    expect(idle.html).toContain('No meeting is running')

    const entered = await enterAs(room.url, {}, owner)
    await browse(entered.location ?? '')
    await coop.look()
    const busy = await show(room.url)
    expect(busy.html).toContain('A meeting is running: 1 person is in it')
    expect(busy.html).not.toContain('Olga')
  })

  it('is found by old names and capitals, which lead to the present one', async () => {
    const room = await addRoom({ name: 'early' })
    const path = `/api/v1/organisations/main/rooms/${room.id}`
    await coop.ask('PATCH', path, { headers: owner.headers, body: { name: 'late' } })
    for (const name of ['early', 'EARLY', 'Late']) {
      expect((await show(`${coop.url}/r/${name}`)).location).toBe('/r/late')
    }
    expect((await show(`${coop.url}/r/early?lang=fr`)).location).toBe('/r/late?lang=fr')
  })

  it.each(['nowhere', 'x', '%00', 'a'.repeat(200), '..%2f'])('is not told from nothing for %s', async (name) => {
    const page = await show(`${coop.url}/r/${name}`)
    const nothing = await show(`${coop.url}/nothing-here`)
    expect([page.status, page.heading]).toEqual([404, nothing.heading])
  })

  it('slows down whoever tries many names', async () => {
    clock.advance(600_000)
    const statuses = new Set<number>()
    for (let i = 0; i < 70; i++) statuses.add((await show(`${coop.url}/r/nowhere-${i}`)).status)
    expect([...statuses]).toEqual([404, 429])
    clock.advance(600_000)
    expect((await show(`${coop.url}/r/nowhere`)).status).toBe(404)
  })

  it('says so when meetings are recorded, unless the organisation does not allow it', async () => {
    const room = await addRoom({ preset: 'recorded' })
    expect((await show(room.url)).html).toContain('are recorded from the beginning')
  })
})

describe('going into a room', () => {
  it('offers people with an account to sign in before', async () => {
    const room = await addRoom()
    const link = /<a href="(\/sign-in[^"]*)"/.exec((await show(room.url)).html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const { pathname } = new URL(room.url)
    expect(new URL(link, room.url).searchParams.get('to')).toBe(pathname)
    expect((await show(new URL(link, room.url).href)).status).toBe(200)
    expect((await show(room.url, member)).html).not.toContain('/sign-in')
  })

  it('lets its people begin, by their own names, as what the room makes of them', async () => {
    const room = await addRoom({ settings: { moderators: 'owners', joinPage: false } })
    const max = joined((await enterAs(room.url, { name: 'Somebody else' }, member)).location)
    expect(max).toMatchObject({
      fullName: 'Max',
      role: 'VIEWER',
      userID: member.person.id,
      guest: 'false',
      auth: 'true',
    })
    const olga = joined((await enterAs(room.url, {}, owner)).location)
    expect(olga).toMatchObject({ fullName: 'Olga', role: 'MODERATOR', userID: owner.person.id })
  })

  it('keeps guests waiting until the meeting has begun, and brings them in then', async () => {
    const room = await addRoom()
    const waiting = await enterAs(room.url, { name: 'Gast' })
    expect(waiting).toMatchObject({ status: 200, heading: 'The meeting has not begun yet', again: 5 })
    expect(coop.app.gateway.context.directory.find('main', `room-${room.id}`)).toBeUndefined()

    const pass = (await knock(room.url, { name: 'Gast' })).location ?? ''
    expect((await show(`${coop.url}${pass}`)).again).toBe(5)
    await enterAs(room.url, {}, member)
    const entered = await follow(await show(`${coop.url}${pass}`), room.url)
    expect(joined(entered.location)).toMatchObject({ fullName: 'Gast', role: 'VIEWER', guest: 'true', auth: 'false' })
    expect(joined(entered.location)).not.toHaveProperty('userID')
    expect((await browse(entered.location ?? '')).status).toBe(200)
  })

  it('goes by the join page, unless the room says otherwise', async () => {
    const room = await addRoom({ settings: {} })
    const entered = await knock(room.url, {}, owner)
    const onward = await show(new URL(entered.location ?? '', room.url).href, owner)
    const gone = await show(new URL(onward.onward ?? '', room.url).href, owner)
    expect(gone.location).toMatch(new RegExp(`^${coop.url}/j/`))
  })

  it('makes guests wait in the lobby of the meeting when the room has one', async () => {
    const room = await addRoom({ settings: { lobby: true, mayStart: 'anyone', joinPage: false } })
    expect((await show(room.url)).html).toContain('A moderator in the meeting lets you in.')
    const entered = await enterAs(room.url, { name: 'Gast' })
    expect((await browse(entered.location ?? '')).url).toContain('guestWait')
    const inside = await enterAs(room.url, {}, member)
    expect((await browse(inside.location ?? '')).url).not.toContain('guestWait')
  })

  it('asks for a name of somebody unknown', async () => {
    const room = await addRoom()
    const page = await knock(room.url, { name: ' ' })
    expect(page.status).toBe(422)
    expect(page.html).toContain('aria-invalid="true"')
    expect((await knock(room.url, { name: 'x'.repeat(101) })).status).toBe(422)
  })

  it('is for people of the organisation alone when no guests may come', async () => {
    const room = await addRoom({ settings: { guests: false, joinPage: false } })
    expect((await show(room.url)).html).toContain('Only people with an account of Example Co-op')
    expect((await knock(room.url, { name: 'Gast' })).status).toBe(403)
    expect((await knock(room.url, { name: 'Eve' }, stranger)).status).toBe(403)
    expect(joined((await enterAs(room.url, {}, member)).location)).toMatchObject({ fullName: 'Max' })
  })

  it('treats the people of other organisations as guests, administrators too', async () => {
    const room = await addRoom({ settings: { mayStart: 'anyone', joinPage: false } })
    const eve = joined((await enterAs(room.url, { name: 'Eve' }, stranger)).location)
    expect(eve).toMatchObject({ role: 'VIEWER', guest: 'true' })
    expect(eve).not.toHaveProperty('userID')
  })

  it('is refused to a form that does not come from our page', async () => {
    const room = await addRoom()
    expect((await knock(room.url, { csrf: 'guessed' }, owner)).status).toBe(403)
    expect((await knock(room.url, { csrf: '' }, owner)).status).toBe(403)
  })
})

describe('the codes of a room', () => {
  it('open it, however they are written, and nothing else does', async () => {
    const room = await addRoom({ accessCode: 'beans-42', settings: { mayStart: 'anyone', joinPage: false } })
    const asked = await knock(room.url, { name: 'Gast' })
    expect([asked.status, asked.html.includes('Please give the code of this room.')]).toEqual([422, true])
    const wrong = await knock(room.url, { name: 'Gast', code: 'peas-42' })
    expect([wrong.status, wrong.html.includes('That is not the code')]).toEqual([422, true])
    expect(wrong.html).not.toContain('peas-42')
    expect(joined((await enterAs(room.url, { name: 'Gast', code: ' BEANS-42 ' })).location)).toMatchObject({
      role: 'VIEWER',
    })
    expect((await knock(room.url, {}, member)).status).toBe(422)
    expect(joined((await enterAs(room.url, {}, owner)).location)).toMatchObject({ role: 'MODERATOR' })
  })

  it('make a moderator who may begin of whoever knows that of the moderators', async () => {
    const room = await addRoom({ preset: 'private', moderatorCode: 'lead-the-way' })
    expect((await enterAs(room.url, { name: 'Gast', code: room.accessCode })).again).toBe(5)
    const host = joined((await enterAs(room.url, { name: 'Host', code: 'lead-the-way' })).location)
    expect(host).toMatchObject({ role: 'MODERATOR', guest: 'false' })
  })

  it('are not looked at any more after many wrong ones from one address, until ten minutes have passed', async () => {
    const room = await addRoom({ accessCode: 'beans-42', settings: { mayStart: 'anyone' } })
    const statuses: number[] = []
    for (let i = 0; i < 22; i++) statuses.push((await knock(room.url, { name: 'Gast', code: `peas-${i}` })).status)
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 422), 429, 429])
    expect((await knock(room.url, { name: 'Gast', code: 'beans-42' })).status).toBe(429)
    clock.advance(600_000)
    expect((await knock(room.url, { name: 'Gast', code: 'beans-42' })).status).toBe(303)
  })

  it('are asked for again when they changed while somebody waited', async () => {
    const room = await addRoom({ accessCode: 'beans-42' })
    const pass = (await knock(room.url, { name: 'Gast', code: 'beans-42' })).location ?? ''
    const path = `/api/v1/organisations/main/rooms/${room.id}`
    await coop.ask('PATCH', path, { headers: owner.headers, body: { accessCode: 'other-99' } })
    expect((await show(`${coop.url}${pass}`)).location).toBe(new URL(room.url).pathname)
  })
})

describe('a pass', () => {
  it('is good for its room, its person and half a day', async () => {
    const [room, other] = [await addRoom(), await addRoom()]
    const path = (await knock(room.url, {}, owner)).location ?? ''
    const asked = async (address: string, who?: SignedIn) => (await show(`${coop.url}${address}`, who)).status
    expect(await asked(path, owner)).toBe(200)
    expect(await asked(path)).toBe(303)
    expect(await asked(path, member)).toBe(303)
    expect(await asked(path.replace(new URL(room.url).pathname, new URL(other.url).pathname), owner)).toBe(303)
    expect(await asked(`${path}x`, owner)).toBe(303)
    const guest = (await knock(room.url, { name: 'Gast' })).location ?? ''
    clock.advance(12 * 3_600_000)
    expect(await asked(guest)).toBe(303)
  })
})

describe('a suspended organisation', () => {
  it('lets nobody into its rooms, and says that they are closed', async () => {
    await coop.local('POST', '/api/v1/organisations', { body: { id: 'guild', name: 'Guild' } })
    const room = await addRoom({ settings: { mayStart: 'anyone' } }, 'guild')
    const pass = (await knock(room.url, { name: 'Gast' })).location ?? ''
    const suspended = await coop.local('PATCH', '/api/v1/organisations/guild', { body: { status: 'suspended' } })
    expect(suspended.status, suspended.text).toBe(200)
    expect((await show(room.url)).html).toContain('This room is closed at the moment')
    expect((await show(`${coop.url}${pass}`)).location).toBe(new URL(room.url).pathname)
    const path = `/api/v1/organisations/guild/rooms/${room.id}/start`
    expect((await coop.local('POST', path, { body: { name: 'Ops' } })).status).toBe(409)
  })
})
