import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, inject } from 'vitest'
import { hyphaSections } from '../hypha.ts'
import { type SignedIn, signIn } from '../people.ts'
import { type RestRig, restRig } from '../rest.ts'
import { browse } from '../rig.ts'
import { type Language, launchBrowser, openContext } from './browser.ts'
import { rememberMachines } from './machines.ts'
import { rememberMeetings } from './past.ts'

/** A federation at work: servers in several conditions, organisations with meetings, and people who may sign in. */
export interface PortalRig extends AsyncDisposable {
  readonly coop: RestRig
  readonly admin: SignedIn
  readonly member: SignedIn
  /** The id of a request for an event. */
  readonly event: string
  /** The id of the last apply. */
  readonly apply: string
  /** A token that may do everything. */
  readonly token: string
}

export type Visitor = 'operator' | 'admin' | 'member' | 'nobody'

const organisations = `[
      { id: main, name: Federation of Example, secrets: ["secret://main"], limits: { minutes: 50000, storage: 20 }, prices: { currency: EUR, listening: 100, speaking: 150, camera: 400, recording: 20000, base: 2500 } },
      { id: school, name: École du Fleuve, parent: main, secrets: ["secret://school"] },
      { id: housing, name: Housing Co-op North, parent: main, secrets: ["secret://housing"] }]`

/** A chat whose homeserver is away. */
const chat = `chat:
  homeserver: http://127.0.0.1:9
  token: env://CHAT
  zone: Europe/Berlin
  rooms:
    - { id: "!abcdefghijklmnopqr:example.coop", name: Organising, owner: Ada, consent: 2026-06-08 }
    - { id: "!bcdefghijklmnopqrs:example.coop", name: Board, owner: Grace, consent: 2026-06-08, retention: 1 year, hold: a dispute }
    - { id: "!cdefghijklmnopqrst:example.coop", name: Assemblée des locataires, owner: Élodie }`

/** The name of each meeting, whose it is, how many are in it, and for how many seats it was made. */
const meetings = [
  ['Assemblée générale', 'school', 31, 60],
  ['Mathematics 7b', 'school', 18, 30],
  ['Board', 'housing', 6, 10],
  ['Evening open house', 'housing', 12, 25],
  ['Stand-up', 'main', 5, 8],
] as const

const today = new Date()

/** A month of which there is a statement: the one before is not closed in the first days of the next. */
export const closedMonth = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 2)).toISOString().slice(0, 7)

/** For all tests of a group: a portal, and a browser to open it in. */
export function onAPortal(take: (opened: { readonly browser: Browser; readonly rig: PortalRig }) => void): void {
  const stack = new AsyncDisposableStack()
  beforeAll(async () => {
    const browser = await launchBrowser()
    stack.defer(() => browser.close())
    const rig = stack.use(await portalRig())
    take({ browser, rig })
  })
  afterAll(() => stack.disposeAsync())
}

/** The program with the portal. */
async function portalRig(): Promise<PortalRig> {
  const past = await rememberMachines()
  const machines = { dataDir: past.dataDir, env: {}, file: 'coop.yaml' }
  const coop = await restRig({
    servers: 4,
    organisations,
    poll: 1,
    portal: inject('portal'),
    machines,
    extra: `${chat}\n${hyphaSections()}`,
  })
  for (const meeting of meetings) await fill(coop, meeting)
  await coop.look()
  await coop.local('PUT', '/api/v1/servers/s4/state', { body: { state: 'draining' } })
  const [admin, member] = [
    await signIn(coop, { name: 'Ada Lovelace', email: 'ada@example.coop', role: 'admin' }),
    await signIn(coop, { name: 'Max Weber', email: 'max@example.coop' }),
  ]
  await rememberMeetings(coop)
  const event = await furnish(coop, admin, member)
  return {
    coop,
    admin,
    member,
    event,
    apply: past.apply,
    token: await coop.token('manage', 'ada'),
    async [Symbol.asyncDispose]() {
      await coop[Symbol.asyncDispose]()
      await past[Symbol.asyncDispose]()
    },
  }
}

/** A browser in which that person is signed in. */
export async function visit(
  { coop, token, admin, member }: PortalRig,
  browser: Browser,
  visitor: Visitor,
  language: Language,
  complaints: string[] = [],
): Promise<BrowserContext> {
  const context = await openContext(browser, language, complaints)
  if (visitor === 'operator')
    await context.addInitScript(`try { sessionStorage.setItem('mycel.token', '${token}') } catch {}`)
  const person = { admin, member, operator: undefined, nobody: undefined }[visitor]
  if (person) await enter(context, coop.url, person.headers)
  return context
}

/** Gives a browser the cookie of somebody's session. */
export async function enter(context: BrowserContext, url: string, headers: SignedIn['headers']): Promise<void> {
  const [name = '', value = ''] = headers['cookie']?.split('=') ?? []
  await context.addCookies([{ name, value, url }])
}

/** Rooms, groups, more people, and a request for an event, whose id it gives. */
async function furnish(coop: RestRig, admin: SignedIn, member: SignedIn): Promise<string> {
  const ofMain = '/api/v1/organisations/main'
  const rooms = [
    {
      title: 'Members’ hall',
      name: 'members-hall',
      preset: 'open',
      description: 'Every Tuesday evening, and whenever it is needed.',
    },
    { title: 'Board', name: 'board', preset: 'private' },
  ]
  const youth = { id: 'youth', name: 'Youth club', parent: 'main', brand: { colour: '#2f6f4f' }, limits: { users: 40 } }
  await coop.local('POST', '/api/v1/organisations', { body: youth })
  const oidc = { name: 'Club', issuer: 'https://login.example.org', clientId: 'mycel' }
  await coop.local('PUT', '/api/v1/organisations/youth/sign-in', { body: { oidc } })
  for (const body of rooms) await coop.ask('POST', `${ofMain}/rooms`, { body, headers: member.headers })
  const workshop = { title: 'Workshop', name: 'workshop', preset: 'recorded', expectedSize: 40 }
  await coop.ask('POST', `${ofMain}/rooms`, { body: workshop, headers: admin.headers })
  const long = { title: `${longWord} of the neighbourhood`, name: 'members-and-friends', preset: 'open' }
  await coop.ask('POST', `${ofMain}/rooms`, { body: long, headers: admin.headers })
  await coop.ask('POST', `${ofMain}/rooms/${long.name}/start`, { body: {}, headers: admin.headers })
  await coop.ask('POST', `${ofMain}/rooms/members-hall/start`, { body: {}, headers: member.headers })
  await coop.ask('POST', `${ofMain}/imports`, { body: { csv: people }, headers: admin.headers })
  await addLinks(coop, admin, member)
  const service = {
    name: 'register-sync',
    rights: ['people.list', 'people.manage'],
    owners: [admin.person.id, member.person.id],
    expectsEvery: 24,
  }
  const made = await coop.ask('POST', `${ofMain}/service-accounts`, { body: service, headers: admin.headers })
  await coop.ask('POST', `${ofMain}/service-accounts/${made.body['id']}/tokens`, { body: {}, headers: admin.headers })
  const asked = await coop.ask('POST', `${ofMain}/event-requests`, { body: event, headers: admin.headers })
  return String(asked.body['id'])
}

/** Links with a past, and some with faults. */
async function addLinks(coop: RestRig, admin: SignedIn, member: SignedIn): Promise<void> {
  const csv = `keyword,destination_url,visibility,note
drive,https://drive.example.coop/shared/federation-of-example/2026/minutes-and-decisions,public,Everything we share
gdrive,drive,public,
zoom,https://zoom.example/j/8836125112?pwd=hidden,,
mentions,http://node2.example/mentions,public,
assembly-2024,,,
ops-wg,https://loomio.example/g/working-groups-infrastructure,public,
inf-wg,https://loomio.example/g/working-groups-operations,public,
`
  await coop.ask('POST', '/api/v1/link-import', { body: { csv, apply: true }, headers: admin.headers })
  const calls = {
    keyword: 'calls',
    destination: 'https://meet.example/r/calls',
    note: 'Every Tuesday',
    visibility: 'public',
  }
  await coop.ask('POST', '/api/v1/links', { body: calls, headers: member.headers })
  const moved = { destination: 'https://meet.example/r/all-hands' }
  await coop.ask('PATCH', '/api/v1/links/calls', { body: moved, headers: admin.headers })
  for (let i = 0; i < 12; i++) await fetch(`${coop.url}/l/calls`, { redirect: 'manual' })
  await coop.app.installation.links.counts.save()
}

/** Wider than a phone. */
const longWord = 'Wohnungsbaugenossenschaftshauptversammlungsvorbereitung'

const event = {
  contact: { name: `Rosa ${longWord}`, email: 'rosa@example.coop', group: 'Tenants’ union' },
  event: {
    title: 'Yearly assembly',
    minutes: 180,
    people: 90,
    cameras: 12,
    talk: 'few',
    recording: true,
    geography: 'Two cities and the countryside',
    notes: 'Many come by phone.\nThere will be a vote.',
    startsAt: new Date(Date.now() + 7 * 86_400_000).toISOString(),
  },
}

const people = `name,email,role,groups
Grace Hopper,grace@example.coop,admin,board|it
Élodie Tremblay,elodie@example.coop,member,board
Nils Holgersson,nils@example.coop,member,school
Bartholomäus Freiherr von Unterwegs-Langenfeld,bartholomaeus.unterwegs-langenfeld@buero.example.coop,member,school|it
`

async function fill(coop: RestRig, [name, organisation, people, seats]: (typeof meetings)[number]): Promise<void> {
  const options = organisation === 'main' ? {} : { base: `/o/${organisation}/bigbluebutton/api`, secret: organisation }
  const id = encodeURIComponent(name)
  await coop.call('create', `name=${id}&meetingID=${id}&meta_mycel-expected-users=${seats}`, options)
  for (let i = 0; i < people; i++) {
    await browse(coop.sign('join', `fullName=P${i}&meetingID=${id}&role=VIEWER`, options))
  }
}
