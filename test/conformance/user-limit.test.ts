import { expect, test } from 'vitest'
import { manualClock } from '../../src/lib/clock.ts'
import { browse, type Rig, rig } from '../rig.ts'

const organisations = `
    - { id: federation, secrets: [], kind: federation, limits: { users: 5 } }
    - { id: main, name: Example Co-op, secrets: ["secret://main"], parent: federation, limits: { users: 3 } }`

async function enter(coop: Rig, person: string): Promise<string> {
  const answer = await coop.call('join', `fullName=Ada&meetingID=r1&role=VIEWER&redirect=false${person}`)
  return answer.status === 302 ? (answer.headers.get('location') ?? '') : answer.text('messageKey')
}

test('a burst of joins does not pass the limit, although nobody was seen yet', async () => {
  await using coop = await rig({ servers: 1, organisations, clock: manualClock() })
  await coop.call('create', 'name=Room&meetingID=r1')
  const answers = await Promise.all(Array.from({ length: 20 }, () => enter(coop, '')))
  expect(answers.filter((answer) => answer.startsWith('http'))).toHaveLength(3)
  expect(new Set(answers.filter((answer) => !answer.startsWith('http')))).toEqual(new Set(['maxParticipantsReached']))
})

test('who does not come makes room after a minute, and who is on the way may try again', async () => {
  const clock = manualClock()
  await using coop = await rig({ servers: 1, organisations, clock })
  await coop.call('create', 'name=Room&meetingID=r1')
  const both = [await enter(coop, '&userID=u1'), await enter(coop, '&userID=u2'), await enter(coop, '&userID=u3')]
  await browse(both[0] ?? '')
  await coop.look()
  expect(await enter(coop, '&userID=u3')).toMatch(/^http/)
  expect(await enter(coop, '&userID=u4')).toBe('maxParticipantsReached')
  clock.advance(60_000)
  expect(await enter(coop, '&userID=u4')).toMatch(/^http/)
})
