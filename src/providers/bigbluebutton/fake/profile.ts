import type { Algorithm } from '../../../protocol/checksum.ts'

/** The BigBlueButton release whose manners a practice server has. */
export type ProfileName = '2.4' | '2.6' | '2.7.8' | '3.0'

/** Where the releases differ. */
export interface Profile {
  readonly name: ProfileName
  readonly bbbVersion: string
  readonly algorithms: readonly Algorithm[]
  /** Checksums are compared exactly, and any length but 64 means SHA-1. */
  readonly strictCase: boolean
  /** A POST without query is signed over its sorted form. */
  readonly signsForm: boolean
  readonly checksContentType: boolean
  readonly endNeedsPassword: boolean
  /** A repeated create without passwords is a duplicate, not a conflict. */
  readonly passwordlessRepeat: boolean
  readonly joinErrorsAsXml: boolean
  /** The `logoutURL` of a join counts for that person, before the meeting's. */
  readonly joinHasLogoutUrl: boolean
  /** Ids are also looked up as prefixes of internal ids. */
  readonly findsByInternalId: boolean
  /** getRecordings knows `offset` and `limit`. */
  readonly pagesRecordings: boolean
  readonly clientPath: string
  /** Calls this release does not have. */
  readonly missing: ReadonlySet<string>
  readonly messages: Readonly<
    Record<'checksumError' | 'notFound' | 'infoNotFound' | 'invalidMeetingIdentifier', string>
  >
}

const everyAlgorithm: readonly Algorithm[] = ['sha1', 'sha256', 'sha384', 'sha512']
const unknownMeeting = 'A meeting with that ID does not exist'

const newest: Profile = {
  name: '3.0',
  bbbVersion: '3.0.14',
  algorithms: everyAlgorithm,
  strictCase: false,
  signsForm: false,
  checksContentType: true,
  endNeedsPassword: false,
  passwordlessRepeat: true,
  joinErrorsAsXml: true,
  joinHasLogoutUrl: true,
  findsByInternalId: true,
  pagesRecordings: true,
  clientPath: '/html5client/',
  missing: new Set(['enter']),
  messages: {
    checksumError: 'Checksums do not match',
    notFound: unknownMeeting,
    infoNotFound: unknownMeeting,
    invalidMeetingIdentifier: unknownMeeting,
  },
}

const before3: Partial<Profile> = {
  joinErrorsAsXml: false,
  joinHasLogoutUrl: false,
  clientPath: '/html5client/join',
  missing: new Set(['sendChatMessage', 'feedback']),
}

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  '3.0': newest,
  '2.7.8': { ...newest, ...before3, name: '2.7.8', bbbVersion: '2.7.8' },
  '2.6': { ...newest, ...before3, name: '2.6', bbbVersion: '2.6.10', signsForm: true, checksContentType: false },
  '2.4': {
    ...newest,
    ...before3,
    name: '2.4',
    bbbVersion: '2.4.9',
    algorithms: ['sha1', 'sha256'],
    strictCase: true,
    signsForm: true,
    checksContentType: false,
    endNeedsPassword: true,
    passwordlessRepeat: false,
    findsByInternalId: false,
    pagesRecordings: false,
    missing: new Set(['insertDocument', 'getJoinUrl', 'sendChatMessage', 'feedback']),
    messages: {
      checksumError: 'You did not pass the checksum security check',
      notFound: 'We could not find a meeting with that meeting ID - perhaps the meeting is not yet running?',
      infoNotFound: 'We could not find a meeting with that meeting ID',
      invalidMeetingIdentifier: 'The meeting ID that you supplied did not match any existing meetings',
    },
  },
}
