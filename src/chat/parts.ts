import type { ChatConfig, ChatRoomConfig } from '../config/chat-schema.ts'
import type { Jobs } from '../db/jobs.ts'
import type { Database } from '../db/open.ts'
import type { Clock } from '../lib/clock.ts'
import { Problem } from '../lib/problem.ts'
import type { ChatServer } from './server.ts'

/** What chat retention works with. */
export interface ChatParts {
  readonly database: Database
  readonly clock: Clock
  readonly log: ChatLog
  /** Absent when coop.yaml has no `chat`. */
  readonly settings: ChatConfig | undefined
  readonly server: ChatServer | undefined
  readonly jobs: Pick<Jobs, 'send' | 'wake'>
  /** Waits between two looks at a purge; rejects when the signal aborts. */
  pause(ms: number, signal: AbortSignal): Promise<void>
}

export interface ChatLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
}

/** The parts, where there is a chat. */
export type OpenChat = ChatParts & { readonly settings: ChatConfig; readonly server: ChatServer }

/** Throws Problem 'not-found' when coop.yaml has no `chat`. */
export function requireChat(parts: ChatParts): OpenChat {
  const { settings, server } = parts
  if (settings && server) return { ...parts, settings, server }
  throw new Problem('not-found', 'coop.yaml says nothing of a chat', {
    hint: 'see docs/admin/chat.md for what to write',
  })
}

/** A room of the list by its id or its name. Throws Problem 'not-found', and 'usage' when several bear the name. */
export function requireRoom({ settings }: OpenChat, wanted: string): ChatRoomConfig {
  const byId = settings.rooms.find(({ id }) => id === wanted)
  if (byId) return byId
  const [room, ...others] = settings.rooms.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase())
  if (others.length > 0)
    throw new Problem('usage', `several rooms are called ${wanted}`, { hint: 'give the id of one' })
  if (room) return room
  throw new Problem('not-found', `the list has no room ${wanted}`, { hint: 'see: mycel chat list' })
}
