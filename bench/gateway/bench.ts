import { cpus } from 'node:os'
import { signQuery } from '../../src/protocol/checksum.ts'
import { type LoadOptions, type LoadResult, load } from '../load.ts'
import { type Subject, startSubject } from '../subject.ts'

const secret = 'a-secret-of-the-benchmark'
const servers = 100
const meetings = 1500
const attendees = 10
const duration = 4000

interface Row extends LoadResult {
  readonly name: string
  /** CPU milliseconds of the process under test for each request. */
  readonly cpu: number
  /** The median with a single connection, milliseconds. */
  readonly alone: number
}

/** The gateway's own calls against the ceilings of the platform, in one run: first table of docs/performance.md. */
export async function benchGateway(): Promise<void> {
  console.log(
    `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}; load, servers and gateway share it`,
  )
  console.log(`${servers} servers, ${meetings} meetings with ${attendees} attendees, 32 connections, sha256\n`)

  await using practice = await startSubject('./gateway/practice.ts', { count: servers })
  const urls = await practice.ask<string[]>('urls')
  await using gateway = await startSubject('./gateway/subject.ts', { urls, database: { kind: 'memory' } })
  const port = await gateway.ask<number>('port')

  await createMeetings(port)
  await practice.ask('fill', { attendees })
  await gateway.ask('look')

  await using ceilings = await startSubject('./gateway/ceilings.ts')
  const rows = [...(await measureCeilings(ceilings)), ...(await measureGateway(gateway, port))]
  const list = rows.find(({ name }) => name === 'getMeetings')
  if (list) rows.push(await measureSize(ceilings, list.bytes))
  const create = await measureCreate(gateway, port)
  print([...rows, create], await gateway.memory())
  const direct = await measureServer(urls[0] ?? '')
  console.log(
    `a create alone on a server itself: ${direct.toFixed(2)} ms; through the gateway ${(create.alone - direct).toFixed(2)} ms more`,
  )
}

function target(call: string, query: string): string {
  return `/bigbluebutton/api/${call}?${signQuery('sha256', call, query, secret)}`
}

const joins = Array.from({ length: meetings }, (_, i) =>
  target('join', `fullName=Ada%20L&meetingID=room-${i}&role=VIEWER&userID=u${i}`),
)

async function createMeetings(port: number): Promise<void> {
  const create = async (i: number) => {
    const response = await fetch(`http://127.0.0.1:${port}${target('create', `name=Room%20${i}&meetingID=room-${i}`)}`)
    const body = await response.text()
    if (!body.includes('SUCCESS')) throw new Error(`create failed: ${body}`)
  }
  for (let i = 0; i < meetings; i += 50) await Promise.all(Array.from({ length: 50 }, (_, j) => create(i + j)))
}

async function measureCeilings(ceilings: Subject): Promise<Row[]> {
  const rows: Row[] = []
  for (const [kind, name] of [
    ['node', 'ceiling: node:http, checksum + 302'],
    ['fastify', 'ceiling: Fastify, the same'],
  ] as const) {
    const port = await ceilings.ask<number>(kind)
    rows.push(await measure(ceilings, name, { port, targets: () => joins, status: 302 }))
  }
  return rows
}

async function measureGateway(gateway: Subject, port: number): Promise<Row[]> {
  const perMeeting = (call: string) => {
    const targets = Array.from({ length: meetings }, (_, i) => target(call, `meetingID=room-${i}`))
    return () => targets
  }
  return [
    // Asked before the joins, which make the gateway look again.
    await measure(gateway, 'isMeetingRunning', {
      port,
      targets: perMeeting('isMeetingRunning'),
      status: 200,
      contains: '<running>true',
    }),
    await measure(gateway, 'getMeetingInfo', {
      port,
      targets: perMeeting('getMeetingInfo'),
      status: 200,
      contains: '<attendees><attendee>',
    }),
    await measure(gateway, 'getMeetings', {
      port,
      targets: () => [target('getMeetings', '')],
      status: 200,
      contains: '<meeting>',
    }),
    await measure(gateway, 'join', { port, targets: () => joins, status: 302 }),
  ]
}

async function measureSize(ceilings: Subject, bytes: number): Promise<Row> {
  const port = await ceilings.ask<number>('fixed', bytes)
  return await measure(ceilings, 'ceiling: node:http, as many bytes', { port, targets: () => ['/'], status: 200 })
}

/** New meetings only: every target is used once. */
async function measureCreate(gateway: Subject, port: number): Promise<Row> {
  const some = (run: string) =>
    Array.from({ length: 20_000 }, (_, i) => target('create', `name=New%20${i}&meetingID=${run}-${i}`))
  return await measure(gateway, 'create new (server time 5 ms)', {
    port,
    targets: some,
    status: 200,
    contains: 'SUCCESS',
  })
}

/** Milliseconds of half the creates, when a server is asked for one after the other without a gateway. */
async function measureServer(url: string): Promise<number> {
  const { port, pathname } = new URL(url)
  const targets = Array.from({ length: 2000 }, (_, i) => {
    const query = signQuery('sha256', 'create', `name=New%20${i}&meetingID=direct-${i}`, 'a-secret-of-the-servers')
    return `${pathname}/create?${query}`
  })
  const { p50, failures } = await load({
    port: Number(port),
    targets,
    connections: 1,
    duration: duration / 2,
    status: 200,
    contains: 'SUCCESS',
  })
  if (failures > 0) throw new Error(`create on a server: ${failures} wrong answers`)
  return p50
}

interface Measurement extends Omit<LoadOptions, 'connections' | 'duration' | 'targets'> {
  /** What to ask, for each of the three runs. */
  readonly targets: (run: 'warm' | 'many' | 'alone') => readonly string[]
}

/** First a run that only warms up the just-in-time compiler of both sides, then many connections, then one. */
async function measure(subject: Subject, name: string, options: Measurement): Promise<Row> {
  const run = (kind: 'warm' | 'many' | 'alone', connections: number, milliseconds: number) =>
    load({ ...options, targets: options.targets(kind), connections, duration: milliseconds })

  await run('warm', 32, duration / 2)
  const before = await subject.cpu()
  const many = await run('many', 32, duration)
  const used = (await subject.cpu()) - before
  const alone = await run('alone', 1, duration / 2)
  const failures = many.failures + alone.failures
  if (failures > 0) throw new Error(`${name}: ${failures} wrong answers`)
  return { ...many, name, cpu: (used * 1000) / many.requests, alone: alone.p50 }
}

function print(rows: readonly Row[], memory: number): void {
  const fastify = rows.find(({ name }) => name.includes('Fastify'))?.perSecond ?? 1
  console.log('| call | req/s | p50 / p95 ms | CPU ms/req | alone p50 ms | of Fastify | bytes |')
  console.log('|---|---|---|---|---|---|---|')
  for (const row of rows) {
    const share = `${Math.round((100 * row.perSecond) / fastify)} %`
    const times = `${row.p50.toFixed(2)} / ${row.p95.toFixed(2)}`
    console.log(
      `| ${row.name} | ${Math.round(row.perSecond)} | ${times} | ${row.cpu.toFixed(3)} | ${row.alone.toFixed(2)} | ${share} | ${row.bytes} |`,
    )
  }
  console.log(`\nmemory of the gateway: ${Math.round(memory)} MB`)
}
