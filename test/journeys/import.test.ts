import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { manualClock } from '../../src/lib/clock.ts'
import { requirePerson } from '../../src/people/people.ts'
import { beginSession } from '../../src/people/sessions.ts'
import { type SignedIn, signIn } from '../people.ts'
import { type RestAnswer, type RestRig, restRig } from '../rest.ts'
import { strictLog } from '../rig.ts'

const errors: unknown[] = []
const clock = manualClock()
let coop: RestRig
let admin: SignedIn
let organisation = 'none'
let tests = 0

beforeAll(async () => {
  const ids = Array.from({ length: 20 }, (_, i) => `{ id: o${i + 1}, secrets: ["secret://o${i + 1}"] }`)
  coop = await restRig({ servers: 0, clock, log: strictLog(errors), organisations: `[${ids.join(', ')}]` })
})
afterAll(async () => {
  await coop[Symbol.asyncDispose]()
  expect(errors).toEqual([])
})
beforeEach(async () => {
  tests += 1
  organisation = `o${tests}`
  admin = await signIn(coop, { organisation, name: 'Ada', role: 'admin', email: 'ada@example.coop' })
})

async function ask(method: string, path: string, body?: unknown): Promise<RestAnswer> {
  return await coop.ask(method, `/api/v1/organisations/${organisation}${path}`, { body, headers: admin.headers })
}

const preview = async (csv: string, more = {}) => await ask('POST', '/imports/preview', { csv, ...more })
const imports = async (csv: string, more = {}) => await ask('POST', '/imports', { csv, ...more })
const undo = async (id: unknown, body = {}) => await ask('POST', `/imports/${id}/undo`, body)

interface Listed {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly groups: readonly { readonly name: string }[]
}

/** Everybody but the administrator, as far as others see them. */
async function people(): Promise<Listed[]> {
  const list = (await ask('GET', '/people?limit=500')).body['people'] as Listed[]
  return list.filter(({ id }) => id !== admin.person.id)
}

async function state(): Promise<string> {
  const list = await people()
  return JSON.stringify(list.map((one) => ({ ...one, changedAt: 0, groups: one.groups.map(({ name }) => name) })))
}

/** Two hundred members as a spreadsheet in French writes them, five of them badly. */
function members(): string {
  const rows = Array.from({ length: 200 }, (_, i) => `"Member ${i + 1}";m${i + 1}@example.coop;${i + 1};member;Choir`)
  rows[9] = 'Member 10;m10 at example.coop;10;member;'
  rows[49] = 'Member 50;m49@example.coop;50;member;'
  rows[99] = 'Member 100;;;member;'
  rows[149] = 'Member 150;m150@example.coop;150;boss;'
  rows[199] = ';m200@example.coop;200;member;'
  return `\ufeffNom;Courriel;Identifiant;Rôle;Groupes\r\n${rows.join('\r\n')}\r\n`
}

describe('two hundred people, five of them written badly', () => {
  it('are looked at first: each bad row by its line, with what to do', async () => {
    const { status, body } = await preview(members())
    expect(status).toBe(200)
    expect(body).toMatchObject({ rows: 200, changes: [], suspends: [], unchanged: 0, newGroups: ['Choir'] })
    expect(body['adds']).toHaveLength(195)
    expect(body['bad']).toEqual([
      { line: 11, problems: ['"m10 at example.coop" is not an e-mail address'] },
      { line: 51, problems: ['line 50 is about the same person: remove one of the two'] },
      { line: 101, problems: ['neither email nor external_id: give one, to recognise them by'] },
      { line: 151, problems: ['the role "boss" is unknown: write admin or member'] },
      { line: 201, problems: ['the name is missing: fill it in'] },
    ])
    expect(await people()).toEqual([])
  })

  it('are not imported, not even half of them', async () => {
    const { status, body } = await imports(members())
    expect({ status, body }).toMatchObject({ status: 422, body: { code: 'invalid' } })
    expect(body['message']).toBe('5 of 200 rows cannot be imported, and nothing was: lines 11, 51, 101, 151, 201')
    expect(body['fields']).toHaveLength(5)
    expect(await people()).toEqual([])
    expect((await ask('GET', '/imports')).body).toEqual({ imports: [] })
    expect((await ask('GET', '/groups')).body).toEqual({ groups: [] })
  })

  it('are imported without the five when that is wished, and the import can be taken back', async () => {
    const { status, body } = await imports(members(), { skipBad: true })
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { added: 195, changed: 0, suspended: 0, unchanged: 0 },
    })
    expect(body['skippedLines']).toEqual([11, 51, 101, 151, 201])
    const there = await people()
    expect(there).toHaveLength(195)
    expect(there.find(({ name }) => name === 'Member 7')).toMatchObject({
      email: 'm7@example.coop',
      externalId: '7',
      status: 'invited',
      groups: [{ name: 'Choir' }],
    })
    expect((await ask('GET', `/imports/${body['id']}`)).body['people']).toHaveLength(195)
    const [change] = (await coop.ask('GET', '/api/v1/audit?limit=1', { headers: admin.headers })).body['changes'] as [
      { details: Record<string, string[]> },
    ]
    expect(change).toMatchObject({ action: 'person.import', subject: body['id'], organisation })
    expect(change.details['added']?.toSorted()).toEqual(there.map(({ id }) => id).toSorted())

    expect(await preview(members())).toMatchObject({ body: { adds: [], changes: [], unchanged: 195 } })
    expect(await imports(members(), { skipBad: true })).toMatchObject({ body: { added: 0, unchanged: 195 } })

    expect((await undo(body['id'])).body).toEqual({ restored: 195, kept: [] })
    expect(await people()).toEqual([])
    expect((await ask('GET', '/groups')).body).toEqual({ groups: [] })
    expect(await undo(body['id'])).toMatchObject({
      status: 409,
      body: { message: expect.stringMatching(/undone already/) },
    })
  })
})

describe('a list that is imported again', () => {
  const first =
    'name,email,external_id,groups\nMax,max@example.coop,7,Board|Choir\nEve,eve@example.coop,8,\nBob,bob@example.coop,,\n'

  beforeEach(async () => {
    expect((await imports(first)).status).toBe(201)
  })

  it('changes what differs, leaves what is empty, and says what was there before', async () => {
    const csv =
      'external_id,email,name,groups,language\n7,,Maxime,Board,fr\n8,eva@example.coop,,,\n,BOB@example.coop,Bob,-,\n'
    const { body } = await preview(csv)
    expect(body).toMatchObject({ adds: [], bad: [], unchanged: 0 })
    expect(body['changes']).toMatchObject([
      {
        line: 2,
        name: 'Max',
        fields: [
          { field: 'name', before: 'Max', after: 'Maxime' },
          { field: 'language', before: null, after: 'fr' },
          { field: 'groups', before: ['Board', 'Choir'], after: ['Board'] },
        ],
      },
      { line: 3, fields: [{ field: 'email', before: 'eve@example.coop', after: 'eva@example.coop' }] },
      { line: 4, fields: [{ field: 'email', before: 'bob@example.coop', after: 'BOB@example.coop' }] },
    ])
    const before = await state()
    const done = await imports(csv, { expect: body['fingerprint'] })
    expect(done).toMatchObject({ status: 201, body: { added: 0, changed: 3 } })
    expect((await people()).find(({ name }) => name === 'Maxime')).toMatchObject({ groups: [{ name: 'Board' }] })
    expect((await undo(done.body['id'])).body).toEqual({ restored: 3, kept: [] })
    expect(await state()).toBe(before)
  })

  it('finds nothing to do where nothing differs', async () => {
    expect((await preview(first)).body).toMatchObject({ adds: [], changes: [], suspends: [], unchanged: 3 })
  })

  it.each([
    ['7,eve@example.coop,X', 'the address "eve@example.coop" belongs to another account: correct it there first'],
    [
      '9,max@example.coop,X',
      'the account with the address "max@example.coop" has another external_id: correct it there first',
    ],
    ['10,,', 'the name is missing: fill it in'],
  ])('refuses what contradicts the accounts: %s', async (row, problem) => {
    expect((await preview(`external_id,email,name\n${row}\n`)).body['bad']).toEqual([{ line: 2, problems: [problem] }])
  })

  it('suspends who is missing only when that is wished, never who imports, and never beside bad rows', async () => {
    const max = (await people()).find(({ name }) => name === 'Max')
    const list = 'external_id,name\n7,Max\n'
    expect((await preview(list)).body).toMatchObject({ suspends: [], unchanged: 1 })
    const wished = { missing: 'suspend' }
    const { suspends } = (await preview(list, wished)).body as { suspends: { name: string }[] }
    expect(suspends.map(({ name }) => name).toSorted()).toEqual(['Bob', 'Eve'])
    expect(await imports(`${list}boss,\n`, { ...wished, skipBad: true })).toMatchObject({ status: 422 })
    const done = await imports(list, wished)
    expect(done.body).toMatchObject({ suspended: 2, unchanged: 1 })
    const statuses = async () => Object.fromEntries((await people()).map(({ name, status }) => [name, status]))
    expect(await statuses()).toEqual({ Max: 'invited', Eve: 'suspended', Bob: 'suspended' })
    expect((await ask('GET', `/people/${admin.person.id}`)).body['status']).toBe('active')

    const stays = await preview(first)
    expect(stays.body).toMatchObject({ changes: [], unchanged: 3, stillSuspended: [{ line: 3 }, { line: 4 }] })
    expect((await preview(first, { resume: true })).body['changes']).toHaveLength(2)
    expect((await imports(first, { resume: true })).body).toMatchObject({ changed: 2, unchanged: 1 })
    expect(await statuses()).toEqual({ Max: 'invited', Eve: 'invited', Bob: 'invited' })
    expect(max).toBeDefined()
  })

  it('does only what the preview said', async () => {
    const csv = 'external_id,name\n7,Maxime\n'
    const expected = (await preview(csv)).body['fingerprint']
    const max = (await people()).find(({ name }) => name === 'Max')
    await ask('PATCH', `/people/${max?.id}`, { name: 'Maxime' })
    expect(await imports(csv, { expect: expected })).toMatchObject({ status: 409, body: { code: 'conflict' } })
  })

  it('is not taken back over what changed since, unless that is left', async () => {
    const csv = 'external_id,name\n7,Maxime\n8,Eva\n'
    const { body } = await imports(csv)
    const all = await people()
    const max = all.find(({ name }) => name === 'Maxime')
    await ask('PATCH', `/people/${max?.id}`, { name: 'M' })
    const before = await state()
    const refused = await undo(body['id'])
    expect(refused).toMatchObject({ status: 409, body: { hint: expect.stringMatching(/skip-changed/) } })
    expect(refused.body['message']).toContain(`1 of its accounts were changed or used since (${max?.id})`)
    expect(await state()).toBe(before)
    expect((await undo(body['id'], { skipChanged: true })).body).toEqual({ restored: 1, kept: [max?.id] })
    expect((await people()).map(({ name }) => name).toSorted()).toEqual(['Bob', 'Eve', 'M'])
  })

  it('does not erase the accounts that it made and somebody uses by now', async () => {
    const [{ id }] = (await ask('GET', '/imports')).body['imports'] as [{ id: string }]
    const { clock: time, database } = coop.app.gateway.context
    const parts = { clock: time, database }
    const bob = (await people()).find(({ name }) => name === 'Bob')?.id ?? ''
    await beginSession(parts, await requirePerson(parts, organisation, bob), 'a browser')
    expect((await undo(id, { skipChanged: true })).body).toEqual({ restored: 2, kept: [bob] })
    expect((await people()).map(({ name }) => name)).toEqual(['Bob'])
  })

  it('is forgotten where somebody was erased, and when it is old', async () => {
    const [{ id }] = (await ask('GET', '/imports')).body['imports'] as [{ id: string }]
    const [first] = await people()
    await ask('DELETE', `/people/${first?.id}`)
    expect((await ask('GET', `/imports/${id}`)).body['people']).toHaveLength(2)
    expect((await undo(id)).body['message']).toContain('1 were erased since')
    clock.advance(30 * 86_400_000)
    admin = await signIn(coop, { organisation, name: 'Grace', role: 'admin' })
    expect(await undo(id)).toMatchObject({ status: 409, body: { message: expect.stringMatching(/too old/) } })
    await imports('email,name\nz@example.coop,Z\n')
    expect((await ask('GET', `/imports/${id}`)).body).toMatchObject({ added: 3, people: [] })
  })
})

describe('an import', () => {
  it('by whoever runs the installation tells them nothing that they did not know', async () => {
    await imports('external_id,name,email,groups\n7,Maximilian,max@example.coop,Board\n')
    const csv = 'external_id,name,groups\n7,Max,-\n'
    const path = `/api/v1/organisations/${organisation}/imports/preview`
    const { status, text } = await coop.local('POST', path, { body: { csv, missing: 'suspend' } })
    expect(status).toBe(200)
    expect(text).toContain(admin.person.id)
    expect(text).not.toMatch(/Maximilian|Ada|max@|Board/)
  })

  it('cannot change the role of whoever imports', async () => {
    const csv = 'email,role\nada@example.coop,member\n'
    expect((await preview(csv)).body['bad']).toMatchObject([{ problems: [expect.stringMatching(/your own account/)] }])
  })

  it('that cannot be read says where', async () => {
    const { status, body } = await preview('name,email\n"A,a@b\n')
    expect({ status, body }).toMatchObject({ status: 422, body: { message: expect.stringContaining('line 2: ') } })
  })
})
