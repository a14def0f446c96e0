import { Secret } from '../src/lib/secret.ts'
import type { Meeting } from '../src/meetings/meeting.ts'
import { type Organisation, toOrganisation } from '../src/meetings/organisations.ts'

/** A meeting that was just created, for tests of what remembers meetings. */
export function aMeeting(of: Partial<Meeting> = {}): Meeting {
  return {
    instance: 'instance-1',
    organisation: 'main',
    meetingId: 'room-7',
    nodeId: 'mycel-000000000007',
    name: 'Blue Room',
    server: 's1',
    state: 'creating',
    reserved: 10,
    callbacks: {},
    decision: { server: 's1', size: 10, sizeFrom: 'the default', at: 0, because: '', considered: [], excluded: {} },
    wish: [],
    parameters: [],
    voiceBridge: '123456',
    createdAt: 0,
    since: 0,
    knownAt: 0,
    confirmedAt: 0,
    touchedAt: 0,
    askedAt: 0,
    underway: false,
    ending: false,
    lostAt: undefined,
    answer: [],
    facts: undefined,
    xml: Buffer.alloc(0),
    listed: undefined,
    peak: 0,
    peakVideos: 0,
    breakouts: new Map(),
    ...of,
  }
}

type Definition = Parameters<typeof toOrganisation>[0]

/** An organisation as the configuration's defaults make it, with a secret of its own. */
export function anOrganisation(of: Partial<Definition> = {}, secrets: readonly string[] = ['a-secret']): Organisation {
  const definition: Definition = {
    id: 'main',
    name: 'Example Co-op',
    hosts: [],
    kind: 'organisation',
    status: 'active',
    brand: {},
    checksums: ['sha1', 'sha256', 'sha384', 'sha512'],
    limits: { recording: true },
    create: { defaults: {}, overrides: {} },
    join: { defaults: {}, overrides: {} },
    servers: { required: '', preferred: '' },
    sign_form_body: false,
    ...of,
  }
  return toOrganisation(
    definition,
    secrets.map((secret) => new Secret(secret)),
    'file',
  )
}
