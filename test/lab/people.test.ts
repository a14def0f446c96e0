import { describe, expect, test } from 'vitest'
import { signIn } from '../people.ts'
import { findPostgres, startPostgres } from '../postgres.ts'
import { restRig } from '../rest.ts'
import { strictLog } from '../rig.ts'

const bin = findPostgres()
if (!bin) process.stderr.write('skipped: people on PostgreSQL (no initdb and pg_ctl on this machine)\n')

describe.skipIf(!bin)('people on a PostgreSQL server', () => {
  test('are imported, listed, found by a directory, suspended, taken back and erased', {
    timeout: 60_000,
  }, async () => {
    await using server = await startPostgres(bin ?? '')
    const errors: unknown[] = []
    const database = { kind: 'postgres', url: server.createDatabase('people') } as const
    await using coop = await restRig({ servers: 0, database, log: strictLog(errors) })
    const { headers } = await signIn(coop, { name: 'Ada', role: 'admin', email: 'ada@example.coop' })
    const ask = async (method: string, path: string, body?: unknown) => await coop.ask(method, path, { body, headers })
    const main = '/api/v1/organisations/main'

    const rows = Array.from({ length: 1500 }, (_, i) => `M${i},m${i}@example.coop,${i},Choir`)
    const csv = `name,email,external_id,groups\n${rows.join('\n')}\n`
    const imported = await ask('POST', `${main}/imports`, { csv })
    expect(imported).toMatchObject({ status: 201, body: { added: 1500 } })

    const first = await ask('GET', `${main}/people?limit=500&search=m1`)
    const next = await ask('GET', `${main}/people?limit=500&search=m1&after=${first.body['next']}`)
    const ids = [first, next].flatMap(({ body }) => (body['people'] as { id: string }[]).map(({ id }) => id))
    expect(new Set(ids).size).toBe(first.body['total'])

    const filter = encodeURIComponent('userName eq "M7@EXAMPLE.COOP" and active eq true')
    const { body } = await ask('GET', `/scim/v2/main/Users?filter=${filter}`)
    const [user] = body['Resources'] as { id: string }[]
    const suspend = { Operations: [{ op: 'replace', value: { active: false } }] }
    expect(await ask('PATCH', `/scim/v2/main/Users/${user?.id}`, suspend)).toMatchObject({ status: 200 })

    const undone = await ask('POST', `${main}/imports/${imported.body['id']}/undo`, { skipChanged: true })
    expect(undone.body).toEqual({ restored: 1499, kept: [user?.id] })
    expect((await ask('DELETE', `${main}/people/${user?.id}`)).status).toBe(204)
    expect((await ask('GET', `${main}/people`)).body['total']).toBe(1)
    expect(errors).toEqual([])
  })
})
