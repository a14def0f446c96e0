import { Client } from 'pg'
import { expect } from 'vitest'
import type { Installation, Replica } from './installation.ts'
import type { Answered } from './storm.ts'

/** Waits until both replicas list every answered meeting; then whatever was to heal has healed, or it never will. */
export async function settle({ replicas, practice }: Installation, answered: Answered): Promise<void> {
  for (const server of practice.servers) server.clearInjections()
  for (const replica of replicas) {
    const missing = async () => {
      const list = await replica.call('getMeetings').catch(() => '')
      return [...answered.keys()].filter((room) => !list.includes(`<meetingID>${room}</meetingID>`)).slice(0, 3)
    }
    await expect.poll(missing, { timeout: 40_000, interval: 250 }).toEqual([])
  }
}

/** What must hold when all is well again, whatever happened before. */
export async function expectInvariants(installation: Installation, answered: Answered): Promise<void> {
  await expectJoins(installation, answered)
  await expectNoDoubles(installation)
  await expectSeats(installation)
  await expectAttendance(installation)
}

/** Old copies on a server that came back are ended within a few looks. */
async function expectNoDoubles({ practice }: Installation): Promise<void> {
  const doubles = () => {
    const ids = practice.servers.flatMap((server) => server.meetings().map(({ meetingId }) => meetingId))
    return ids.filter((id, i) => ids.indexOf(id) !== i)
  }
  await expect.poll(doubles, { timeout: 20_000, interval: 250 }).toEqual([])
}

const atOnce = 20

/** Each answered create can be joined, and all replicas send people to the server that has the meeting. */
async function expectJoins({ replicas, practice }: Installation, answered: Answered): Promise<void> {
  const check = async (room: string) => {
    const urls = await Promise.all(
      replicas.map((replica) => replica.call('join', `fullName=Ada&meetingID=${room}&role=VIEWER`)),
    )
    for (const url of urls) expect(url, room).toContain('/join?')
    const [url = ''] = urls
    expect(new Set(urls.map((one) => new URL(one).origin)).size, room).toBe(1)
    const server = practice.servers.find((one) => one.url.startsWith(new URL(url).origin))
    const nodeId = new URL(url).searchParams.get('meetingID')
    const listed = server?.meetings().map(({ meetingId }) => meetingId)
    expect(listed, room).toContain(nodeId)
  }
  const rooms = [...answered.keys()]
  for (let i = 0; i < rooms.length; i += atOnce) await Promise.all(rooms.slice(i, i + atOnce).map(check))
}

const reserved = 5

/** The seats that each replica believes to be taken are those of the meetings that are there; all are young. */
async function expectSeats({ replicas, practice }: Installation): Promise<void> {
  const truth = () => practice.servers.map((server) => server.meetings().length * reserved)
  const lines = async () => await Promise.all(replicas.map(async (replica) => (await seats(replica)).join(' ')))
  // A claim that was never answered is given up after twenty seconds; a copy of what was made again, at the next look.
  const wrong = async () => (await lines()).map((line) => `${line} of ${truth().join(' ')}`).filter(isWrong)
  await expect.poll(wrong, { timeout: 40_000, interval: 250 }).toEqual([])
}

function isWrong(line: string): boolean {
  const [believed, there] = line.split(' of ')
  return believed !== there
}

async function seats(replica: Replica): Promise<number[]> {
  const metrics = await (await fetch(`${replica.url}/metrics`)).text()
  const found = [...metrics.matchAll(/^mycel_server_seats\{server="s(\d+)"\} (\d+)/gm)]
  return found.toSorted((a, b) => Number(a[1]) - Number(b[1])).map(([, , count]) => Number(count))
}

/** Nobody is counted twice at any time, and whoever is in a meeting now is counted. */
async function expectAttendance({ practice, database }: Installation): Promise<void> {
  const client = new Client({ connectionString: database })
  await client.connect()
  try {
    const present = practice.servers.flatMap((server) => server.meetings()).filter(({ people }) => people.size > 0)
    // Whoever came while nobody looked is counted at the next look.
    const counted = async () => {
      const { rows } = await client.query(
        `select count(distinct m.node_id)::int as meetings from attendance a join meetings m using (instance)
         where a.left_at is null and m.ended_at is null and m.node_id = any($1)`,
        [present.map(({ meetingId }) => meetingId)],
      )
      return rows[0]?.meetings
    }
    await expect.poll(counted, { timeout: 10_000, interval: 250 }).toBe(present.length)
    const { rows } = await client.query(
      `select a.meeting_id, a.joined_at, a.left_at, b.joined_at as again from attendance a join attendance b
       on a.instance = b.instance and split_part(a.user_key, '.', 1) = split_part(b.user_key, '.', 1)
       and a.ctid <> b.ctid and a.joined_at <= b.joined_at
       and b.joined_at < coalesce(a.left_at, 9e15)`,
    )
    expect(rows).toEqual([])
  } finally {
    await client.end()
  }
}
