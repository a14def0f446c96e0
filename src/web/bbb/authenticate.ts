import type { Gateway } from '../../meetings/gateway.ts'
import type { Organisation } from '../../meetings/organisations.ts'
import { decodeQuery } from '../../meetings/validate.ts'
import { type SignedQuery, sortedForm, splitChecksum } from '../../protocol/checksum.ts'
import { Refusal } from '../../protocol/failures.ts'
import { type Parameter, valueOf, without } from '../../protocol/query.ts'
import { type BbbRequest, type Content, isForm } from './request.ts'

/** A request whose checksum one of an organisation's secrets made. */
export interface Verified {
  readonly organisation: Organisation
  /** Of the query, then of the form body; no name in both, and no checksum. */
  readonly parameters: Parameter[]
}

/**
 * Verifies the checksum over the raw query. A form body may carry the checksum and more parameters, but none that the
 * query has: what nobody signed must not ride on what somebody did. Throws `Refusal` (checksumError, validationError).
 */
export function authenticate(gateway: Gateway, request: BbbRequest, form: Content['form']): Verified {
  const signed = splitChecksum(request.query)
  if (signed) {
    const organisation = find(gateway, request, signed)
    if (!organisation) throw new Refusal('checksumError')
    return { organisation, parameters: merge(decodeSigned(signed.query), form) }
  }
  return authenticateForm(gateway, request, form)
}

/** Whether the query by itself bears the checksum of one of our clients. */
export function isSigned(gateway: Gateway, request: BbbRequest): boolean {
  const signed = splitChecksum(request.query)
  return signed !== undefined && find(gateway, request, signed) !== undefined
}

/** A request that no body can make right is refused before its body is parsed. Throws `Refusal` (checksumError). */
export function checkQuery(gateway: Gateway, request: BbbRequest): void {
  const mayBeRight = splitChecksum(request.query) ? isSigned(gateway, request) : isForm(request)
  if (!mayBeRight) throw new Refusal('checksumError')
}

function authenticateForm(gateway: Gateway, request: BbbRequest, form: Content['form']): Verified {
  const given = valueOf(form, 'checksum')
  const signed = given === undefined ? undefined : splitChecksum(`checksum=${given}`)
  if (!signed) throw new Refusal('checksumError')
  const fields = without(form, 'checksum')

  const organisation = find(gateway, request, { ...signed, query: request.query })
  if (organisation) return { organisation, parameters: merge(decodeSigned(request.query), fields) }

  const older = request.query === '' ? find(gateway, request, { ...signed, query: sortedForm(fields) }) : undefined
  if (!older?.signFormBody) throw new Refusal('checksumError')
  return { organisation: older, parameters: fields }
}

function find(gateway: Gateway, request: BbbRequest, signed: SignedQuery): Organisation | undefined {
  const { organisations, clock } = gateway.context
  return organisations.authenticate(request, request.call, signed, clock.now())
}

/** A second checksum with another value was signed, but means nothing and must not reach a server. */
function decodeSigned(query: string): Parameter[] {
  const parameters = decodeQuery(query)
  return parameters.some(({ name }) => name === 'checksum') ? without(parameters, 'checksum') : parameters
}

function merge(query: Parameter[], form: readonly Parameter[]): Parameter[] {
  if (form.length === 0) return query
  const signed = new Set(query.map((p) => p.name))
  if (form.some((field) => field.name === 'checksum' || signed.has(field.name))) throw new Refusal('checksumError')
  return [...query, ...form]
}
