import { tag } from '../../../../protocol/xml.ts'
import { failed, ok, type Reply } from '../answer.ts'
import type { Meeting } from '../meeting.ts'
import { endMeeting, type Node } from '../node.ts'
import { renderMeeting } from '../render.ts'
import { param, type Request } from '../request.ts'
import { findMeeting } from '../state.ts'
import { checkMeetingId } from './checks.ts'

/** isMeetingRunning: whether anybody is in the room. An unknown meeting is not running, which is no error. */
export function isMeetingRunning(node: Node, request: Request): Reply {
  const refusal = checkMeetingId(request)
  if (refusal) return refusal
  const meeting = find(node, request)
  return ok(tag('running', meeting !== undefined && meeting.people.size > 0))
}

/** end: closes the meeting, whoever is in it. */
export function end(node: Node, request: Request): Reply {
  const refusal = checkMeetingId(request)
  if (refusal) return refusal
  const password = param(request, 'password')
  if (node.profile.endNeedsPassword && password === '') {
    return failed('invalidPassword', 'You must supply the moderator password for this call.')
  }
  const meeting = find(node, request)
  if (!meeting) return failed('notFound', node.profile.messages.notFound)
  if (password !== '' && password !== meeting.moderatorPassword) {
    return failed('invalidPassword', 'The supplied moderator password is incorrect')
  }

  endMeeting(node, meeting)
  const message =
    'A request to end the meeting was sent.  Please wait a few seconds, and then use the getMeetingInfo or ' +
    'isMeetingRunning API calls to verify that it was ended'
  return ok(tag('messageKey', 'sentEndMeetingRequest') + tag('message', message))
}

/** getMeetingInfo: all that is known of one meeting. */
export function getMeetingInfo(node: Node, request: Request): Reply {
  const refusal = checkMeetingId(request)
  if (refusal) return refusal
  const meeting = find(node, request)
  if (!meeting) return failed('notFound', node.profile.messages.infoNotFound)
  return ok(renderMeeting(meeting, node.quirks.countsWithCommas ?? false))
}

/** getMeetings: all that is known of every meeting, breakout rooms among them. */
export function getMeetings(node: Node): Reply {
  const withCommas = node.quirks.countsWithCommas ?? false
  let list = ''
  for (const meeting of node.state.meetings.values()) list += `<meeting>${renderMeeting(meeting, withCommas)}</meeting>`
  if (list !== '') return ok(`<meetings>${list}</meetings>`)
  return ok(`<meetings/>${tag('messageKey', 'noMeetings')}${tag('message', 'no meetings were found on this server')}`)
}

function find(node: Node, request: Request): Meeting | undefined {
  return findMeeting(node.state, param(request, 'meetingID'), node.profile.findsByInternalId)
}
