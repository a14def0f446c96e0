import { signQuery } from '../../src/protocol/checksum.ts'

const secret = 'a-secret-of-the-benchmark'

export function createTarget(room: string): string {
  return target('create', `name=Room&meetingID=${room}`)
}

export function joinTarget(room: string): string {
  return target('join', `fullName=Ada&meetingID=${room}&role=VIEWER`)
}

function target(call: string, query: string): string {
  return `/bigbluebutton/api/${call}?${signQuery('sha256', call, query, secret)}`
}
