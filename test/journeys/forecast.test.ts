import { expect, test } from 'vitest'
import { rig } from '../rig.ts'

const people = Array.from({ length: 7 }, (_, index) => ({ name: `Ada ${index}`, role: 'VIEWER' as const }))

test('a room is given the seats that its last meetings needed, and the reason can be read', async () => {
  await using coop = await rig({ servers: 1 })
  const { context } = coop.app.gateway
  await coop.call('create', 'name=Room&meetingID=r1')
  const first = context.directory.find('main', 'r1')
  expect(first?.decision).toMatchObject({ size: 20, sizeFrom: 'the default' })

  for (const person of people) coop.servers[0]?.joinUser(first?.nodeId ?? '', person)
  await coop.look()
  expect(first?.peak).toBe(7)
  coop.servers[0]?.endMeeting(first?.nodeId ?? '')
  await coop.look()
  expect(context.directory.find('main', 'r1')).toBeUndefined()

  await coop.call('create', 'name=Room&meetingID=r1&record=true')
  expect(context.directory.find('main', 'r1')?.decision).toMatchObject({
    size: 8,
    sizeFrom: "the room's history: its last meeting had 7 people; 1.1 seats for each",
  })
})
