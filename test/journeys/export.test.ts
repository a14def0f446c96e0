import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import { type SignedIn, signIn } from '../people.ts'
import { type RestRig, restRig } from '../rest.ts'

let coop: RestRig
let ada: SignedIn

beforeAll(async () => {
  coop = await restRig({
    servers: 1,
    organisations: '[{ id: main, secrets: ["secret://main"] }, { id: other, secrets: ["secret://other"] }]',
  })
  ada = await signIn(coop, { name: 'Ada', email: 'ada@example.coop', role: 'admin' })
  await signIn(coop, { name: 'Eve', organisation: 'other' })
  await coop.call('create', 'name=Room&meetingID=r1')
  const main = '/api/v1/organisations/main'
  await coop.local('POST', `${main}/rooms`, {
    body: { title: 'Calls', accessCode: 'beans-42', owners: [ada.person.id] },
  })
  const event = { title: 'Gathering', minutes: 60, people: 9, notes: 'Ring Kim up' }
  const soon = new Date(Date.now() + 86_400_000).toISOString()
  const contact = { name: 'Kim', email: 'kim@example.org' }
  await coop.local('POST', `${main}/event-requests`, { body: { contact, event: { ...event, startsAt: soon } } })
  await coop.call('create', 'name=Theirs&meetingID=t1', { secret: 'other' })
})
afterAll(() => coop[Symbol.asyncDispose]())

/** The files of the ZIP by name. */
async function exportAs(headers: Record<string, string>): Promise<Map<string, string>> {
  const response = await fetch(`${coop.url}/api/v1/organisations/main/export`, { headers })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-disposition')).toMatch(/filename="main-\d{4}-\d\d-\d\d\.zip"/)
  return await unzip(Buffer.from(await response.arrayBuffer()))
}

async function unzip(archive: Buffer): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  const zip = await fromBufferPromise(archive)
  for await (const entry of zip.eachEntry()) {
    files.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)))
  }
  return files
}

it('gives an administrator everything of their organisation, in files that other programs open', async () => {
  const files = await exportAs({ ...ada.headers })
  expect([...files.keys()].toSorted()).toEqual(
    expect.arrayContaining(['README.txt', 'attendance.jsonl', 'audit.jsonl']),
  )
  for (const [name, content] of files) {
    if (name.endsWith('.jsonl')) for (const line of content.split('\n').filter(Boolean)) JSON.parse(line)
  }
  expect(files.get('people.jsonl')).toContain('ada@example.coop')
  expect(files.has('rooms.jsonl') && files.has('groups.jsonl')).toBe(true)
  expect(files.get('meetings.jsonl')).toContain('"meeting_id":"r1"')
  expect(files.get('rooms.jsonl')).toContain(ada.person.id)
  expect(files.get('event-requests.jsonl')).toContain('kim@example.org')
  const all = [...files.values()].join('\n')
  expect(all).toContain('beans-42')
  expect(all).not.toContain('Theirs')
  expect(all).not.toContain('Eve')
  expect(all).not.toContain('a-secret-of-the-main-organisation')
})

it('gives the operator no names', async () => {
  const files = await exportAs({ authorization: `Bearer ${await coop.token('manage')}` })
  expect(files.get('people.jsonl')).toContain(ada.person.id)
  expect(files.get('event-requests.jsonl')).toContain('Gathering')
  expect([...files.values()].join('\n')).not.toMatch(/ada@example.coop|kim@example.org|Kim|beans-42/)
})
