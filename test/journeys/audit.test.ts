import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { manualClock } from '../../src/lib/clock.ts'
import { type SignedIn, signIn } from '../people.ts'
import { type RestRig, restRig } from '../rest.ts'

const v1 = '/api/v1'
const day = 86_400_000
const clock = manualClock(Date.UTC(2026, 2, 1, 12))
let coop: RestRig
let admin: SignedIn

interface Change {
  readonly id: number
  readonly action: string
  readonly subject: string
}

beforeAll(async () => {
  coop = await restRig({
    servers: 0,
    clock,
    organisations: '[{ id: main, secrets: ["secret://main"] }, { id: other, secrets: [] }]',
  })
  admin = await signIn(coop, { name: 'Ada', role: 'admin' })
  for (const organisation of ['main', 'other']) {
    await coop.local('POST', `${v1}/organisations/${organisation}/groups`, { body: { name: '100% Choir_one' } })
    clock.advance(day)
    await coop.local('POST', `${v1}/organisations/${organisation}/people`, { body: { name: 'Max', externalId: 'm1' } })
    clock.advance(day)
  }
})
afterAll(() => coop[Symbol.asyncDispose]())

async function find(query: Readonly<Record<string, string>>, who?: SignedIn): Promise<Change[]> {
  const path = `${v1}/audit?${new URLSearchParams(query)}`
  const answer = await (who ? coop.ask('GET', path, { headers: who.headers }) : coop.local('GET', path))
  expect(answer.status, answer.text).toBe(200)
  return answer.body['changes'] as Change[]
}

describe('the log of changes', () => {
  test('is looked through by what was done, whom it concerns, and when', async () => {
    const all = await find({})
    expect(all.map(({ action }) => action).slice(0, 4)).toEqual(['person.add', 'group.add', 'person.add', 'group.add'])
    expect(await find({ action: 'person.' })).toEqual(all.filter(({ action }) => action.startsWith('person.')))
    expect(await find({ organisation: 'other' })).toHaveLength(2)
    expect(await find({ organisation: 'other', action: 'group.add' })).toHaveLength(1)
    expect(await find({ organisation: 'none' })).toEqual([])
    const [from, to] = [new Date(Date.UTC(2026, 2, 2)), new Date(Date.UTC(2026, 2, 4))].map((at) => at.toISOString())
    expect((await find({ from: from ?? '', to: to ?? '' })).map(({ action }) => action)).toEqual([
      'group.add',
      'person.add',
    ])
  })

  test('is looked through by words that stand somewhere in it, each character meaning itself', async () => {
    const [{ subject = '' } = {}] = await find({ action: 'person.', organisation: 'main' })
    expect(await find({ search: `PERSON.ADD ${subject.slice(0, 6)}` })).toHaveLength(1)
    expect(await find({ search: 'group local: other' })).toHaveLength(1)
    for (const search of ['gr_up', 'gr%p', '\\', 'nothing like it']) expect(await find({ search }), search).toEqual([])
    const page = await find({ search: 'person', limit: '1' })
    expect(await find({ search: 'person', limit: '1', before: String(page[0]?.id) })).not.toEqual(page)
  })

  test('tells an administrator of their own organisation only, however they look', async () => {
    const mine = await find({}, admin)
    expect(mine.length).toBeGreaterThan(0)
    expect(await find({ organisation: 'other' }, admin)).toEqual([])
    expect(await find({ search: 'other' }, admin)).toEqual([])
    expect(await find({ organisation: 'main' }, admin)).toEqual(mine)
  })

  test.each(['action=person;', 'from=yesterday', 'limit=0', `search=${'a'.repeat(201)}`, 'search=%00'])(
    'refuses %s',
    async (query) => {
      expect((await coop.local('GET', `${v1}/audit?${query}`)).status).toBe(422)
    },
  )
})
