import type { Transaction } from 'kysely'
import type { Bus } from '../bus/bus.ts'
import type { Database } from '../db/open.ts'
import type { Tables } from '../db/tables.ts'
import type { Clock } from '../lib/clock.ts'
import type { Attendee } from '../protocol/meeting.ts'
import type { CallbackAddresses } from './addresses.ts'
import type { Arrivals } from './arrivals.ts'
import type { Attendance } from './attendance/attendance.ts'
import type { Directory } from './directory.ts'
import type { History } from './history.ts'
import type { Meeting } from './meeting.ts'
import type { MonthMinutes } from './month-minutes.ts'
import type { Organisations } from './organisations.ts'
import type { Outbox } from './outbox.ts'
import type { Pool, Server } from './pool.ts'
import type { RecordingStorage } from './recordings/storage.ts'
import type { Replicas } from './replicas/replicas.ts'
import type { Servers } from './servers.ts'
import type { MeetingStore } from './store.ts'

/** What happens in meetings, told to whoever listens: webhooks, metrics, live pages. */
export interface MeetingEvents {
  readonly created: Meeting
  readonly ended: Meeting
  /** An organisation, by its id, is no more. */
  readonly organisationRemoved: string
  readonly joined: { readonly meeting: Meeting; readonly attendee: Attendee }
  readonly left: { readonly meeting: Meeting; readonly attendee: Attendee }
}

/** The events of clients' webhooks on their way into the outbox. */
export interface HookEvents {
  /** Resolves when all that happened so far is queued. Must not be awaited inside a transaction. */
  settled(): Promise<void>
  /** Queues a meeting's end in the transaction that ends it: the event exists if and only if the meeting has ended. */
  ended(tx: Transaction<Tables>, meeting: Meeting): Promise<void>
}

export type UrlVerdict = { readonly ok: true } | { readonly ok: false; readonly reason: string }

/** What the hosts of several addresses, checked together, were found to be; to be thrown away with them. */
export type Lookups = Map<string, Promise<UrlVerdict>>

/** Checks an address that a client supplied before anything is sent there or a server is told to fetch it. */
export interface UrlGuard {
  /** With `lookups`, hosts that are in it are not looked up again. */
  check(url: string, lookups?: Lookups): Promise<UrlVerdict>
}

/** Where the gateway tells what an operator should know; a pino logger fits. */
export interface Log {
  debug(details: object, message: string): void
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** Everything the gateway's verbs work with. */
export interface Context {
  readonly clock: Clock
  readonly log: Log
  readonly bus: Bus<MeetingEvents>
  readonly database: Database
  readonly directory: Directory
  readonly pool: Pool
  readonly organisations: Organisations
  readonly store: MeetingStore
  readonly servers: Servers
  readonly outbox: Outbox
  readonly hookEvents: HookEvents
  readonly guard: UrlGuard
  readonly replicas: Replicas
  readonly addresses: CallbackAddresses
  /** Makes the ID by which servers know a meeting: the same for the same meeting, unguessable from outside. */
  nodeId(organisation: string, meetingId: string): string
  readonly defaultSize: number
  readonly history: History
  readonly attendance: Attendance
  readonly arrivals: Arrivals
  /** Looks at one server now, as the poller does: resolves when what it said was taken in. */
  look(server: Server): Promise<void>
  readonly minutes: MonthMinutes
  readonly storage: RecordingStorage
}
