import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SignedIn, signIn } from '../people.ts'
import { type RestRig, restRig } from '../rest.ts'
import { browse, strictLog } from '../rig.ts'

const base = '/api/v1/organisations/main/rooms'
const errors: unknown[] = []
let coop: RestRig
let ada: SignedIn
let max: SignedIn
let bo: SignedIn

beforeAll(async () => {
  coop = await restRig({
    log: strictLog(errors),
    organisations: `[{ id: main, name: Example Co-op, secrets: ["secret://main"], limits: { meetings: 40 } },
      { id: other, secrets: ["secret://other"] }]`,
  })
  ada = await signIn(coop, { name: 'Ada', role: 'admin', email: 'ada@example.coop' })
  max = await signIn(coop, { name: 'Max', email: 'max@example.coop' })
  bo = await signIn(coop, { name: 'Bo', email: 'bo@example.coop' })
})
afterAll(async () => {
  await coop[Symbol.asyncDispose]()
  expect(errors).toEqual([])
})

/** A room of Max, with what is said of it. */
async function addRoom(said: object = {}, who = max) {
  const answer = await coop.ask('POST', base, { headers: who.headers, body: { title: 'Standup', ...said } })
  expect(answer.status, answer.text).toBe(201)
  return answer.body as Record<string, never> & { id: string; name: string; url: string }
}

describe('the rooms of an organisation', () => {
  it('are shown to those who share them, and all to its administrators', async () => {
    const room = await addRoom({ title: 'Only of Max' })
    const listed = async (headers: SignedIn['headers']) => {
      const { body } = await coop.ask('GET', base, { headers })
      return (body['rooms'] as { id: string }[]).map(({ id }) => id)
    }
    expect(await listed(max.headers)).toContain(room.id)
    expect(await listed(ada.headers)).toContain(room.id)
    expect(await listed(bo.headers)).not.toContain(room.id)
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/start'],
    ] as const) {
      const body = method === 'PATCH' || method === 'POST' ? {} : undefined
      const answer = await coop.ask(method, `${base}/${room.id}${path}`, { headers: bo.headers, body })
      expect(answer.status, `${method} ${path}`).toBe(404)
      expect(answer.body['message']).toBe(`the organisation main has no room ${room.id}`)
    }
  })

  it('are shared with more people, by their id or address, and never left without anybody by a member', async () => {
    const room = await addRoom()
    const owners = `${base}/${room.id}/owners`
    const shared = await coop.ask('POST', owners, { headers: max.headers, body: { email: 'BO@example.coop' } })
    expect(shared.body['owners']).toEqual([
      { id: max.person.id, name: 'Max' },
      { id: bo.person.id, name: 'Bo' },
    ])
    expect((await coop.ask('GET', `${base}/${room.id}`, { headers: bo.headers })).status).toBe(200)
    expect((await coop.ask('DELETE', `${owners}/${max.person.id}`, { headers: bo.headers })).status).toBe(204)
    expect((await coop.ask('GET', `${base}/${room.id}`, { headers: max.headers })).status).toBe(404)
    expect((await coop.ask('DELETE', `${owners}/${bo.person.id}`, { headers: bo.headers })).status).toBe(409)
    expect((await coop.ask('DELETE', `${owners}/${bo.person.id}`, { headers: ada.headers })).status).toBe(204)
    const stranger = await signIn(coop, { name: 'Eve', organisation: 'other' })
    const refused = await coop.ask('POST', owners, { headers: ada.headers, body: { id: stranger.person.id } })
    expect(refused.status).toBe(404)
  })

  it('show names of their owners to whoever may see people, ids to the operator', async () => {
    const room = await addRoom()
    const { body } = await coop.local('GET', `${base}/${room.id}`)
    expect(body['owners']).toEqual([{ id: max.person.id, name: null }])
  })

  it('cannot be added in the name of others, nor into other organisations', async () => {
    const owners = [ada.person.id]
    const forOthers = await coop.ask('POST', base, { headers: max.headers, body: { title: 'Room', owners } })
    expect(forOthers.status).toBe(403)
    const other = base.replace('main', 'other')
    expect((await coop.ask('POST', other, { headers: max.headers, body: { title: 'Room' } })).status).toBe(404)
  })

  it('are added by presets, each setting of which can be overridden and left to it again', async () => {
    const open = await addRoom()
    expect(open).toMatchObject({ preset: 'open', accessCode: null, settings: { lobby: false, recording: 'never' } })
    const closed = await addRoom({ preset: 'private' })
    expect(closed).toMatchObject({ accessCode: expect.stringMatching(/^[a-z0-9]{8}$/), settings: { lobby: true } })
    const recorded = await addRoom({ preset: 'recorded', settings: { recording: 'allowed' } })
    expect(recorded).toMatchObject({ settings: { recording: 'allowed' }, overridden: ['recording'] })

    const path = `${base}/${recorded.id}`
    const again = await coop.ask('PATCH', path, { headers: max.headers, body: { settings: { recording: null } } })
    expect(again.body).toMatchObject({ settings: { recording: 'always' }, overridden: [] })
    const made = await coop.ask('PATCH', path, { headers: max.headers, body: { preset: 'private' } })
    expect(made.body).toMatchObject({ settings: { recording: 'never' }, accessCode: expect.any(String) })
  })

  it('are recorded in the audit log by ids, without codes', async () => {
    const room = await addRoom({ accessCode: 'secret-code' })
    await coop.ask('PATCH', `${base}/${room.id}`, { headers: max.headers, body: { moderatorCode: 'other-code' } })
    const { body, text } = await coop.ask('GET', '/api/v1/audit?limit=2', { headers: ada.headers })
    const changes = body['changes'] as { action: string; actor: string; organisation: string }[]
    expect(changes.map(({ action }) => action)).toEqual(['room.change', 'room.add'])
    expect(changes[0]).toMatchObject({ actor: `person:${max.person.id}`, organisation: 'main' })
    expect(text).not.toMatch(/secret-code|other-code|Max/)
  })
})

describe('the name of a room', () => {
  it('is unique over the installation, and its old ones lead to it', async () => {
    const room = await addRoom({ name: 'Calls' })
    expect(room.name).toBe('calls')
    expect(room.url).toBe(`${coop.url}/r/calls`)
    const path = `${base}/${room.id}`
    const renamed = await coop.ask('PATCH', path, { headers: max.headers, body: { name: 'all-hands' } })
    expect(renamed.body).toMatchObject({ name: 'all-hands', oldNames: ['calls'] })
    expect((await coop.ask('GET', `${base}/calls`, { headers: max.headers })).body['id']).toBe(room.id)

    for (const name of ['calls', 'all-hands', 'ALL-HANDS']) {
      const taken = await coop.local('POST', base.replace('main', 'other'), { body: { title: 'Calls', name } })
      expect(taken.status).toBe(409)
    }
    const back = await coop.ask('PATCH', path, { headers: max.headers, body: { name: 'calls' } })
    expect(back.body).toMatchObject({ name: 'calls', oldNames: ['all-hands'] })
    expect((await coop.ask('DELETE', path, { headers: max.headers })).status).toBe(204)
    expect((await coop.local('POST', base, { body: { title: 'Calls', name: 'all-hands' } })).status).toBe(201)
  })

  it('is one of two that are asked for at once', async () => {
    const answers = await Promise.all(
      [max, bo].map(({ headers }) => coop.ask('POST', base, { headers, body: { title: 'Race', name: 'race' } })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409])
  })

  it.each(['a', 'ü-room', 'a b', '-a', 'a-', 'a/b', 'x'.repeat(65)])('is not %s', async (name) => {
    const answer = await coop.ask('POST', base, { headers: max.headers, body: { title: 'Room', name } })
    expect(answer.status).toBe(422)
  })
})

describe('starting a room', () => {
  it('creates its meeting by the room, and lets the owner in as a moderator under their own name', async () => {
    const room = await addRoom({ title: 'Weekly', preset: 'recorded', expectedSize: 55 })
    const start = () => coop.ask('POST', `${base}/${room.id}/start`, { headers: max.headers, body: {} })
    const { body } = await start()
    expect(String(body['address'])).toMatch(new RegExp(`^${coop.url}/j/`))
    const page = await browse(String(body['address']))
    expect(page.status).toBe(200)

    const meeting = coop.app.gateway.context.directory.find('main', `room-${room.id}`)
    expect(meeting).toMatchObject({ name: 'Weekly', decision: { sizeFrom: expect.stringContaining("client's hint") } })
    const sent = Object.fromEntries((meeting?.parameters ?? []).map(({ name, value }) => [name, value]))
    expect(sent).toMatchObject({ record: 'true', autoStartRecording: 'true', guestPolicy: 'ALWAYS_ACCEPT' })
    expect(sent['logoutURL']).toBe(room.url)
    const onServers = coop.servers.flatMap((server) => server.meetings())
    const people = onServers.flatMap((one) => [...one.people.values()])
    expect(people).toContainEqual(expect.objectContaining({ name: 'Max', role: 'MODERATOR' }))

    await start()
    await coop.look()
    const shown = await coop.ask('GET', `${base}/${room.id}`, { headers: max.headers })
    expect(shown.body).toMatchObject({ running: true, people: 1 })
  })

  it('goes by another name when one is given, which a token must', async () => {
    const room = await addRoom({ settings: { joinPage: false } })
    const token = await coop.token('manage')
    expect((await coop.ask('POST', `${base}/${room.id}/start`, { token, body: {} })).status).toBe(422)
    const answer = await coop.ask('POST', `${base}/${room.id}/start`, { token, body: { name: 'Ops' } })
    expect(String(answer.body['address'])).toContain('fullName=Ops')
  })

  it('is told in words when the organisation has as many meetings as it may', async () => {
    await using small = await restRig({
      organisations: '[{ id: main, secrets: ["secret://main"], limits: { meetings: 1 } }]',
    })
    const add = async () => (await small.local('POST', base, { body: { title: 'Room' } })).body['id']
    const start = (id: unknown) => small.local('POST', `${base}/${id}/start`, { body: { name: 'Ops' } })
    expect((await start(await add())).status).toBe(200)
    const refused = await start(await add())
    expect(refused.status).toBe(409)
    expect(refused.body['message']).toContain('as many meetings')
  })
})

describe('a removed organisation', () => {
  it('leaves no room behind', async () => {
    await coop.local('POST', '/api/v1/organisations', { body: { id: 'guild' } })
    const rooms = '/api/v1/organisations/guild/rooms'
    expect((await coop.local('POST', rooms, { body: { title: 'Guild', name: 'guild' } })).status).toBe(201)
    await coop.local('DELETE', '/api/v1/organisations/guild')
    await expect
      .poll(async () => (await coop.local('POST', base, { body: { title: 'Guild', name: 'guild' } })).status)
      .toBe(201)
  })
})
