import { recordChange } from '../db/audit.ts'
import { Problem } from '../lib/problem.ts'
import { Refusal } from '../protocol/failures.ts'
import { parameter } from '../protocol/query.ts'
import type { Context } from './context.ts'
import { answerText, type Meeting } from './meeting.ts'
import type { Actor } from './registry.ts'
import { end } from './relay.ts'

/** The live meeting of that name. Throws Problem 'not-found'. */
export function requireLiveMeeting(context: Context, organisation: string, meetingId: string): Meeting {
  const meeting = context.directory.find(organisation, meetingId)
  if (meeting) return meeting
  throw new Problem('not-found', `the organisation ${organisation} has no meeting ${meetingId} now`)
}

/** Asks a meeting's server to end it; the meeting is over once the server says so. Throws 'not-found', 'upstream'. */
export async function endByOperator(
  context: Context,
  organisation: string,
  meetingId: string,
  actor: Actor,
): Promise<void> {
  const meeting = requireLiveMeeting(context, organisation, meetingId)
  // Servers before 2.7 want the password of a moderator.
  const password = answerText(meeting, 'moderatorPW')
  const parameters = [parameter('meetingID', meetingId), ...(password ? [parameter('password', password)] : [])]
  try {
    await end(context, { organisation: { id: organisation }, parameters })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Problem('upstream', `the server ${meeting.server} did not end the meeting: ${error.message}`)
  }
  await context.database.transact((tx) =>
    recordChange(context, tx, {
      actor,
      action: 'meeting.end',
      subject: `${organisation}/${meetingId}`,
      organisation,
      details: { server: meeting.server, name: meeting.name },
    }),
  )
}
