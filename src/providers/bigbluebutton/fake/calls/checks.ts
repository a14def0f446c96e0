import { failed, type Reply } from '../answer.ts'
import { param, type Request, rawParam } from '../request.ts'

/** The refusal of a missing or misshapen meetingID; undefined when there is nothing against it. */
export function checkMeetingId(request: Request): Reply | undefined {
  const raw = rawParam(request, 'meetingID')
  const clean = param(request, 'meetingID')
  if (clean === '') return failed('missingParamMeetingID', 'You must provide a meeting ID')
  if (raw !== clean) return failed('validationError', 'Invalid meeting ID')
  if (clean.length < 2 || clean.length > 256) {
    return failed('validationError', 'Meeting ID must be between 2 and 256 characters')
  }
  if (clean.includes(',')) return failed('validationError', 'Meeting ID cannot contain commas')
  return undefined
}

export function isBoolean(text: string): boolean {
  return text === '' || /^(true|false)$/i.test(text)
}
