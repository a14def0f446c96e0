import { tag } from './xml.ts'

/** What bbb-web (2.7.8 and 3.0) says when it refuses: the key programs look at, and the message people read. */
export const failures = {
  checksumError: 'Checksums do not match',
  unsupportedRequest: 'This request is not supported.',
  unsupportedContentType: 'POST request Content-Type is missing or unsupported',
  missingParamMeetingID: 'You must provide a meeting ID',
  missingParamFullName: 'You must provide your name',
  missingParamRecordID: 'You must specify a recordID.',
  missingParamPublish: 'You must specify a publish value true or false.',
  missingParamCallbackURL: 'You must specify a callbackURL in the parameters.',
  missingParamHookID: 'You must specify a hookID in the parameters.',
  destroyMissingHook: 'The hook informed was not found.',
  createHookError: 'An error happened while creating your hook.',
  validationError: 'A parameter is not valid',
  invalidPassword: 'The supplied moderator password is incorrect',
  notFound: 'A meeting with that ID does not exist',
  invalidMeetingIdentifier: 'A meeting with that ID does not exist',
  idNotUnique: 'A meeting already exists with that meeting ID.  Please use a different meeting ID.',
  mismatchCreateTimeParam: 'The createTime parameter submitted mismatches with the current meeting.',
  meetingForciblyEnded:
    'You can not join the meeting. It has been forcibly ended and will not be available until it is created again.',
  maxParticipantsReached: 'The number of participants allowed for this meeting has been reached.',
  'Params required': 'You must either send the valid role of the user, or the password.',
  serverTagUnavailable: 'There is no available server with the required tags.',
  meetingLimitReached: 'The number of meetings that this organisation may run at a time has been reached.',
  internalError: 'Unable to find an available server or to reach it. Please try again in a moment.',
} as const

export type FailureKey = keyof typeof failures

/** A refusal on its way to a BBB client: always HTTP 200, `FAILED`, a key and a message. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly key: string

  constructor(key: FailureKey, message: string = failures[key]) {
    super(message)
    this.key = key
  }

  /** A refusal that a server made, passed on in its own words. */
  static of(key: string, message: string): Refusal {
    const refusal = new Refusal('internalError', message)
    return Object.assign(refusal, { key })
  }
}

/** `<response>` around the given inner XML. */
export function response(inner: string): string {
  return `<response>${inner}</response>`
}

/** The XML of a refusal, elements in bbb-web's order. */
export function failure({ key, message }: { readonly key: string; readonly message: string }): string {
  return response(tag('returncode', 'FAILED') + tag('messageKey', key) + tag('message', message))
}

/** A success of the given inner XML, which must already be escaped. */
export function success(inner = ''): string {
  return response(`<returncode>SUCCESS</returncode>${inner}`)
}
