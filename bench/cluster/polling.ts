import { cpus } from 'node:os'
import { type Cluster, startCluster } from './cluster.ts'
import { printStorm, storm } from './storm.ts'
import { createTarget } from './targets.ts'

const servers = 1000
const meetings = 50_000
const attendees = 2
/** People stay 45 minutes. */
const perSecond = Math.round((meetings * attendees) / (45 * 60))
const seconds = 60

/** What it costs one gateway to keep up with a thousand servers that have 50,000 meetings, asked every 10 seconds. */
export async function benchPolling(): Promise<void> {
  console.log(`${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}; everything shares it`)
  console.log(`${servers} servers, ${meetings} meetings with ${attendees} people each, one gateway with PostgreSQL\n`)
  await using cluster = await startCluster({ servers, replicas: 1, poll: 10 })
  const [gateway] = cluster.replicas

  printStorm('creates', await storm(cluster.ports, meetings, 128, (i) => createTarget(`room-${i}`)))
  await cluster.practice.ask('fill', { attendees })
  await gateway?.ask('look')
  await measure(cluster, 'nobody comes or goes')
  await cluster.practice.ask('comeAndGo', { perSecond })
  await wait(10_000)
  await measure(cluster, `${perSecond} people a second come, and as many go`)
  console.log(`memory of the gateway: ${Math.round((await gateway?.memory()) ?? 0)} MB`)
}

async function measure({ practice, cpu }: Cluster, name: string): Promise<void> {
  const since = Date.now()
  const before = await cpu()
  await wait(seconds * 1000)
  const after = await cpu()
  const share = (part: 'replicas' | 'PostgreSQL') => ((100 * (after[part] - before[part])) / seconds).toFixed(1)
  const { fewest, most, longestGap } = await practice.ask<Record<'fewest' | 'most' | 'longestGap', number>>('looks', {
    since,
  })
  console.log(`${name}: the gateway uses ${share('replicas')} % of one core, PostgreSQL ${share('PostgreSQL')} %`)
  console.log(
    `  in ${seconds} s each server was asked ${fewest} to ${most} times, at most ${(longestGap / 1000).toFixed(1)} s apart`,
  )
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
