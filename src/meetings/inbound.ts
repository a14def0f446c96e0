import { jwtVerify, SignJWT } from 'jose'
import { Problem } from '../lib/problem.ts'
import type { Context } from './context.ts'
import type { Meeting } from './meeting.ts'
import type { Organisation } from './organisations.ts'

/**
 * A server reports that a recording is ready: `signed_parameters`, a JWT made with the server's secret. The client gets
 * the same, with its own meeting ID, made with its own secret. Throws Problem for what no server of ours can have sent.
 */
export async function relayReady(context: Context, instance: string, signedParameters: string): Promise<void> {
  const { meeting, organisation } = await owner(context, instance)
  const payload = await verify(context, meeting, signedParameters, ['HS256', 'HS384', 'HS512'])
  const recordId = payload['record_id']
  if (typeof recordId !== 'string') throw new Problem('invalid', 'the recording-ready message names no recording')

  const meetingId = payload['meeting_id'] === meeting.nodeId ? meeting.meetingId : String(payload['meeting_id'])
  const token = await new SignJWT({ meeting_id: meetingId, record_id: recordId })
    .setProtectedHeader({ typ: 'JWT', alg: 'HS256' })
    .sign(key(organisation.secrets[0]?.value.reveal()))
  const body = new URLSearchParams({ signed_parameters: token }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  for (const url of new Set(Object.values(meeting.callbacks.ready ?? {}))) {
    await context.outbox.send({
      kind: 'ready',
      organisation: organisation.id,
      meetingId: meeting.meetingId,
      request: { method: 'POST', url, headers, body },
    })
  }
}

/** A server's analytics of an ended meeting, passed on under a bearer token made with the client's secret. */
export async function relayAnalytics(
  context: Context,
  instance: string,
  authorization: string,
  body: string,
): Promise<void> {
  const { meeting, organisation } = await owner(context, instance)
  await verify(context, meeting, authorization.replace(/^Bearer\s+/i, ''), ['HS512', 'HS384', 'HS256'])
  const url = meeting.callbacks.analytics
  if (url === undefined) return

  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS512' })
    .setExpirationTime('24h')
    .sign(key(organisation.secrets[0]?.value.reveal()))
  await context.outbox.send({
    kind: 'analytics',
    organisation: organisation.id,
    meetingId: meeting.meetingId,
    request: {
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      // A function, because `$` in a replacement text has a meaning.
      body: body.replaceAll(meeting.nodeId, () => jsonText(meeting.meetingId)),
    },
  })
}

async function owner(context: Context, instance: string): Promise<{ meeting: Meeting; organisation: Organisation }> {
  const meeting = context.directory.byInstance(instance) ?? (await context.store.find(instance))
  const organisation = meeting && context.organisations.find(meeting.organisation)
  if (!organisation) throw new Problem('not-found', 'no such meeting')
  return { meeting, organisation }
}

async function verify(context: Context, meeting: Meeting, token: string, algorithms: string[]) {
  const secret = context.pool.find(meeting.server)?.access.secret.reveal()
  try {
    const { payload } = await jwtVerify(token, key(secret), { algorithms })
    return payload
  } catch (cause) {
    throw new Problem('unauthenticated', 'the message is not signed by the server of this meeting', { cause })
  }
}

/** An empty key would make a signature that anyone can make. */
function key(secret: string | undefined): Uint8Array {
  if (!secret) throw new Problem('unauthenticated', 'there is no secret to sign or verify with')
  return new TextEncoder().encode(secret)
}

function jsonText(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
