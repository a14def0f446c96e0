import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LoadResult, load } from '../load.ts'
import { type Subject, startSubject } from '../subject.ts'

const sizes = [166, 100_000]
const duration = 4000
const rounds = 3

/** What has to be reached: redirects a second, and as a share of Fastify with a Map in the same run. */
const targets = { perSecond: 45_000, share: 0.8 }

interface Measured extends LoadResult {
  readonly cpu: number
}

/** Short links against Fastify with a Map, in turns, so that the machine's mood meets both: docs/performance.md. */
export async function benchLinks(): Promise<void> {
  console.log(`${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}; load and server share it`)
  console.log(
    `32 keep-alive connections, ${rounds} rounds of ${duration / 1000} s each in turns; the best round of each\n`,
  )
  console.log('| links | program | redirects/s | p50 / p95 ms | CPU ms/redirect | of Fastify | memory MB |')
  console.log('|---|---|---|---|---|---|---|')
  for (const size of sizes) await benchSize(size)
}

async function benchSize(size: number): Promise<void> {
  const links = Array.from({ length: size }, (_, i) => [`word-${i}`, `https://docs.example.coop/d/${i}/edit`] as const)
  const folder = await mkdtemp(join(tmpdir(), 'mycel-bench-'))
  try {
    const file = join(folder, 'links.csv')
    await writeFile(file, `keyword,destination_url\n${links.map((row) => row.join(',')).join('\n')}\n`)
    await using fastify = await startSubject('./links/fastify.ts', { links })
    await using mycel = await startSubject('./links/subject.ts', { file })
    if ((await mycel.ask<number>('links')) !== size) throw new Error('the table was not read whole')
    const [ceiling, ours] = await inTurns([fastify, mycel], size)
    if (!ceiling || !ours) throw new Error('nothing was measured')
    const share = ours.perSecond / ceiling.perSecond
    print(size, 'Fastify + Map', ceiling, 1, await fastify.memory())
    print(size, 'Mycel', ours, share, await mycel.memory())
    if (share < targets.share || ours.perSecond < targets.perSecond) {
      console.log(`\nmissed with ${size} links: ≥ ${targets.perSecond}/s and ≥ ${targets.share * 100} % of Fastify\n`)
      process.exitCode = 1
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function inTurns(subjects: readonly Subject[], size: number): Promise<(Measured | undefined)[]> {
  const best: (Measured | undefined)[] = subjects.map(() => undefined)
  for (let round = 0; round < rounds; round++) {
    for (const [i, subject] of subjects.entries()) {
      const measured = await measure(subject, size)
      if (measured.perSecond > (best[i]?.perSecond ?? 0)) best[i] = measured
    }
  }
  return best
}

/** Each of the links is asked for, spread over the whole table. */
async function measure(subject: Subject, size: number): Promise<Measured> {
  const port = await subject.ask<number>('port')
  const targets = Array.from({ length: Math.min(size, 20_000) }, (_, i) => `/l/word-${(i * 7919) % size}`)
  const options = { port, targets, status: 302, contains: 'ocation: https://docs.example.coop/d/', connections: 32 }
  await load({ ...options, duration: duration / 4 })
  const before = await subject.cpu()
  const measured = await load({ ...options, duration })
  if (measured.failures > 0) throw new Error(`${measured.failures} wrong answers`)
  return { ...measured, cpu: (((await subject.cpu()) - before) * 1000) / measured.requests }
}

function print(
  size: number,
  name: string,
  { perSecond, p50, p95, cpu }: Measured,
  share: number,
  memory: number,
): void {
  const times = `${p50.toFixed(2)} / ${p95.toFixed(2)}`
  const cells = [
    size,
    name,
    Math.round(perSecond),
    times,
    cpu.toFixed(4),
    `${Math.round(share * 100)} %`,
    Math.round(memory),
  ]
  console.log(`| ${cells.join(' | ')} |`)
}
