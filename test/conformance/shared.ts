import { afterAll, beforeAll, expect } from 'vitest'
import { parseQuery, valueOf } from '../../src/protocol/query.ts'
import type { Meeting } from '../../src/providers/bigbluebutton/fake/meeting.ts'
import type { PracticeServer } from '../../src/providers/bigbluebutton/fake/server.ts'
import { type ApiAnswer, type Rig, type RigOptions, rig, strictLog } from '../rig.ts'

/** One gateway for a whole file of tests; every test uses meeting IDs of its own. A logged bug fails the file. */
export function sharedRig(options: RigOptions = {}): () => Rig {
  const bugs: unknown[] = []
  let shared: Rig | undefined

  beforeAll(async () => {
    shared = await rig({ ...options, log: strictLog(bugs) })
  })
  afterAll(async () => {
    await shared?.[Symbol.asyncDispose]()
    expect(bugs).toEqual([])
  })
  return () => shared ?? fail('the gateway was not started')
}

/** Two organisations, reached by path and by secret. */
export const twoOrganisations = `
    - { id: main, name: Example Co-op, secrets: ["secret://main"] }
    - { id: other, name: Other Co-op, secrets: ["secret://a-secret-of-the-other-organisation"] }
`
export const other = { secret: 'a-secret-of-the-other-organisation', base: '/o/other/bigbluebutton/api' }

export function elementNames(answer: ApiAnswer): string[] {
  return answer.root?.children.map(({ name }) => name) ?? []
}

/** Expects a refusal as BBB clients must see it: HTTP 200, XML, FAILED and this key. */
export function expectRefusal(answer: ApiAnswer, key: string): void {
  expect({ key: answer.text('messageKey'), returncode: answer.text('returncode'), status: answer.status }).toEqual({
    key,
    returncode: 'FAILED',
    status: 200,
  })
  expect(answer.headers.get('content-type')).toMatch(/^text\/xml/)
}

/** Where somebody who joins is sent, and the query of that address. */
export function locationOf(answer: ApiAnswer): URL {
  expect(answer.status).toBe(302)
  return new URL(answer.headers.get('location') ?? '')
}

/** The errors that an error redirect carries. */
export function errorsOf(location: URL): { key: string; message: string }[] {
  return JSON.parse(location.searchParams.get('errors') ?? '[]') as { key: string; message: string }[]
}

/** The practice server that has the meeting, and what it knows of it, found by a metadata marker or the name. */
export function holderOf(coop: Rig, name: string): { server: PracticeServer; meeting: Meeting } {
  for (const server of coop.servers) {
    const meeting = server.meetings().find((one) => one.name === name)
    if (meeting) return { server, meeting }
  }
  return fail(`no server has a meeting called ${name}`)
}

/** How many servers received a create of a meeting of that name. */
export function serversAsked(coop: Rig, call: string, name: string): PracticeServer[] {
  return coop.servers.filter((server) =>
    server.requests.some((r) => r.call === call && valueOf(parseQuery(r.query), 'name') === name),
  )
}

export function fail(message: string): never {
  throw new Error(message)
}
