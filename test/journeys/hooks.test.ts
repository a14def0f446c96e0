import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { callbackQueue } from '../../src/meetings/deliver.ts'
import { parameter } from '../../src/protocol/query.ts'
import { type Listener, openListener } from '../../src/providers/bigbluebutton/fake/rig.ts'
import { browse, type Rig, rig } from '../rig.ts'

const refuse = `create function no_room() returns trigger language plpgsql as 'begin raise exception ''full''; end'`
const patient = { timeout: 15_000 }

test('the events of a meeting arrive in their order, although the first one fails', async () => {
  await using client = await openListener()
  await using another = await openListener()
  await using coop = await rig({ servers: 1 })
  await addHook(coop, client)
  client.status = 500
  await coop.call('create', 'name=Room&meetingID=r1')
  await expect.poll(() => eventsAt(client), patient).toEqual(['meeting-created'])
  await expect.poll(() => count(coop, 'retry'), patient).toBe(1)

  client.status = 200
  await joinAndEnd(coop)
  await coop.app.gateway.hooks.settled()
  const request = { method: 'GET', url: `${another.url}/ended` } as const
  await coop.app.gateway.context.outbox.send({ kind: 'ended', organisation: 'main', meetingId: 'r2', request })
  await expect.poll(() => another.heard.length, patient).toBe(1)
  expect(eventsAt(client)).toEqual(['meeting-created'])
  expect(await count(coop, 'created')).toBe(2)
  await sql(coop, "update mycel_jobs.job set start_after = now() where state = 'retry'")
  await expect
    .poll(() => eventsAt(client), patient)
    .toEqual(['meeting-created', 'meeting-created', 'user-joined', 'meeting-ended'])
})

test('an event that was given up does not hold back those after it', async () => {
  await using client = await openListener()
  await using coop = await rig({ servers: 1 })
  await addHook(coop, client)
  client.status = 500
  await coop.call('create', 'name=Room&meetingID=r1')
  await expect.poll(() => count(coop, 'retry'), patient).toBe(1)
  await sql(coop, "update mycel_jobs.job set start_after = now(), retry_limit = 1 where state = 'retry'")
  await expect.poll(() => count(coop, 'failed'), patient).toBe(1)
  client.status = 200
  await coop.call('end', 'meetingID=r1')
  await coop.look()
  await expect.poll(() => eventsAt(client), patient).toEqual(['meeting-created', 'meeting-created', 'meeting-ended'])
})

test('a meeting does not end without the event of its end', async () => {
  await using client = await openListener()
  await using coop = await rig({ servers: 1, poll: 60 })
  await addHook(coop, client)
  await coop.call('create', 'name=Room&meetingID=r1')
  await expect.poll(() => count(coop, 'completed'), patient).toBe(1)

  await sql(coop, `${refuse}; create trigger no_room before insert on mycel_jobs.job_common execute function no_room()`)
  await coop.call('end', 'meetingID=r1')
  await coop.look()
  expect(await sql(coop, 'select 1 from meetings where ended_at is not null')).toEqual([])
  await sql(coop, 'drop trigger no_room on mycel_jobs.job_common')
  await coop.look()
  await expect.poll(() => eventsAt(client), patient).toEqual(['meeting-created', 'meeting-ended'])
})

test('a meeting whose process ended before its creation was queued is told of at the next start, once', async () => {
  await using client = await openListener()
  await using coop = await rig({ servers: 1 })
  await addHook(coop, client)
  await coop.call('create', 'name=Room&meetingID=r1')
  await expect.poll(() => count(coop, 'completed'), patient).toBe(1)
  await sql(coop, 'delete from mycel_jobs.job')
  await addHook(coop, client, '/late')

  coop.app.gateway.hooks.catchUp()
  coop.app.gateway.hooks.catchUp()
  await coop.app.gateway.hooks.settled()
  await expect.poll(() => count(coop, 'completed'), patient).toBe(1)
  expect(await sql(coop, 'select 1 from mycel_jobs.job')).toHaveLength(1)
  expect(eventsAt(client)).toEqual(['meeting-created', 'meeting-created'])
})

test('an organisation whose address never answers holds up no other', async () => {
  await using client = await openListener()
  await using silent = await listenInSilence()
  await using coop = await rig({
    servers: 0,
    organisations: `
    - { id: main, name: Example Co-op, secrets: ["secret://main"] }
    - { id: other, name: Other Co-op, secrets: ["secret://a-secret-of-the-other-organisation"] }`,
  })
  const { outbox } = coop.app.gateway.context
  const send = (organisation: string, url: string) =>
    outbox.send({ kind: 'ended', organisation, meetingId: 'r1', request: { method: 'GET', url } })
  for (let i = 0; i < 100; i++) await send('main', `${silent.url}/${i}`)
  await send('other', `${client.url}/ended`)
  await expect.poll(() => client.heard.length, patient).toBe(1)
  await expect.poll(() => count(coop, 'active'), patient).toBe(8)
})

test('of a callback that arrived its address is kept, without the query', async () => {
  await using client = await openListener()
  await using coop = await rig({ servers: 1 })
  await addHook(coop, client)
  await coop.call('create', 'name=Room&meetingID=r1&meta_secret=pssst')
  await expect.poll(() => count(coop, 'completed'), patient).toBe(1)
  expect(client.heard[0]?.body).toContain('pssst')
  const [kept] = await coop.app.gateway.context.outbox.list('completed')
  expect(kept?.callback).toEqual({
    kind: 'hook',
    organisation: 'main',
    meetingId: 'r1',
    request: { method: 'POST', url: `${client.url}/hook` },
  })
})

async function addHook(coop: Rig, client: Listener, path = '/hook'): Promise<void> {
  const added = await coop.call('hooks/create', parameter('callbackURL', `${client.url}${path}`).raw)
  expect(added.text('returncode')).toBe('SUCCESS')
}

async function joinAndEnd(coop: Rig): Promise<void> {
  const joined = await coop.call('join', 'fullName=Ada&meetingID=r1&role=VIEWER&userID=u7')
  await browse(joined.headers.get('location') ?? '')
  await coop.look()
  await coop.call('end', 'meetingID=r1')
  await coop.look()
}

function eventsAt(client: Listener): string[] {
  return client.heard.map(({ body }) => {
    const [event] = JSON.parse(new URLSearchParams(body).get('event') ?? '[]') as { data: { id: string } }[]
    return event?.data.id ?? ''
  })
}

async function sql(coop: Rig, text: string) {
  return (await coop.app.database.connection.executeSql(text)).rows
}

async function count(coop: Rig, state: string): Promise<number> {
  return (await sql(coop, `select 1 from mycel_jobs.job where name = '${callbackQueue}' and state = '${state}'`)).length
}

/** Takes connections and says nothing. */
async function listenInSilence(): Promise<AsyncDisposable & { url: string }> {
  const server = createServer(() => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
