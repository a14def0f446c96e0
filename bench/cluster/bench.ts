import { cpus } from 'node:os'
import type { Subject } from '../subject.ts'
import { type Cluster, cpuEach, startCluster } from './cluster.ts'
import { printStorm, storm } from './storm.ts'
import { createTarget, joinTarget } from './targets.ts'

const servers = 1000
const meetings = 10_000
const attendees = 10
const creates = 2000
const joins = 20_000

/** A thousand servers, two replicas on one PostgreSQL and one Redis: a quiet minute, and a storm at the full hour. */
export async function benchCluster(): Promise<void> {
  console.log(`${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}; everything shares it`)
  console.log(`${servers} servers, ${meetings} meetings with ${attendees} people each, two replicas\n`)
  await using cluster = await startCluster({ servers, replicas: 2, poll: 10 })
  const { ports, practice, replicas } = cluster
  const [one] = replicas

  await measureCreates(cluster)
  await practice.ask('fill', { attendees })
  await one?.ask('look')
  await quiet('a quiet minute', replicas)
  await Promise.all([
    storm(ports, creates, 32, (i) => createTarget(`storm-${i}`)).then((result) => printStorm('storm: creates', result)),
    storm(ports, joins, 64, (i) => joinTarget(`room-${i % meetings}`)).then((result) =>
      printStorm('storm: joins', result),
    ),
  ])
  for (const [i, replica] of replicas.entries()) {
    console.log(
      `memory of replica ${i + 1}: ${Math.round(await replica.memory())} MB, meetings ${await replica.ask('meetings')}`,
    )
  }
}

/** The first tenth only warms up the just-in-time compilers. What each part used tells what the machine's cores would give. */
async function measureCreates(cluster: Cluster): Promise<void> {
  const warm = meetings / 10
  await storm(cluster.ports, warm, 128, (i) => createTarget(`room-${i}`))
  const before = await cluster.cpu()
  const result = await storm(cluster.ports, meetings - warm, 128, (i) => createTarget(`room-${warm + i}`))
  const each = cpuEach(before, await cluster.cpu(), result.count)
  printStorm('creates, 128 at a time', result)
  const parts = Object.entries(each).map(([part, milliseconds]) => `${part} ${milliseconds.toFixed(2)}`)
  console.log(`CPU ms for each create: ${parts.join(', ')}`)
  const ours = each.replicas + each.PostgreSQL + each.Redis
  const all = ours + each.servers + each.load
  console.log(
    `that is ${Math.round(1000 / ours)}/s for each core given to replicas, PostgreSQL and Redis; ${Math.round(1000 / all)}/s with servers and load on it too`,
  )
  printStorm('creates, one at a time', await storm(cluster.ports, 300, 1, (i) => createTarget(`alone-${i}`)))
}

/** What it costs to keep up when nothing happens: CPU of each replica, in per cent of one core. */
async function quiet(name: string, replicas: readonly Subject[]): Promise<void> {
  const before = await Promise.all(replicas.map((replica) => replica.cpu()))
  await new Promise((resolve) => setTimeout(resolve, 60_000))
  const after = await Promise.all(replicas.map((replica) => replica.cpu()))
  const shares = after.map((cpu, i) => `${(((cpu - (before[i] ?? 0)) / 60) * 100).toFixed(1)} %`)
  console.log(
    `${name}: CPU of the replicas ${shares.join(' and ')} of one core, one of them looks at every server every 10 s`,
  )
}
