import { Refusal } from '../protocol/failures.ts'
import { type Parameter, parseQuery, UndecodableQuery, valueOf } from '../protocol/query.ts'

/** The rules of bbb-web 2.4 and later for create, checked before a server is chosen. Throws `Refusal`. */
export function validateCreate(parameters: readonly Parameter[]): void {
  requireMeetingId(parameters)
  const name = valueOf(parameters, 'name') ?? ''
  if (name === '') throw new Refusal('validationError', 'You must provide a meeting name')
  if (name.length < 2 || name.length > 256) {
    throw new Refusal('validationError', 'Meeting name must be between 2 and 256 characters')
  }
  for (const password of ['attendeePW', 'moderatorPW']) requirePassword(valueOf(parameters, password), password)
  requireShape(parameters, 'voiceBridge', /^\d+$/, 'Voice bridge must be a 5-digit integer value')
  requireShape(parameters, 'record', /^(true|false)$/i, 'Record must be a boolean value (true or false)')
  requireShape(parameters, 'isBreakoutRoom', /^(true|false)$/i, 'You must provide a boolean for isBreakoutRoom')
  const external = valueOf(parameters, 'presentationUploadExternalUrl')
  if (external && !URL.canParse(external)) {
    throw new Refusal('validationError', 'presentationUploadExternalUrl must be a URL')
  }
}

/** The meeting ID of a call. Throws `Refusal` when it is missing or no meeting ID. */
export function requireMeetingId(parameters: readonly Parameter[]): string {
  const id = valueOf(parameters, 'meetingID') ?? ''
  if (id === '') throw new Refusal('missingParamMeetingID')
  if (id.length < 2 || id.length > 256) {
    throw new Refusal('validationError', 'Meeting ID must be between 2 and 256 characters')
  }
  if (id.includes(',')) throw new Refusal('validationError', 'Meeting ID cannot contain a comma')
  if (isChangedBySanitizing(parameters, id)) throw new Refusal('validationError', 'Invalid meeting ID')
  return id
}

/** Decodes a query, or refuses it as bbb-web would an invalid value. */
export function decodeQuery(query: string): Parameter[] {
  try {
    return parseQuery(query)
  } catch (error) {
    if (error instanceof UndecodableQuery) {
      throw new Refusal('validationError', 'A parameter is not valid percent-encoded UTF-8')
    }
    throw error
  }
}

function requirePassword(password: string | undefined, name: string): void {
  if (!password) return
  if (password.length < 2 || password.length > 64) {
    throw new Refusal('invalidPassword', `Password ${name} must be between 2 and 64 characters`)
  }
}

function requireShape(parameters: readonly Parameter[], name: string, shape: RegExp, message: string): void {
  const value = valueOf(parameters, name)
  if (value && !shape.test(value)) throw new Refusal('validationError', message)
}

/** A meeting ID with surrounding space or control characters is refused, not silently made another one. */
function isChangedBySanitizing(parameters: readonly Parameter[], id: string): boolean {
  const raw = parameters.find((p) => p.name === 'meetingID')?.raw ?? ''
  const given = raw.slice(raw.indexOf('=') + 1).replaceAll('+', ' ')
  return decodeURIComponent(given) !== id
}
