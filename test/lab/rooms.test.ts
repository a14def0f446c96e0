import { describe, expect, test } from 'vitest'
import { signIn } from '../people.ts'
import { findPostgres, startPostgres } from '../postgres.ts'
import { restRig } from '../rest.ts'
import { strictLog } from '../rig.ts'
import { follow, knock } from '../room-page.ts'

const bin = findPostgres()
if (!bin) process.stderr.write('skipped: rooms on PostgreSQL (no initdb and pg_ctl on this machine)\n')

describe.skipIf(!bin)('rooms on a PostgreSQL server', () => {
  test('are added, renamed, shared, entered, booked and removed', { timeout: 60_000 }, async () => {
    await using server = await startPostgres(bin ?? '')
    const errors: unknown[] = []
    const database = { kind: 'postgres', url: server.createDatabase('rooms') } as const
    await using coop = await restRig({ database, log: strictLog(errors) })
    const ada = await signIn(coop, { name: 'Ada', role: 'admin' })
    const max = await signIn(coop, { name: 'Max', email: 'max@example.coop' })
    const { headers } = ada
    const ask = async (method: string, path: string, body?: unknown) =>
      await coop.ask(method, `/api/v1/organisations/main${path}`, { body, headers })

    const races = await Promise.all(
      Array.from({ length: 8 }, () => ask('POST', '/rooms', { title: 'Calls', name: 'calls' })),
    )
    expect(races.map(({ status }) => status).toSorted()).toEqual([201, ...Array.from({ length: 7 }, () => 409)])
    expect((await ask('PATCH', '/rooms/calls', { name: 'all-hands' })).body).toMatchObject({ oldNames: ['calls'] })
    expect((await ask('PATCH', '/rooms/calls', { name: 'calls' })).body).toMatchObject({ oldNames: ['all-hands'] })
    expect((await ask('POST', '/rooms/calls/owners', { email: 'MAX@example.coop' })).status).toBe(200)
    expect((await ask('DELETE', `/rooms/calls/owners/${max.person.id}`)).status).toBe(204)

    const page = `${coop.url}/r/calls`
    const entered = await follow(await knock(page, {}, ada), page, ada)
    expect(entered.location).toContain('/join?')

    const startsAt = new Date(Date.now() + 86_400_000).toISOString()
    const event = { title: 'Gathering', startsAt, minutes: 60, people: 90 }
    const contact = { name: 'Kim', email: 'kim@example.org' }
    const filed = await ask('POST', '/event-requests', { contact, event })
    expect(filed.body).toMatchObject({ estimate: { fits: true } })
    const decisions = await Promise.all(
      Array.from({ length: 4 }, () => ask('POST', `/event-requests/${filed.body['id']}/accept`, {})),
    )
    expect(decisions.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409])
    expect((await ask('GET', '/rooms')).body['rooms']).toHaveLength(2)
    expect((await ask('DELETE', '/rooms/calls')).status).toBe(204)
    expect(errors).toEqual([])
  })
})
