import { tag } from '../../../../protocol/xml.ts'
import { failed, ok, type Reply } from '../answer.ts'
import type { Node } from '../node.ts'
import { param, type Request } from '../request.ts'
import { findMeeting } from '../state.ts'
import { checkMeetingId } from './checks.ts'
import { addDocuments } from './create.ts'

/** insertDocument: adds slides to a running meeting. */
export function insertDocument(node: Node, request: Request): Reply {
  const refusal = checkMeetingId(request)
  if (refusal) return refusal
  const id = param(request, 'meetingID')
  const meeting = findMeeting(node.state, id, node.profile.findsByInternalId)
  if (!meeting) return failed('notFound', `Meeting with id [${id}] not found.`)
  if (meeting.disabledFeatures.has('presentation')) {
    return failed('presentationDisabled', 'Presentation feature is disabled, ignoring.')
  }
  addDocuments(meeting, request)
  return ok(tag('messageKey', '') + tag('message', 'Presentation is being uploaded'))
}

/** sendChatMessage: says something in the public chat. */
export function sendChatMessage(node: Node, request: Request): Reply {
  const refusal = checkMeetingId(request)
  if (refusal) return refusal
  const message = param(request, 'message')
  const from = param(request, 'userName') || 'System'
  if (message === '') return failed('validationError', 'You must provide the param message')
  if (message.length > 500) return failed('validationError', 'Param message must be between 1 and 500 characters')
  if (from.length > 255) return failed('validationError', 'Param userName must not exceed 255 characters')

  const meeting = findMeeting(node.state, param(request, 'meetingID'), node.profile.findsByInternalId)
  if (!meeting) return failed('notFound', node.profile.messages.notFound)
  meeting.chat.push({ from, message })
  return ok(tag('messageKey', '') + tag('message', ''))
}
