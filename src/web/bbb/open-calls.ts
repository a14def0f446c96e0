import type { Secret } from '../../lib/secret.ts'
import type { Gateway } from '../../meetings/gateway.ts'
import { decodeQuery } from '../../meetings/validate.ts'
import { matches, splitChecksum } from '../../protocol/checksum.ts'
import { Refusal, success } from '../../protocol/failures.ts'
import { type Parameter, valueOf } from '../../protocol/query.ts'
import { tag } from '../../protocol/xml.ts'
import { json, type Reply, xml } from './reply.ts'
import type { BbbRequest } from './request.ts'

/** The index: what API this is. Whatever checksum comes with it is ignored, as bbb-web does. */
export const index: Reply = xml(success('<version>2.0</version><apiVersion>2.0</apiVersion><bbbVersion></bbbVersion>'))

const unknownSession = {
  returncode: 'FAILED',
  messageKey: 'missingSession',
  message: 'User session not found',
} as const

const tooManySessions = {
  returncode: 'FAILED',
  messageKey: 'tooManyRequests',
  message: 'Too many requests for unknown sessions. Please try again in a moment',
} as const

/** Bytes; what people write about a meeting is a few lines. */
const largestSessionBody = 64 * 1024

/** Calls that a session token authorises instead of a checksum; only the server that issued it can answer. */
export async function sessionCall(gateway: Gateway, request: BbbRequest): Promise<Reply> {
  const token = valueOf(decodeQuery(request.query), 'sessionToken') ?? ''
  if (!/^[A-Za-z0-9]{8,64}$/.test(token)) return json(unknownSession)
  // Nobody has proved anything yet, and every server may be sent what came.
  if ((request.body?.length ?? 0) > largestSessionBody) return json(unknownSession)
  const body =
    request.body && request.body.length > 0
      ? { type: request.contentType ?? 'application/json', content: request.body }
      : undefined
  const { call, query } = request
  const organisation = organisationOf(gateway, request)
  if (organisation !== undefined && !gateway.context.organisations.find(organisation)) return json(unknownSession)
  const answer = await gateway.sessions.relay({ call, token, query, body, organisation, address: request.address() })
  if (answer === 'busy') return json(tooManySessions)
  return answer ? { kind: 'json', body: answer.body, outcome: 'success' } : json(unknownSession)
}

/** As far as the address of the call tells it. */
function organisationOf({ context }: Gateway, { organisation, host }: BbbRequest): string | undefined {
  if (organisation !== undefined) return organisation
  return context.organisations.list().find(({ hosts }) => host !== undefined && hosts.includes(host))?.id
}

export const sessionCalls: ReadonlySet<string> = new Set(['getJoinUrl', 'feedback'])

/** What Greenlight's multi-tenant mode asks: where an organisation's API is, and its secret. */
export interface GreenlightSettings {
  readonly secret: Secret
  readonly publicUrl: () => string
}

/** Answers `getUser?name=<organisation>`, signed with the secret shared with Greenlight alone. Throws `Refusal`. */
export function getUser(gateway: Gateway, request: BbbRequest, settings: GreenlightSettings | undefined): Reply {
  const signed = splitChecksum(request.query)
  if (!settings || !signed || !matches(signed, 'getUser', settings.secret.reveal())) throw new Refusal('checksumError')
  const name = nameOf(decodeQuery(signed.query))
  const organisation = gateway.context.organisations.find(name)
  const secret = organisation?.secrets[0]
  const { status } = gateway.context.organisations.standing(name)
  if (!organisation || status === 'suspended' || !secret)
    throw Refusal.of('noSuchUser', 'There is no organisation of that name')

  const apiUrl = `${settings.publicUrl()}/o/${organisation.id}/bigbluebutton/api`
  const user = tag('id', organisation.id) + tag('name', organisation.name) + tag('apiURL', apiUrl)
  return xml(success(`<user>${user}${tag('secret', secret.value.reveal())}</user>`))
}

function nameOf(parameters: readonly Parameter[]): string {
  return valueOf(parameters, 'name') ?? ''
}
