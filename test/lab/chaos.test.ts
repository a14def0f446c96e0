import { describe, expect, test } from 'vitest'
import { type Installation, type Replica, startInstallation, whyNoLab } from './installation.ts'

const missing = whyNoLab()
if (missing) process.stderr.write(`skipped: chaos (${missing})\n`)

/** What is done to the installation while meetings are created and joined. */
type Harm = (installation: Installation) => Promise<void>

const [first, second] = [0, 1] as const

const harms: readonly (readonly [what: string, harm: Harm])[] = [
  ['a replica is killed and comes back', ({ replicas }) => killAndRestart(replicas[first])],
  ['both replicas are killed, one after the other', killBoth],
  ['a replica is stopped for four seconds, as by a paused machine', ({ replicas }) => pause(replicas[first], 4000)],
  ['the other replica is stopped for four seconds', ({ replicas }) => pause(replicas[second], 4000)],
  ['Redis is killed and comes back', restartRedis],
  ['PostgreSQL is stopped for three seconds', restartPostgres],
  ['a server dies and comes back with its old meetings', loseServer],
  ['a server hangs', ({ practice }) => inject(practice.servers[0], { hang: true })],
  ['a server answers garbage', ({ practice }) => inject(practice.servers[0], { garbage: true })],
  ['a server answers slowly', ({ practice }) => inject(practice.servers[0], { latencyMs: 2000 })],
]

describe.skipIf(missing)('chaos', () => {
  test.each(harms)(
    '%s: nothing answered is lost, and no meeting is on two servers',
    { timeout: 120_000 },
    async (_, harm) => {
      await using installation = await startInstallation({ servers: 4, replicas: 2 })
      const storm = startStorm(installation.replicas)
      await wait(500)
      await harm(installation)
      await wait(500)
      const answered = await storm.end()

      expect(answered.size).toBeGreaterThan(20)
      await settle(installation, answered)
      await expectInvariants(installation, answered)
    },
  )
})

/** Creates meetings on both replicas until told to end. Gives the internal id that each answered create told. */
function startStorm(replicas: readonly Replica[]) {
  const answered = new Map<string, string>()
  const state = { done: false, next: 0 }
  const worker = async (replica: Replica) => {
    while (!state.done) {
      const room = `room-${state.next++}`
      const body = await replica.call('create', `name=Room&meetingID=${room}`).catch(String)
      const internalId = internalIdIn(body)
      if (internalId) answered.set(room, internalId)
      else await wait(50)
    }
  }
  const workers = [...replicas, ...replicas].map(worker)
  return {
    async end() {
      state.done = true
      await Promise.all(workers)
      return answered
    },
  }
}

/** Waits until both replicas are ready and list every answered meeting: then whatever was to heal has healed. */
async function settle({ replicas, practice }: Installation, answered: ReadonlyMap<string, string>): Promise<void> {
  for (const server of practice.servers) server.clearInjections()
  for (const replica of replicas) {
    const missing = async () => {
      const list = await replica.call('getMeetings').catch(() => '')
      return [...answered.keys()].filter((room) => !list.includes(`<meetingID>${room}</meetingID>`)).slice(0, 3)
    }
    await expect.poll(missing, { timeout: 40_000, interval: 500 }).toEqual([])
  }
}

async function expectInvariants(
  { replicas, practice }: Installation,
  answered: ReadonlyMap<string, string>,
): Promise<void> {
  // Old copies on a server that came back are ended within a few looks.
  const doubles = () => {
    const ids = practice.servers.flatMap((server) => server.meetings().map(({ meetingId }) => meetingId))
    return ids.filter((id, i) => ids.indexOf(id) !== i)
  }
  await expect.poll(doubles, { timeout: 20_000, interval: 500 }).toEqual([])

  // Each answered create can be joined, and both replicas send people to the same server.
  for (const room of answered.keys()) {
    const [one, two] = await Promise.all(
      replicas.map((replica) => replica.call('join', `fullName=Ada&meetingID=${room}&role=VIEWER`)),
    )
    expect(one, room).toContain('/join?')
    expect(originOf(two), room).toBe(originOf(one))
  }
  expect(await seats(replicas[first])).toBe(await seats(replicas[second]))
}

/** Seats that a replica believes to be taken, over all servers. */
async function seats(replica: Replica | undefined): Promise<number> {
  const metrics = await (await fetch(`${replica?.url}/metrics`)).text()
  const found = metrics.matchAll(/^mycel_server_seats\{[^}]*\} (\d+)/gm)
  return [...found].reduce((sum, [, count]) => sum + Number(count), 0)
}

async function killAndRestart(replica: Replica | undefined): Promise<void> {
  replica?.signal('SIGKILL')
  await replica?.ended
  await replica?.start()
}

async function killBoth({ replicas }: Installation): Promise<void> {
  for (const replica of replicas) await killAndRestart(replica)
}

async function pause(replica: Replica | undefined, ms: number): Promise<void> {
  replica?.signal('SIGSTOP')
  await wait(ms)
  replica?.signal('SIGCONT')
}

async function restartRedis({ redis }: Installation): Promise<void> {
  await redis.kill()
  await wait(2000)
  await redis.start()
}

async function restartPostgres({ postgres }: Installation): Promise<void> {
  postgres.stop()
  await wait(3000)
  postgres.start()
}

async function loseServer({ practice }: Installation): Promise<void> {
  await practice.servers[0]?.stop()
  await wait(8000)
  await practice.servers[0]?.restart()
}

async function inject(
  server: Installation['practice']['servers'][number] | undefined,
  injection: Parameters<NonNullable<typeof server>['inject']>[1],
): Promise<void> {
  server?.inject('*', injection)
  await wait(4000)
  server?.clearInjections()
}

function internalIdIn(body: string): string | undefined {
  return /<internalMeetingID>([^<]+)</.exec(body)?.[1]
}

function originOf(url: string | undefined): string {
  return url && URL.canParse(url) ? new URL(url).origin : String(url)
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
