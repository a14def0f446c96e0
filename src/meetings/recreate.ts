import { isMetadata } from '../protocol/metadata.ts'
import { type Parameter, parameter, withValue } from '../protocol/query.ts'
import type { Context } from './context.ts'
import type { CreateRequest } from './create.ts'
import { answerText, type Meeting } from './meeting.ts'
import type { Organisation } from './organisations.ts'

/**
 * The create that makes a meeting again elsewhere after its server died: what the client once sent, with its own meeting
 * ID and callback addresses, the slides, and the passwords and the voice bridge that people already hold in their hands.
 */
export async function requestToRecreate(
  context: Context,
  organisation: Organisation,
  meeting: Meeting,
): Promise<CreateRequest> {
  const named = withValue(meeting.parameters.filter(isClients), 'meetingID', meeting.meetingId)
  const known = ['attendeePW', 'moderatorPW'].reduce((kept, name) => keep(kept, name, answerText(meeting, name)), named)
  return {
    organisation,
    parameters: [...known, ...meeting.wish, ...callbackParameters(meeting)],
    body: await context.store.body(meeting),
  }
}

/** What the gateway put in for its own ends is made anew. */
function isClients(p: Parameter): boolean {
  return !callbackNames.some((name) => isMetadata(p, name))
}

const callbackNames = ['endcallbackurl', 'analytics-callback-url', 'bbb-recording-ready-url']

function keep(parameters: readonly Parameter[], name: string, value: string): Parameter[] {
  return value === '' ? [...parameters] : withValue(parameters, name, value)
}

function callbackParameters({ callbacks }: Meeting): Parameter[] {
  const ready = Object.entries(callbacks.ready ?? {}).map(([name, url]) => [`meta_${name}`, url] as const)
  const named = [
    ['meta_endCallbackUrl', callbacks.end],
    ['meetingEndedURL', callbacks.ended],
    ['meta_analytics-callback-url', callbacks.analytics],
    ...ready,
  ] as const
  return named.flatMap(([name, url]) => (url === undefined ? [] : [parameter(name, url)]))
}
