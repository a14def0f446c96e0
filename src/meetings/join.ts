import { signQuery } from '../protocol/checksum.ts'
import { Refusal } from '../protocol/failures.ts'
import { type Parameter, valueOf, withValue } from '../protocol/query.ts'
import type { Context } from './context.ts'
import type { Creator } from './create.ts'
import { answerText, createTimeOf, type Meeting } from './meeting.ts'
import type { Organisation } from './organisations.ts'
import { applyRules } from './parameters.ts'
import { isUp, type Server } from './pool.ts'

/** The meeting's server is gone, or does not have it yet: it must be made, or made again, before anybody can join it. */
export class ServerGone extends Error {
  override name = 'ServerGone'
  readonly meeting: Meeting

  constructor(meeting: Meeting) {
    super('the server of this meeting does not answer, or does not have it yet')
    this.meeting = meeting
  }
}

/**
 * Where the browser of someone who joins is sent: the join address of the server that has the meeting, signed for it.
 * Answered from memory alone; what only the server can know (guests, distinct users) it checks itself. Who leaves goes to
 * `logoutUrl` if it is given, else where the parameters say. Throws `Refusal`, or `ServerGone`.
 */
export function join(
  context: Context,
  organisation: Organisation,
  parameters: readonly Parameter[],
  logoutUrl?: string,
): string {
  const meeting = findMeeting(context, organisation, parameters)
  checkCreateTime(meeting, parameters)
  const server = context.pool.find(meeting.server)
  if (!isUp(server) || meeting.lostAt !== undefined) throw new ServerGone(meeting)
  if (meeting.state === 'creating' && !meeting.facts) throw new ServerGone(meeting)
  const sent = ruled(organisation, parameters)
  checkRole(meeting, sent)
  admit(context, organisation, meeting, sent)

  meeting.touchedAt = context.clock.elapsed()
  context.replicas.touched(meeting)
  return joinUrl(server, logoutUrl === undefined ? sent : withValue(sent, 'logoutURL', logoutUrl), meeting.nodeId)
}

/** The parameters of a join with the organisation's rules applied to them. */
export function ruled(organisation: Organisation, parameters: readonly Parameter[]): readonly Parameter[] {
  return hasRules(organisation) ? applyRules(parameters, organisation.join) : parameters
}

/** Whether a join makes somebody a moderator, by bbb-web's rule: a valid role, or else the password. */
export function isModerator(meeting: Meeting, sent: readonly Parameter[]): boolean {
  const role = valueOf(sent, 'role')?.toUpperCase()
  if (role === 'MODERATOR' || role === 'VIEWER') return role === 'MODERATOR'
  const password = valueOf(sent, 'password')
  return password !== undefined && password !== '' && password === answerText(meeting, 'moderatorPW')
}

/** The same, for a meeting whose server may be gone. */
export async function joinAnywhere(
  context: Context,
  creator: Creator,
  organisation: Organisation,
  parameters: readonly Parameter[],
): Promise<string> {
  try {
    return join(context, organisation, parameters)
  } catch (error) {
    if (!(error instanceof ServerGone)) throw error
    await creator.recreate(organisation, error.meeting)
  }
  try {
    return join(context, organisation, parameters)
  } catch (error) {
    throw error instanceof ServerGone ? new Refusal('internalError') : error
  }
}

function findMeeting(context: Context, organisation: Organisation, parameters: readonly Parameter[]): Meeting {
  const meetingId = valueOf(parameters, 'meetingID')
  if (!meetingId) throw new Refusal('missingParamMeetingID')
  if (!valueOf(parameters, 'fullName') && !valueOf(parameters, 'firstName')) throw new Refusal('missingParamFullName')
  const meeting = context.directory.find(organisation.id, meetingId)
  if (!meeting) throw new Refusal('invalidMeetingIdentifier')
  return meeting
}

/** A link made for an earlier instance of the meeting must not lead into the present one. */
function checkCreateTime(meeting: Meeting, parameters: readonly Parameter[]): void {
  const given = valueOf(parameters, 'createTime')
  if (!given) return
  const expected = createTimeOf(meeting)
  if (expected !== undefined && given !== String(expected)) throw new Refusal('mismatchCreateTimeParam')
}

/** A valid role, or else one of the two passwords. */
function checkRole(meeting: Meeting, parameters: readonly Parameter[]): void {
  const role = valueOf(parameters, 'role')?.toUpperCase()
  if (role === 'MODERATOR' || role === 'VIEWER' || meeting.answer.length === 0) return
  const password = valueOf(parameters, 'password')
  const isKnown =
    password && (password === answerText(meeting, 'moderatorPW') || password === answerText(meeting, 'attendeePW'))
  if (!isKnown) throw new Refusal('Params required')
}

/** Where users are limited, whoever is let in counts from now on, before a look shows them. */
function admit(context: Context, { id }: Organisation, meeting: Meeting, sent: readonly Parameter[]): void {
  const bounds = context.organisations.standing(id).bounds.filter(({ limits }) => limits.users !== undefined)
  if (bounds.length === 0) return
  const userId = valueOf(sent, 'userID') || undefined
  if (userId !== undefined && context.arrivals.isExpected(meeting, userId)) return
  for (const { limits, members } of bounds) {
    const users = members.reduce((sum, member) => sum + usersOf(context, member), 0)
    if (limits.users !== undefined && users >= limits.users) throw new Refusal('maxParticipantsReached')
  }
  context.arrivals.expect(meeting, userId)
  context.replicas.tell({ kind: 'expected', instance: meeting.instance, userId })
}

function usersOf({ directory, arrivals }: Context, organisation: string): number {
  let users = 0
  for (const meeting of directory.inOrganisation(organisation)) {
    users += (meeting.facts?.participants ?? 0) + arrivals.count(meeting)
  }
  return users
}

const unnameable = /^userdata-(?![A-Za-z_][\w.-]*$)/

function hasRules({ join: { defaults, overrides } }: Organisation): boolean {
  for (const _ in defaults) return true
  for (const _ in overrides) return true
  return false
}

/** In one pass, because every join comes here: the server's meeting ID in the place of the client's. */
function joinUrl({ access }: Server, parameters: readonly Parameter[], nodeId: string): string {
  let query = ''
  let isNamed = false
  for (const { name, raw } of parameters) {
    // Servers list custom data as XML elements: a name that cannot be one would break their listing for everybody.
    if ((name === 'meetingID' && isNamed) || unnameable.test(name)) continue
    isNamed ||= name === 'meetingID'
    const piece = name === 'meetingID' ? `meetingID=${nodeId}` : raw
    query = query === '' ? piece : `${query}&${piece}`
  }
  return `${access.url}/join?${signQuery(access.checksum, 'join', query, access.secret.reveal())}`
}
