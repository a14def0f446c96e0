import type { Bus } from '../bus/bus.ts'
import type { Config } from '../config/config.ts'
import type { Database } from '../db/open.ts'
import type { Clock } from '../lib/clock.ts'
import { type CallbackAddresses, createAddresses, createNodeIds } from './addresses.ts'
import type { Context, Log, MeetingEvents, UrlGuard } from './context.ts'
import { type Creator, createCreator } from './create.ts'
import { createDirectory } from './directory.ts'
import { type History, loadHistory } from './history.ts'
import { createHooks, type Hooks } from './hooks.ts'
import { createInquiries, type Inquiries } from './info.ts'
import { createOrganisations } from './organisations.ts'
import type { Outbox } from './outbox.ts'
import { createPoller, type Poller } from './poll.ts'
import { createPool } from './pool.ts'
import type { Servers } from './servers.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createMeetingStore, installationKey } from './store.ts'

/** The gateway: one BigBlueButton API over a pool of servers. */
export interface Gateway extends AsyncDisposable {
  readonly context: Context
  readonly creator: Creator
  readonly inquiries: Inquiries
  readonly hooks: Hooks
  readonly sessions: Sessions
  readonly poller: Poller
}

/** What the gateway is made of; `publicUrl` is where clients, servers and browsers reach us, without trailing slash. */
export interface GatewayParts {
  readonly clock: Clock
  readonly log: Log
  readonly bus: Bus<MeetingEvents>
  readonly database: Database
  readonly servers: Servers
  readonly outbox: Outbox
  readonly guard: UrlGuard
  readonly publicUrl: () => string
  readonly settings: Pick<Config['meetings'], 'poll' | 'default_size'>
}

/** Reads every live meeting back into memory. Servers and organisations are put in by the caller; polling is not begun. */
export async function openGateway(parts: GatewayParts): Promise<Gateway> {
  const key = await installationKey(parts.database)
  const history = await loadHistory(parts.database, parts.clock.now())
  parts.bus.on('ended', (meeting) => history.note(meeting))
  const context = createContext(parts, createAddresses(key, parts.publicUrl), createNodeIds(key), history)
  for (const meeting of await context.store.live()) context.directory.add(meeting)

  const poller = createPoller(context, { intervalMs: parts.settings.poll * 1000 })
  return {
    context,
    creator: createCreator(context),
    inquiries: createInquiries(context),
    hooks: await createHooks(context),
    sessions: createSessions(context),
    poller,
    [Symbol.asyncDispose]: () => poller[Symbol.asyncDispose](),
  }
}

function createContext(
  parts: GatewayParts,
  addresses: CallbackAddresses,
  nodeId: Context['nodeId'],
  history: History,
): Context {
  const { clock, log, bus, database, servers, outbox, guard, settings } = parts
  const directory = createDirectory()
  return {
    clock,
    log,
    bus,
    database,
    servers,
    outbox,
    guard,
    addresses,
    nodeId,
    directory,
    pool: createPool(directory),
    organisations: createOrganisations(),
    store: createMeetingStore(database, directory, false),
    defaultSize: settings.default_size,
    history,
  }
}
