import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findFakeTime } from '../fake-time.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../postgres.ts'
import { type Installation, type Replica, startInstallation, whyNoLab } from './installation.ts'
import { expectInvariants, settle } from './invariants.ts'
import { openNamespace } from './namespace.ts'
import { startStorm, wait } from './storm.ts'

const missing = whyNoLab()
const namespace = missing ? undefined : openNamespace(2)
const fakeTime = missing ? undefined : findFakeTime()
const skipped = [
  ...(missing ? [`chaos (${missing})`] : []),
  ...(namespace || missing ? [] : ['a network that is cut (no network namespaces here)']),
  ...(fakeTime || missing ? [] : ['clocks that are set (no libfaketime here; Debian: apt-get install libfaketime)']),
]
for (const what of skipped) process.stderr.write(`skipped: ${what}\n`)

let postgres: PostgresServer | undefined
beforeAll(async () => {
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
  ['a replica is killed and comes back', ({ replicas }) => killAndRestart(replicas[first])],
  ['both replicas are killed, one after the other', killBoth],
  ['a replica is stopped for four seconds, as by a paused machine', ({ replicas }) => pause(replicas[first], 4000)],
  ['the other replica is stopped for seven seconds', ({ replicas }) => pause(replicas[second], 7000)],
  ['Redis is killed and comes back', restartRedis],
  ['PostgreSQL is stopped for three seconds', restartPostgres],
  ['PostgreSQL is cut off from one replica for seven seconds', ({ ways }) => cut(ways.slice(0, 1), 7000)],
  ['PostgreSQL is cut off from both replicas for seven seconds', ({ ways }) => cut(ways, 7000)],
  ['PostgreSQL is slow', slowDown],
  ['a server dies and comes back with its old meetings', loseServer],
  ['a server hangs', ({ practice }) => inject(practice.servers[0], { hang: true })],
  ['a server answers garbage', ({ practice }) => inject(practice.servers[0], { garbage: true })],
  ['a server answers slowly', ({ practice }) => inject(practice.servers[0], { latencyMs: 2000 })],
  [
    'a server cuts connections',
    ({ practice }) => inject(practice.servers[0], { resetConnection: true, carryOut: true }),
  ],
]

const cables: readonly (readonly [what: string, harm: Harm])[] = [
  ['the network between a replica and Redis is cut', () => pull(first)],
  ['the network between the other replica and Redis is cut', () => pull(second)],
]

const clocks: readonly (readonly [what: string, harm: Harm])[] = [
  ['the clock of a replica is set forward by an hour', ({ replicas }) => setClock(replicas[first], hour)],
  ['the clock of a replica is set back by an hour', ({ replicas }) => setClock(replicas[first], -hour)],
  ['the clocks of both are set, one forward, one back', setBoth],
]

describe.skipIf(missing)('chaos', { timeout: 120_000 }, () => {
  const outcome = '%s: nothing answered is lost, no meeting is on two servers, no seat is lost, nobody counts twice'

  test.each(harms)(outcome, async (_, harm) => await suffer({}, harm))
  test.skipIf(!namespace).each(cables)(outcome, async (_, harm) => await suffer({ namespace }, harm))
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

async function pull(cable: number): Promise<void> {
  namespace?.pull(cable)
  await wait(5000)
  namespace?.plug(cable)
}

async function setClock(replica: Replica | undefined, seconds: number): Promise<void> {
  await replica?.setClock(seconds)
  await wait(3000)
}

async function setBoth({ replicas }: Installation): Promise<void> {
  await replicas[first]?.setClock(hour)
  await replicas[second]?.setClock(-hour)
  await wait(3000)
}

async function loseServer({ practice }: Installation): Promise<void> {
  await practice.servers[0]?.stop()
  await wait(5000)
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
