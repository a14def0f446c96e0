import { createHash } from 'node:crypto'
import { json, ok, type Reply } from '../answer.ts'
import { leave, type Node } from '../node.ts'
import { param, type Request } from '../request.ts'
import type { Session } from '../state.ts'
import { cookieOf } from './cookie.ts'

/** The session that this request's token and cookie belong to: one without the other opens nothing. */
export function findSession(node: Node, request: Request): Session | undefined {
  const session = node.state.sessions.get(param(request, 'sessionToken'))
  if (!session) return undefined
  return node.quirks.allowRequestsWithoutSession || cookieOf(request) === session.cookie ? session : undefined
}

/** getJoinUrl: another way into the same meeting for the same person, signed by the server itself. */
export function getJoinUrl(node: Node, request: Request): Reply {
  const session = findSession(node, request)
  if (!session) return missingSession()

  const { person, meeting } = session
  const query = new URLSearchParams({
    fullName: person.name,
    meetingID: meeting.meetingId,
    role: person.role,
    userID: person.userId,
    createTime: String(meeting.createTime),
  }).toString()
  const checksum = createHash('sha1').update(`join${query}${node.secret}`, 'utf8').digest('hex')
  const url = `${request.origin}/bigbluebutton/api/join?${query}&checksum=${checksum}`
  return json({ response: { returncode: 'SUCCESS', message: 'Join URL provided successfully.', url } })
}

/** feedback: what somebody thought of the meeting. Accepted and forgotten. */
export function feedback(node: Node, request: Request): Reply {
  return findSession(node, request) ? json({ response: { returncode: 'SUCCESS' } }) : missingSession()
}

/** signOut: ends the session, if there is one; succeeds in any case. */
export function signOut(node: Node, request: Request): Reply {
  const session = findSession(node, request)
  if (session) closeSession(node, session)
  return ok()
}

/** Takes the person out of the room and forgets the session. */
export function closeSession(node: Node, session: Session): void {
  node.state.sessions.delete(session.token)
  leave(node, session.meeting, session.person.id)
}

function missingSession(): Reply {
  const message = 'Could not find the session.'
  return json({ response: { returncode: 'FAILED', messageKey: 'missingSession', message } })
}
