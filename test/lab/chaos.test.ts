import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Injection } from '../../src/providers/bigbluebutton/fake/injections.ts'
import { findFakeTime } from '../fake-time.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../postgres.ts'
import { type Installation, type Replica, startInstallation, whyNoLab } from './installation.ts'
import { expectInvariants, settle } from './invariants.ts'
import { hasNamespaces, type Namespace, openNamespace } from './namespace.ts'
import { startStorm, wait } from './storm.ts'

const missing = whyNoLab()
const canCut = !missing && hasNamespaces()
const fakeTime = missing ? undefined : findFakeTime()
const skipped = [
  ...(missing ? [`chaos (${missing})`] : []),
  ...(canCut || missing ? [] : ['a network that is cut (no network namespaces here)']),
  ...(fakeTime || missing ? [] : ['clocks that are set (no libfaketime here; Debian: apt-get install libfaketime)']),
]
for (const what of skipped) process.stderr.write(`skipped: ${what}\n`)

let namespace: Namespace | undefined
let postgres: PostgresServer | undefined
beforeAll(async () => {
  if (canCut) namespace = openNamespace(2)
  if (canCut && !namespace) throw new Error('a network namespace could be made once, but not again')
  if (!missing) postgres = await startPostgres(findPostgres() ?? '')
})
afterAll(async () => {
  namespace?.[Symbol.dispose]()
  await postgres?.[Symbol.asyncDispose]()
})

/** What is done to the installation while meetings are created and joined. */
type Harm = (installation: Installation) => Promise<void>

const [first, second] = [0, 1] as const
const hour = 3600

const harms: readonly (readonly [what: string, harm: Harm])[] = [
  ['both replicas are killed, one after the other', killBoth],
  ['a replica is stopped for four seconds, as by a paused machine', ({ replicas }) => pause(replicas[first], 4000)],
  ['the other replica is stopped for seven seconds', ({ replicas }) => pause(replicas[second], 7000)],
  ['Redis is killed and comes back', restartRedis],
  ['PostgreSQL is stopped for three seconds', restartPostgres],
  ['PostgreSQL is cut off from one replica for seven seconds', ({ ways }) => cut(ways.slice(0, 1), 7000)],
  ['PostgreSQL is cut off from both replicas for seven seconds', ({ ways }) => cut(ways, 7000)],
  ['PostgreSQL is slow', slowDown],
  ['a server dies and comes back with its old meetings', loseServer],
  ['a server crashes and is back at once without its meetings', crashServer],
  ['one server hangs, one answers garbage', (installation) => inject(installation, { hang: true }, { garbage: true })],
  [
    'one server answers slowly, one cuts connections',
    (installation) => inject(installation, { latencyMs: 2000 }, { resetConnection: true, carryOut: true }),
  ],
]

const cables: readonly (readonly [what: string, harm: Harm])[] = [
  ['the network between each replica and Redis is cut, one after the other', pullBoth],
]

const clocks: readonly (readonly [what: string, harm: Harm])[] = [
  ['the clock of one replica is set forward by an hour, that of the other back', (all) => setClocks(all, hour, -hour)],
  ['the clock of one replica is set back by an hour, that of the other forward', (all) => setClocks(all, -hour, hour)],
]

describe.skipIf(missing)('chaos', { timeout: 120_000 }, () => {
  const outcome = '%s: nothing answered is lost, no meeting is on two servers, no seat is lost, nobody counts twice'

  test.each(harms)(outcome, async (_, harm) => await suffer({}, harm))
  test.skipIf(!canCut).each(cables)(outcome, async (_, harm) => await suffer({ namespace }, harm))
  test.skipIf(!fakeTime).each(clocks)(outcome, async (_, harm) => await suffer({ fakeTime }, harm))
})

async function suffer(options: Pick<Parameters<typeof startInstallation>[0], 'namespace' | 'fakeTime'>, harm: Harm) {
  await using installation = await startInstallation({ servers: 4, replicas: 2, capacity: 5000, postgres, ...options })
  const storm = startStorm(installation)
  await expect.poll(() => storm.answered.size, { timeout: 20_000 }).toBeGreaterThan(20)
  await harm(installation)
  const before = storm.answered.size
  await expect.poll(() => storm.answered.size, { timeout: 20_000 }).toBeGreaterThan(before + 10)
  const answered = await storm.end()

  await settle(installation, answered)
  await expectInvariants(installation, answered)
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

async function cut(ways: Installation['ways'], ms: number): Promise<void> {
  for (const way of ways) way.cut()
  await wait(ms)
  for (const way of ways) way.mend()
}

async function slowDown({ ways }: Installation): Promise<void> {
  for (const way of ways) way.delay(150)
  await wait(4000)
  for (const way of ways) way.delay(0)
}

async function pullBoth(): Promise<void> {
  for (const cable of [first, second]) {
    namespace?.pull(cable)
    await wait(5000)
    namespace?.plug(cable)
  }
}

async function setClocks({ replicas }: Installation, ...seconds: readonly number[]): Promise<void> {
  await Promise.all(replicas.map((replica, i) => replica.setClock(seconds[i] ?? 0)))
  await wait(3000)
}

async function loseServer({ practice }: Installation): Promise<void> {
  await practice.servers[0]?.stop()
  await wait(5000)
  await practice.servers[0]?.restart()
}

/** No look fails in between, and nobody is called back. */
async function crashServer({ practice }: Installation): Promise<void> {
  // People are seen in its meetings before.
  await wait(3000)
  await practice.servers[0]?.restart({ keepMeetings: false })
  await wait(3000)
}

/** Each of the first servers goes wrong in a way of its own. */
async function inject({ practice: { servers } }: Installation, ...injections: readonly Injection[]): Promise<void> {
  for (const [i, injection] of injections.entries()) servers[i]?.inject('*', injection)
  await wait(4000)
  for (const server of servers) server.clearInjections()
}
