import type { Secret } from '../lib/secret.ts'
import type { Algorithm } from '../protocol/checksum.ts'
import type { ListingAnswer } from '../protocol/listing.ts'
import type { Answer } from '../protocol/meeting.ts'

/** How to reach one BigBlueButton server. `url` is its API base, such as `https://bbb1.example.coop/bigbluebutton/api`. */
export interface ServerAccess {
  readonly id: string
  readonly url: string
  readonly secret: Secret
  readonly checksum: Algorithm
}

export interface CallOptions {
  /** Sent as a POST with this content type; without it the call is a GET. Never part of the checksum. */
  readonly body?: { readonly type: string; readonly content: string | Uint8Array } | undefined
  /** Milliseconds until the call is given up. */
  readonly timeoutMs?: number | undefined
  /** Bytes beyond which an answer is not read; default 64 MB. */
  readonly mostBytes?: number | undefined
}

/** An answer that is passed on unread: the session calls, whose content is JSON. */
export interface RawAnswer {
  readonly status: number
  readonly type: string
  readonly body: string
}

export interface NewListing extends ListingAnswer {
  /** Tells whether two answers are the same to the letter. */
  readonly digest: string
}

/** The servers as the gateway sees them. Implemented over HTTP by `providers/bigbluebutton`. */
export interface Servers {
  /** Signs and makes one API call; `query` is raw and without checksum. Throws `ServerFailure`. */
  call(server: ServerAccess, call: string, query: string, options?: CallOptions): Promise<Answer>
  /** Calls getMeetings. Gives 'same' when the answer is, to the letter, the one of this digest. Throws `ServerFailure`. */
  list(server: ServerAccess, known: string | undefined, timeoutMs: number): Promise<NewListing | 'same'>
  /** Makes a call that a session token authorises; nothing is signed. Throws `ServerFailure`. */
  session(server: ServerAccess, call: string, query: string, options?: CallOptions): Promise<RawAnswer>
  /** Closes the connections to a server that is no longer one of ours. */
  forget(server: ServerAccess): Promise<void>
}
