import { createSecretKey } from 'node:crypto'
import type { Bus } from '../bus/bus.ts'
import type { Live } from '../bus/live.ts'
import type { Config } from '../config/config.ts'
import type { Database } from '../db/open.ts'
import type { Clock } from '../lib/clock.ts'
import { randomId } from '../lib/ids.ts'
import { reloadAdded } from './added.ts'
import { createAddresses, createNodeIds } from './addresses.ts'
import { createArrivals } from './arrivals.ts'
import { createAttendance } from './attendance/attendance.ts'
import type { Context, Log, MeetingEvents, UrlGuard } from './context.ts'
import { type Creator, createCreator } from './create.ts'
import { createDirectory } from './directory.ts'
import { type History, loadHistory } from './history.ts'
import { createHooks, type Hooks } from './hooks.ts'
import { createInquiries, type Inquiries } from './info.ts'
import { createJoinPage, type JoinPage } from './join-page.ts'
import { createMonthMinutes } from './month-minutes.ts'
import { createOrganisations } from './organisations.ts'
import type { Outbox } from './outbox.ts'
import { createPoller, type Poller } from './poll.ts'
import { createPool } from './pool.ts'
import { createRecordingMeter, type RecordingMeter } from './recordings/meter.ts'
import { createRecordingStorage } from './recordings/storage.ts'
import { alone, createReplicas, type Replicas, type RunningReplicas } from './replicas/replicas.ts'
import { createServerEvents, type ServerEvents } from './server-events.ts'
import { createServerHooks } from './server-hooks.ts'
import type { Servers } from './servers.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createMeetingStore } from './store.ts'

/** The gateway: one BigBlueButton API over a pool of servers. */
export interface Gateway extends AsyncDisposable {
  readonly context: Context
  readonly creator: Creator
  readonly inquiries: Inquiries
  readonly hooks: Hooks
  readonly sessions: Sessions
  readonly joinPage: JoinPage
  readonly poller: Poller
  readonly serverEvents: ServerEvents
  readonly recordings: RecordingMeter
}

/** What the gateway is made of; `publicUrl` is where clients, servers and browsers reach us, without trailing slash. */
export interface GatewayParts {
  /** The random key of this installation. */
  readonly key: Buffer
  readonly clock: Clock
  readonly log: Log
  readonly bus: Bus<MeetingEvents>
  readonly database: Database
  readonly servers: Servers
  readonly outbox: Outbox
  readonly guard: UrlGuard
  readonly publicUrl: () => string
  /** The way to the other gateways on the same database; undefined when there are none. */
  readonly live?: Live | undefined
  readonly settings: Pick<Config['meetings'], 'poll' | 'default_size'>
  /** For how long it is kept who was in which meeting, in milliseconds. */
  readonly keptMs: number
}

/** Reads every live meeting back into memory. Servers and organisations are put in by the caller; polling is not begun. */
export async function openGateway(parts: GatewayParts): Promise<Gateway> {
  await using stack = new AsyncDisposableStack()
  const { key } = parts
  const history = await loadHistory(parts.database, parts.clock.now())
  parts.bus.on('ended', (meeting) => history.note(meeting))

  const opened: Opened = {}
  const replicas = parts.live && stack.use(tieToOthers(parts.live, opened))
  const context = createContext(parts, key, history, replicas ?? alone, opened)
  opened.context = context
  // Listening before reading: what happens in between is heard, and hearing of it twice does no harm.
  replicas?.start()
  for (const meeting of await context.store.live()) {
    if (!context.directory.byInstance(meeting.instance)) context.directory.add(meeting)
  }
  opened.hooks = await createHooks(context)
  stack.use(context.attendance)
  stack.use(context.minutes)
  await context.attendance.tend()

  const serverHooks = createServerHooks(context)
  const poller = stack.use(createPoller(context, { intervalMs: parts.settings.poll * 1000, serverHooks }))
  opened.poller = poller
  const creator = createCreator(context)
  const recordings = stack.use(createRecordingMeter(context, parts))
  const resources = stack.move()
  return {
    context,
    creator,
    inquiries: createInquiries(context),
    hooks: opened.hooks,
    sessions: createSessions(context),
    joinPage: createJoinPage(context, creator, key, parts.publicUrl),
    poller,
    serverEvents: createServerEvents(context),
    recordings,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

/** What is made of the context, and what the context is made of. */
interface Opened {
  context?: Context
  hooks?: Hooks
  poller?: Poller
}

function tieToOthers(live: Live, opened: Opened): RunningReplicas {
  const context = () => {
    if (!opened.context) throw new Error('the gateway is not open yet')
    return opened.context
  }
  return createReplicas(context, {
    live,
    self: randomId(12),
    async reloadRegistry() {
      await reloadAdded(context())
      await opened.hooks?.reload()
    },
  })
}

function createContext(
  parts: GatewayParts,
  key: Buffer,
  history: History,
  replicas: Replicas,
  opened: Opened,
): Context {
  const { clock, log, bus, database, servers, outbox, guard, publicUrl, settings, keptMs } = parts
  const directory = createDirectory()
  const pool = createPool(directory)
  const organisations = createOrganisations()
  const isWanted = () => organisations.list().some(({ limits }) => limits.minutes !== undefined)
  // Node takes a key that it knows six times as fast as bytes.
  const secret = createSecretKey(key)
  return {
    clock,
    log,
    bus,
    database,
    servers,
    outbox,
    hookEvents: {
      settled: async () => await opened.hooks?.settled(),
      ended: async (tx, meeting) => await opened.hooks?.ended(tx, meeting),
    },
    guard,
    replicas,
    addresses: createAddresses(secret, publicUrl),
    nodeId: createNodeIds(secret),
    directory,
    pool,
    organisations,
    store: createMeetingStore({ database, directory, clock, hasOthers: replicas.hasOthers }),
    defaultSize: settings.default_size,
    minutes: createMonthMinutes({ database, clock, log, isWanted }),
    storage: createRecordingStorage({ database, servers: () => pool.list().map(({ access }) => access.id) }),
    history,
    arrivals: createArrivals(clock),
    look: async (server) => await opened.poller?.look(server),
    attendance: createAttendance({ database, clock, log, directory, key: secret, keptMs, ...turnOf(replicas) }),
  }
}

/** Whose turn it is to write, and under which token. */
function turnOf(replicas: Replicas) {
  return {
    isOurs: () => replicas.isWriting,
    token: () => (replicas.hasOthers ? replicas.token : undefined),
  }
}
