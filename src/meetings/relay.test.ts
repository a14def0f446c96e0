import { expect, test } from 'vitest'
import { readAnswer } from '../protocol/meeting.ts'
import { toRefusal } from './create-on-server.ts'
import { translated } from './relay.ts'

const meeting = { nodeId: 'mycel-000000000007', meetingId: 'room $& $$ 7' }

test('what a server says of a meeting names it as its client does, whatever characters the name has', () => {
  const { root } = readAnswer('<response><returncode>SUCCESS</returncode><a>of mycel-000000000007</a></response>')
  expect(translated(root, meeting).children.map(({ text }) => text)).toEqual(['SUCCESS', 'of room $& $$ 7'])
})

test('so does what a server says when it refuses', () => {
  const answer = readAnswer(
    '<response><returncode>FAILED</returncode><messageKey>notFound</messageKey><message>[mycel-000000000007]</message></response>',
  )
  expect(toRefusal(answer, meeting)).toMatchObject({ key: 'notFound', message: '[room $& $$ 7]' })
})
