import { randomId } from '../../../../lib/ids.ts'
import { tag } from '../../../../protocol/xml.ts'
import { failed, ok, type Reply, redirect } from '../answer.ts'
import { countPeople, type Meeting, type Role } from '../meeting.ts'
import { type Node, newPerson } from '../node.ts'
import { param, type Request } from '../request.ts'
import { findMeeting, type Session } from '../state.ts'
import { checkMeetingId, isBoolean } from './checks.ts'
import { cookieOf } from './cookie.ts'

/** join: lets somebody in, and sends their browser to the client page with a session token and a cookie. */
export function join(node: Node, request: Request): Reply {
  const meeting = findMeeting(node.state, param(request, 'meetingID'), node.profile.findsByInternalId)
  const refusal = checkJoin(node, request, meeting)
  if (refusal) return refusal
  if (!meeting)
    return refuseJoin(node, request, 'invalidMeetingIdentifier', node.profile.messages.invalidMeetingIdentifier)

  const role = roleOf(request, meeting)
  if (!role) return failed('Params required', 'You must either send the valid role of the user, or the password.')
  if (isFull(request, meeting)) {
    const message = 'The number of participants allowed for this meeting has been reached.'
    return refuseJoin(node, request, 'maxParticipantsReached', message)
  }
  const isGuest = isTreatedAsGuest(request, meeting, role)
  if (isGuest && meeting.guestPolicy === 'ALWAYS_DENY') {
    return refuseJoin(
      node,
      request,
      'guestDeniedAccess',
      'You have been denied access to this meeting based on the meeting guest policy',
    )
  }
  return admit(node, request, openSession(node, request, meeting, role, isGuest))
}

/** A refusal of join: a redirect that carries the error, or XML where no redirect was wanted and the release does so. */
export function refuseJoin(node: Node, request: Request, key: string, message: string): Reply {
  if (node.profile.joinErrorsAsXml && param(request, 'redirect').toLowerCase() === 'false') return failed(key, message)

  const hasErrorUrl = node.profile.name === '2.7.8' || node.profile.name === '3.0'
  const wanted = (hasErrorUrl ? param(request, 'errorRedirectUrl') : '') || param(request, 'logoutURL')
  const target = new URL(URL.canParse(wanted) ? wanted : request.origin)
  target.searchParams.append('errors', JSON.stringify([{ key, message }]))
  return redirect(target.href)
}

function checkJoin(node: Node, request: Request, meeting: Meeting | undefined): Reply | undefined {
  const refuse = (key: string, message: string) => refuseJoin(node, request, key, message)
  if (param(request, 'meetingID') === '') return refuse('missingParamMeetingID', 'You must provide a meeting ID')
  if (param(request, 'fullName') === '') return refuse('missingParamFullName', 'You must provide your name')
  if (checkMeetingId(request)) return refuse('validationError', 'Invalid meeting ID')
  if (!isBoolean(param(request, 'guest')) || !isBoolean(param(request, 'auth'))) {
    return refuse('validationError', 'Guest must be a boolean value (true or false)')
  }
  if (!meeting) return refuse('invalidMeetingIdentifier', node.profile.messages.invalidMeetingIdentifier)
  if (meeting.endTime > 0) {
    const message =
      'You can not join the meeting. It has been forcibly ended and will not be available until it is created again.'
    return refuse('meetingForciblyEnded', message)
  }
  const createTime = param(request, 'createTime')
  if (createTime !== '' && Number(createTime) !== meeting.createTime) {
    const message = 'The createTime parameter submitted mismatches with the current meeting.'
    return refuse('mismatchCreateTimeParam', message)
  }
  return undefined
}

function roleOf(request: Request, meeting: Meeting): Role | undefined {
  const role = param(request, 'role').toUpperCase()
  if (role === 'MODERATOR' || role === 'VIEWER') return role
  const password = param(request, 'password')
  if (password === meeting.moderatorPassword) return 'MODERATOR'
  return password === meeting.attendeePassword ? 'VIEWER' : undefined
}

function isFull(request: Request, meeting: Meeting): boolean {
  if (meeting.maxParticipants === 0 || countPeople(meeting) < meeting.maxParticipants) return false
  const userId = param(request, 'userID')
  return ![...meeting.people.values()].some((person) => person.userId === userId)
}

function isTreatedAsGuest(request: Request, meeting: Meeting, role: Role): boolean {
  if (param(request, 'guest').toLowerCase() !== 'true' || role === 'MODERATOR') return false
  return meeting.guestPolicy !== 'ALWAYS_ACCEPT_AUTH' || param(request, 'auth').toLowerCase() !== 'true'
}

function openSession(node: Node, request: Request, meeting: Meeting, role: Role, isGuest: boolean): Session {
  const customData = new Map<string, string>()
  for (const [key] of request.parameters) {
    const name = /^userdata-([A-Za-z_]\w*)$/.exec(key)?.[1]
    if (name) customData.set(name, param(request, key))
  }
  const waits = meeting.guestPolicy === 'ASK_MODERATOR' || meeting.guestPolicy === 'ALWAYS_ACCEPT_AUTH'
  const session: Session = {
    token: randomId(16),
    // One browser may hold sessions on several practice servers of one machine, whose cookies it does not tell apart.
    cookie: cookieOf(request) ?? randomId(32).toUpperCase(),
    person: newPerson({ name: param(request, 'fullName'), userId: param(request, 'userID'), role, customData }),
    meeting,
    waiting: isGuest && waits,
    logoutUrl: (node.profile.joinHasLogoutUrl && param(request, 'logoutURL')) || meeting.logoutUrl,
  }
  node.state.sessions.set(session.token, session)
  return session
}

function admit(node: Node, request: Request, session: Session): Reply {
  const page = session.waiting ? '/html5client/guestWait' : node.profile.clientPath
  const url = `${request.origin}${page}?sessionToken=${session.token}`
  const headers = { 'set-cookie': `JSESSIONID=${session.cookie}; Path=/; HttpOnly; SameSite=Lax` }
  if (param(request, 'redirect').toLowerCase() !== 'false') return redirect(url, headers)

  const reply = ok(
    tag('messageKey', session.waiting ? 'guestWait' : 'successfullyJoined') +
      tag(
        'message',
        session.waiting ? 'Guest waiting for approval to join meeting.' : 'You have joined successfully.',
      ) +
      tag('meeting_id', session.meeting.internalId) +
      tag('user_id', session.person.id) +
      tag('auth_token', randomId(12)) +
      tag('session_token', session.token) +
      tag('guestStatus', session.waiting ? 'WAIT' : 'ALLOW') +
      tag('url', url),
  )
  return { ...reply, headers: { ...reply.headers, ...headers } }
}
