import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { manualClock } from '../../src/lib/clock.ts'
import { dayMs } from '../../src/lib/days.ts'
import { forgetOldRequests } from '../../src/rooms/events/requests.ts'
import { type SignedIn, signIn } from '../people.ts'
import { type RestRig, restRig } from '../rest.ts'
import { strictLog } from '../rig.ts'
import { knock, show } from '../room-page.ts'

const requests = '/api/v1/organisations/main/event-requests'
const form = '/api/v1/organisations/main/event-form'
const errors: unknown[] = []
const clock = manualClock(Date.UTC(2026, 0, 1))
let coop: RestRig
let ada: SignedIn
let page: string

beforeAll(async () => {
  coop = await restRig({ clock, log: strictLog(errors) })
  ada = await signIn(coop, { name: 'Ada', role: 'admin' })
  page = `${coop.url}/events/main`
})
afterAll(async () => {
  await coop[Symbol.asyncDispose]()
  expect(errors).toEqual([])
})

const filled = {
  title: 'Community gathering',
  date: '2026-03-02',
  time: '09:30',
  zone: 'America/Toronto',
  minutes: '90',
  people: '120',
  cameras: '10',
  listeners: '100',
  breakouts: '4',
  talk: 'few',
  recording: 'yes',
  name: 'Kim',
  email: 'kim@example.org',
  group: 'Dat community',
  notes: 'Kim is reached in the evening.',
}

const asked = {
  contact: { name: 'Kim', email: 'kim@example.org' },
  event: { title: 'Talk', startsAt: '2026-05-04T10:00:00Z', minutes: 60, people: 30 },
}

async function list() {
  const { body } = await coop.ask('GET', requests, { headers: ada.headers })
  return body['requests'] as { id: string; state: string; event: Record<string, unknown> }[]
}

async function file(event: object = {}) {
  const body = { ...asked, event: { ...asked.event, ...event } }
  const answer = await coop.ask('POST', requests, { headers: ada.headers, body })
  expect(answer.status, answer.text).toBe(201)
  return answer.body as { id: string; estimate: { fits: boolean; seats: number; booked: number } }
}

describe('the form for events', () => {
  it('is not there until an administrator opens it', async () => {
    expect((await show(page)).status).toBe(404)
    expect((await knock(page, filled)).status).toBe(404)
    const opened = await coop.ask('PUT', form, { headers: ada.headers, body: { open: true } })
    expect(opened.body).toEqual({ open: true, url: page })
    expect((await show(page)).status).toBe(200)
    expect((await show(`${coop.url}/events/none`)).status).toBe(404)
  })

  it('asks the questions of the co-op, and says how long the answers are kept', async () => {
    const { html } = await show(page)
    for (const name of ['infrastructure', 'kind', 'date', 'minutes', 'people', 'cameras', 'listeners', 'talk']) {
      expect(html).toContain(`name="${name}"`)
    }
    for (const name of ['breakouts', 'identity', 'recording', 'geography', 'budget']) {
      expect(html).toContain(`name="${name}"`)
    }
    expect(html).toContain('deleted 90 days after the event')
  })

  it.each([
    ['title', ''],
    ['date', '2026-02-30'],
    ['date', '2025-03-02'],
    ['date', '2029-03-02'],
    ['zone', 'Mars/Olympus'],
    ['people', '0'],
    ['people', 'many'],
    ['minutes', '100000'],
    ['email', 'kim'],
    ['name', ''],
  ])('is shown again when %s is "%s", with what was written', async (field, value) => {
    const again = await knock(page, { ...filled, [field]: value })
    expect(again.status).toBe(422)
    expect(again.html).toContain(`href="#${field}"`)
    expect(again.html).toContain('Dat community')
    expect(await list()).toEqual([])
  })

  it('becomes a request with an estimate, of whose contact the operator sees nothing', async () => {
    expect((await knock(page, filled)).heading).toBe('Thank you, your request has arrived')
    const [request] = await list()
    expect(request).toMatchObject({
      state: 'new',
      contact: { name: 'Kim', email: 'kim@example.org', group: 'Dat community' },
      event: { startsAt: '2026-03-02T14:30:00.000Z', people: 120, recording: true },
      deletedAt: new Date(Date.UTC(2026, 2, 2, 16) + 90 * dayMs).toISOString(),
    })
    const one = await coop.ask('GET', `${requests}/${request?.id}`, { headers: ada.headers })
    expect(one.body['estimate']).toMatchObject({ seats: 132, servers: 2, capacity: 300, largest: 150, fits: true })
    const operator = await coop.local('GET', `${requests}/${request?.id}`)
    expect(operator.body).toMatchObject({ contact: null, event: { people: 120, notes: null } })
    expect(operator.text).not.toContain('Kim')
  })

  it('takes nothing from what fills in the hidden field, and thanks it', async () => {
    const before = (await list()).length
    const answer = await knock(page, { ...filled, website: 'https://spam.example' })
    expect(answer.heading).toBe('Thank you, your request has arrived')
    expect(await list()).toHaveLength(before)
  })

  it('takes five from one address within an hour', async () => {
    clock.advance(3_600_000)
    const statuses: number[] = []
    for (let i = 0; i < 6; i++) statuses.push((await knock(page, filled)).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  })
})

describe('an event request', () => {
  it('becomes a room that is booked, once', async () => {
    const { id } = await file({ title: 'Accepted', recording: true })
    const body = { name: 'accepted' }
    const accepted = await coop.ask('POST', `${requests}/${id}/accept`, { headers: ada.headers, body })
    expect(accepted.status).toBe(201)
    expect(accepted.body).toMatchObject({
      name: 'accepted',
      title: 'Accepted',
      preset: 'recorded',
      owners: [{ id: ada.person.id, name: 'Ada' }],
      bookings: [{ startsAt: '2026-05-04T10:00:00.000Z', endsAt: '2026-05-04T11:00:00.000Z', people: 30 }],
    })
    const again = await coop.ask('POST', `${requests}/${id}/accept`, { headers: ada.headers, body: {} })
    expect(again.status).toBe(409)
    expect((await coop.ask('POST', `${requests}/${id}/decline`, { headers: ada.headers })).status).toBe(409)
    expect((await list()).find((one) => one.id === id)).toMatchObject({ state: 'accepted', room: accepted.body['id'] })
  })

  it('counts what is booked for the same time', async () => {
    const hour = { startsAt: '2026-06-01T10:00:00Z', minutes: 60, people: 140 }
    for (const title of ['First', 'Second']) {
      const { id, estimate } = await file({ ...hour, title })
      expect(estimate.fits).toBe(true)
      await coop.ask('POST', `${requests}/${id}/accept`, { headers: ada.headers, body: {} })
    }
    const third = await file({ ...hour, title: 'Third' })
    expect(third.estimate).toMatchObject({ fits: false, booked: 280, seats: 140 })
    expect((await file({ ...hour, startsAt: '2026-06-01T11:00:00Z' })).estimate).toMatchObject({
      fits: true,
      booked: 0,
    })
  })

  it('that is too large for any server does not fit', async () => {
    expect((await file({ people: 151, startsAt: '2026-07-01T10:00:00Z' })).estimate).toMatchObject({
      fits: false,
      booked: 0,
    })
  })

  it.each([
    ['long before', '2026-01-10T02:00:00Z', undefined],
    ['within the hour before', '2026-01-10T09:00:00Z', '77'],
  ])('reserves so many seats for whoever opens its room %s', async (_, opened, expected) => {
    const { id } = await file({
      startsAt: new Date(Date.parse(opened) + (expected ? 3_599_999 : 7_200_000)),
      people: 77,
    })
    const accepted = await coop.ask('POST', `${requests}/${id}/accept`, { headers: ada.headers, body: {} })
    clock.advance(Math.max(0, Date.parse(opened) - clock.now()))
    await coop.look()
    const room = accepted.body as { id: string; meetingId: string }
    const path = `/api/v1/organisations/main/rooms/${room.id}/start`
    expect((await coop.ask('POST', path, { headers: ada.headers, body: {} })).status).toBe(200)
    const meeting = coop.app.gateway.context.directory.find('main', room.meetingId)
    expect(meeting?.wish.find(({ name }) => name === 'meta_mycel-expected-users')?.value).toBe(expected)
  })

  it('is declined, or deleted before its time', async () => {
    const { id } = await file()
    const declined = await coop.ask('POST', `${requests}/${id}/decline`, { headers: ada.headers })
    expect(declined.body).toMatchObject({ state: 'declined', decidedBy: `person:${ada.person.id}` })
    expect((await coop.ask('DELETE', `${requests}/${id}`, { headers: ada.headers })).status).toBe(204)
    expect((await coop.ask('GET', `${requests}/${id}`, { headers: ada.headers })).status).toBe(404)
  })

  it.each(['2020-01-01T10:00:00Z', '2030-01-01T10:00:00Z'])('cannot be for %s', async (startsAt) => {
    const body = { ...asked, event: { ...asked.event, startsAt } }
    expect((await coop.ask('POST', requests, { headers: ada.headers, body })).status).toBe(422)
  })

  it('is gone 90 days after the event, its room not', async () => {
    const { id } = await file({ title: 'Long ago', startsAt: '2026-02-01T10:00:00Z' })
    await coop.ask('POST', `${requests}/${id}/accept`, { headers: ada.headers, body: { name: 'long-ago' } })
    const { database } = coop.app.gateway.context
    const at = (now: number) => forgetOldRequests({ database, clock: { now: () => now, elapsed: () => now } })
    const over = Date.UTC(2026, 1, 1, 11)
    await at(over + 90 * dayMs - 1)
    expect((await coop.local('GET', `${requests}/${id}`)).status).toBe(200)
    await at(over + 90 * dayMs)
    expect((await coop.local('GET', `${requests}/${id}`)).status).toBe(404)
    expect((await coop.local('GET', '/api/v1/organisations/main/rooms/long-ago')).status).toBe(200)
  })
})
