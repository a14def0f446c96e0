import { detached } from '../lib/detached.ts'
import { Refusal } from '../protocol/failures.ts'
import type { Answer } from '../protocol/meeting.ts'
import { ServerFailure } from '../protocol/server-failure.ts'
import { child, childText, type Element } from '../protocol/xml.ts'
import type { Context } from './context.ts'
import type { CreateAnswer, Meeting } from './meeting.ts'
import { patiently } from './patience.ts'
import { factsOfNew, renderNewMeeting } from './render.ts'
import { toWire } from './replicas/wire.ts'
import type { CallOptions } from './servers.ts'
import type { Body } from './store.ts'
import { noteCreated, noteFailedCreate } from './watch.ts'

/** A server in a storm of starts takes some seconds for a create. */
const createTimeoutMs = 15_000

/** What is so when the database went while a server was creating a meeting; then a look at the server decides. */
export const mayHaveStarted = 'the meeting may have started all the same'

/** Asks the meeting's server to create it. Throws `Refusal` with the server's words, or `ServerFailure`. */
export async function ask(
  context: Context,
  meeting: Meeting,
  { query, form }: { query: string; form: string | undefined },
  body: Body | undefined,
): Promise<Answer> {
  const server = context.pool.find(meeting.server)
  if (!server) throw new ServerFailure('unreachable', 'the server was removed')
  const options: CallOptions = { timeoutMs: createTimeoutMs, body: body ?? formBody(form) }
  try {
    // A form cannot ride beside slides: with a body of its own, everything stays in the query.
    const whole = body && form !== undefined ? `${query}&${form}` : query
    const answer = await context.servers.call(server.access, 'create', whole, options)
    noteCreated(context, server)
    if (!answer.ok) throw toRefusal(answer, meeting)
    return answer
  } catch (error) {
    if (error instanceof ServerFailure) noteFailedCreate(context, server, error)
    throw error
  }
}

/** Takes in a server's answer to a create: from here on the meeting is known to exist. */
export async function created(context: Context, meeting: Meeting, answer: Answer): Promise<CreateAnswer> {
  meeting.answer = toCreateAnswer(answer, meeting.meetingId)
  meeting.facts = factsOfNew(meeting.answer, meeting.nodeId, meeting.name)
  meeting.xml = renderNewMeeting(meeting.answer, meeting.parameters, meeting.name, meeting.callbacks)
  meeting.confirmedAt = context.clock.elapsed()
  const isConfirmed = await patiently(() => context.store.confirm(meeting), { outcome: mayHaveStarted })
  if (!isConfirmed) throw new Refusal('internalError')
  // A look at the server may have shown the meeting before its create was answered.
  const isNews = meeting.state !== 'running'
  meeting.state = 'running'
  context.directory.name(meeting, meeting.facts.internalId)
  context.directory.changed(meeting)
  context.replicas.tell({ kind: 'confirmed', meeting: toWire(meeting) })
  if (isNews) context.bus.emit('created', meeting)
  return meeting.answer
}

/** The elements of a create answer, with the client's meeting ID. */
export function toCreateAnswer(answer: Answer, meetingId: string): CreateAnswer {
  return answer.root.children
    .filter((element) => element.name !== 'returncode')
    .map((element) => [element.name, element.name === 'meetingID' ? meetingId : detached(element.text.trim())])
}

/** A server's refusal in its own words, except for its name of the meeting. */
export function toRefusal(answer: Answer, meeting: Pick<Meeting, 'nodeId' | 'meetingId'>): Refusal {
  const first = child(answer.root, 'errors')?.children[0]
  const key = answer.key || detail(first, 'key') || 'internalError'
  const message = answer.message || detail(first, 'message')
  return Refusal.of(
    key,
    message.replaceAll(meeting.nodeId, () => meeting.meetingId),
  )
}

/** Some releases write a detail of an error as an attribute, some as an element. */
function detail(error: Element | undefined, name: string): string {
  return error === undefined ? '' : error.attributes[name] || childText(error, name)
}

function formBody(form: string | undefined): CallOptions['body'] {
  return form === undefined ? undefined : { type: 'application/x-www-form-urlencoded', content: form }
}
