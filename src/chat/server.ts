/** A chat server as retention needs it; `providers/matrix` speaks to a real one. */
export interface ChatServer {
  /** The account that we act as. Throws Problem 'unauthenticated' when the token is not known, as all of these do. */
  whoAmI(): Promise<string>
  /** What the server says of a room. Throws Problem 'not-found' when it has none of that id. */
  describe(room: string): Promise<ChatRoomFacts>
  /** A page of the room's events as the server has them, oldest first; it fetches none from other servers. */
  read(room: string, from?: string): Promise<ChatPage>
  /** Begins to delete what came before an event and is no state; gives the id to ask about it with. */
  purge(room: string, upTo: string): Promise<string>
  /** How a purge goes; `unknown` when the server has forgotten it. */
  purgeState(id: string): Promise<PurgeState>
  /** The files that events of the room show, by their `mxc:` addresses. */
  mediaIn(room: string): Promise<readonly string[]>
  /** Deletes a file of this server; false when it was not there. */
  deleteMedia(address: string): Promise<boolean>
  /** Deletes all files of this server that nobody asked for since then, but for pictures of people and rooms; how many. */
  deleteOldMedia(before: number): Promise<number>
  /** Deletes copies of files of other servers that nobody asked for since then; how many. */
  deleteCachedMedia(before: number): Promise<number>
  /**
   * Says something in a room and gives the event. The same `transaction` says it once only. Throws Problem 'forbidden'
   * when the account is not in the room.
   */
  say(room: string, text: string, transaction: string): Promise<string>
}

export interface ChatRoomFacts {
  readonly name: string | undefined
  readonly members: number
  /** Events of its present state. */
  readonly stateEvents: number
  readonly isEncrypted: boolean
  /** Whether the event that the room began with is there: without it nobody can use the room. */
  readonly hasBeginning: boolean
}

/** Of an event only what is needed: never what it says. */
export interface ChatEvent {
  readonly id: string
  /** Milliseconds since 1970, as whoever sent it says. */
  readonly at: number
  /** State (names, members, rights) is never deleted. */
  readonly isState: boolean
  /** The `mxc:` addresses of files that it shows, as far as it is not encrypted. */
  readonly media: readonly string[]
}

export interface ChatPage {
  readonly events: readonly ChatEvent[]
  /** Where to go on; undefined at the end. */
  readonly next: string | undefined
}

export type PurgeState =
  | { readonly kind: 'active' | 'complete' | 'unknown' }
  | { readonly kind: 'failed'; readonly why: string }
