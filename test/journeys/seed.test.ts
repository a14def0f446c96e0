import { expect, test } from 'vitest'
import { type Rig, rig } from '../rig.ts'

// The sentence from which all this comes: "more than 1,500 students on 10 servers, 150 per server".
const classes = Array.from({ length: 50 }, (_, i) => `class-${i}`)
const students = 30

test('50 classes of 30 begin at once on 10 servers of 150, and those of a dead server go on elsewhere', {
  timeout: 120_000,
}, async () => {
  await using coop = await rig({ servers: 10, poll: 5 })
  const created = await Promise.all(
    classes.map((room) => coop.call('create', `name=Class&meetingID=${room}&meta_mycel-expected-users=${students}`)),
  )
  expect(created.filter((answer) => answer.text('returncode') !== 'SUCCESS')).toEqual([])

  await Promise.all(classes.map((room) => fill(coop, room)))
  const people = coop.servers.map((server) => server.meetings().reduce((sum, { people }) => sum + people.size, 0))
  expect(people).toEqual(Array.from({ length: 10 }, () => 150))

  const lost = coop.servers[3]
  const orphans = classesOn(coop, lost?.url ?? '')
  expect(orphans).toHaveLength(5)
  await lost?.stop()
  for (const room of orphans) {
    await expect.poll(() => whereTo(coop, room), { timeout: 15_000, interval: 250 }).not.toContain(lost?.url)
  }
  expect(classesOn(coop, lost?.url ?? '')).toEqual([])
})

/** Thirty people join a class: each is sent to a server, and arrives there. */
async function fill(coop: Rig, room: string): Promise<void> {
  for (let i = 0; i < students; i++) {
    const address = await whereTo(coop, room)
    const server = coop.servers.find(({ url }) => address.startsWith(url))
    const nodeId = new URL(address).searchParams.get('meetingID') ?? ''
    server?.joinUser(nodeId, { name: `Student ${i}`, role: i === 0 ? 'MODERATOR' : 'VIEWER' })
  }
}

/** Where the next person who joins is sent; the failed server's address while nothing better is known. */
async function whereTo(coop: Rig, room: string): Promise<string> {
  const joining = await coop.call('join', `fullName=Student&meetingID=${room}&role=VIEWER`)
  return joining.headers.get('location') ?? `${coop.servers[3]?.url} (${joining.text('messageKey')})`
}

function classesOn(coop: Rig, url: string): string[] {
  const { directory, pool } = coop.app.gateway.context
  return classes.filter((room) => pool.find(directory.find('main', room)?.server ?? '')?.access.url === url)
}
