import { createHmac } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance, RouteOptions } from 'fastify'
import manifest from '../package.json' with { type: 'json' }
import { noteSecretUses, type Secrets, toDeclared } from './app/declared.ts'
import { type Features, openFeatures } from './app/features.ts'
import { type Chore, keepHouse } from './app/housekeeping.ts'
import { goRounds } from './app/machines/rounds.ts'
import { blind, openWatch, type WatchPlaces } from './app/machines/watch.ts'
import { userName } from './app/user-name.ts'
import { createBus } from './bus/bus.ts'
import { type Live, openRedisLive } from './bus/live.ts'
import type { Config } from './config/config.ts'
import { recordChange } from './db/audit.ts'
import { type Jobs, openJobs } from './db/jobs.ts'
import { type Database, openDatabase, type Where } from './db/open.ts'
import { type Clock, systemClock } from './lib/clock.ts'
import { dayMs } from './lib/days.ts'
import { randomId } from './lib/ids.ts'
import { forgetOldChecks } from './links/check.ts'
import type { PictureSource } from './meetings/brands.ts'
import type { Context, Log, MeetingEvents } from './meetings/context.ts'
import { openOutbox } from './meetings/deliver.ts'
import { tellEnd } from './meetings/ending.ts'
import { type Gateway, openGateway } from './meetings/gateway.ts'
import { type Declared, loadRegistry } from './meetings/registry.ts'
import { loadSecretUses } from './meetings/secret-uses.ts'
import { installationKey } from './meetings/store.ts'
import { forgetOldPads } from './notes/pads/pads.ts'
import { forgetOld } from './people/imports/imports.ts'
import { createTokens } from './people/tokens.ts'
import { createServers } from './providers/bigbluebutton/client.ts'
import { createDelivery } from './providers/outbound/deliver.ts'
import { createGuard } from './providers/outbound/guard.ts'
import type { Watch } from './reconcile/watch.ts'
import { forgetOldRequests } from './rooms/events/requests.ts'
import { sweepFiles } from './vision/files.ts'
import type { CallMetrics } from './web/bbb/routes.ts'
import type { Installation } from './web/installation.ts'
import { listenLocally } from './web/local.ts'
import { createWebServer } from './web/server.ts'

export type { Secrets } from './app/declared.ts'

/** What is decided outside the configuration; tests replace any of it. */
export interface AppOptions {
  readonly database: Where
  readonly log: Log
  readonly clock?: Clock | undefined
  /** Learns of every call to the BigBlueButton API. */
  readonly metrics?: CallMetrics | undefined
  /** Told of every route that the web server gets. */
  readonly onRoute?: ((route: RouteOptions) => void) | undefined
  /** The Redis through which several gateways on one database tell each other what happens. */
  readonly redis?: string | undefined
  /** Milliseconds to go on answering while not ready any more, when there are others to take over. */
  readonly drainMs?: number | undefined
  /** Where others reach us before a port is known to `listen`. */
  readonly publicUrl?: string | undefined
  /** Servers that are in no file: those for practice. */
  readonly practice?: Declared['servers'] | undefined
  /** Where the secrets for the machines and the history of applies are; undefined to know nothing of machines. */
  readonly machines?: WatchPlaces | undefined
  /** The data folder, where files are kept; without one they are in a temporary one. */
  readonly dataDir?: string | undefined
  /** The folder that the web portal was built into; undefined to serve none. */
  readonly portal?: string | undefined
  /** The folder from which files that the configuration names are seen; default: the present one. */
  readonly folder?: string | undefined
  /** Milliseconds between two questions to the same host, when links are checked. */
  readonly linkPauseMs?: number | undefined
  /** Where the logos of organisations are fetched from; default: their addresses. */
  readonly pictures?: PictureSource | undefined
}

export interface Listening {
  readonly host: string
  readonly port: number
  /** A Unix socket through which whoever can open it may do everything. */
  readonly socket?: string | undefined
}

/** The whole program, running; disposing it ends it cleanly. */
export interface App extends AsyncDisposable {
  readonly gateway: Gateway
  readonly installation: Installation
  readonly web: FastifyInstance
  readonly database: Database
  /** Begins to accept requests and to look at the servers. Gives the address, such as `http://127.0.0.1:8080`. */
  listen(where: Listening): Promise<string>
}

/**
 * Puts the program together from its configuration, without listening yet. The secrets may be found once the database is
 * open.
 */
export async function createApp(
  config: Config,
  given: Secrets | ((database: Database) => Promise<Secrets>),
  options: AppOptions,
): Promise<App> {
  await using stack = new AsyncDisposableStack()
  const address = { url: config.web.url ?? options.publicUrl ?? 'http://127.0.0.1' }
  const database = stack.use(await openDatabase(options.database))
  const secrets = typeof given === 'function' ? await given(database) : given
  const jobs = stack.use(await openJobs(database, options.log))
  const gateway = stack.use(await openMeetings(config, options, { database, jobs }, stack, () => address.url))

  await loadRegistry(gateway.context, toDeclared(config, secrets, options.practice ?? []))
  await loadSecretUses(gateway.context)
  await Promise.all([gateway.context.minutes.count(), gateway.context.storage.count()])
  gateway.hooks.catchUp()
  const features = await openFeatures({ config, secrets, gateway, jobs, url: () => address.url, options }, stack)
  await keepHouse(gateway.context, choresOf(gateway.context, features), stack)
  const machines = watchMachines(config, gateway, options, stack)
  const parts = { ...features, machines, declared: config }
  const installation = describeInstallation(gateway, parts, options, () => address.url)
  const web = await createWebServer({
    installation,
    coop: config.coop,
    greenlight: secrets.greenlight && { secret: secrets.greenlight, publicUrl: () => address.url },
    metrics: options.metrics,
    onRoute: options.onRoute,
    trustedProxies: config.web.trusted_proxies,
    metricsFrom: config.web.metrics_from,
    portal: options.portal,
  })
  stack.defer(() => web.close())
  noteSecretUses(gateway, stack)

  const resources = stack.move()
  return {
    gateway,
    installation,
    web,
    database,
    async listen({ host, port, socket }) {
      const listening = await web.listen({ host, port })
      address.url = config.web.url ?? options.publicUrl ?? listening
      if (socket) resources.use(await listenLocally(socket, web.routing, installation.local))
      await gateway.poller.start()
      installation.stage = 'running'
      return listening
    },
    [Symbol.asyncDispose]: async () => {
      const wasRunning = installation.stage === 'running'
      installation.stage = 'stopping'
      if (wasRunning && options.drainMs) await sendAway(web, options.drainMs)
      await resources.disposeAsync()
    },
  }
}

function choresOf(context: Context, { vision }: Features): Chore[] {
  const { database } = context
  return [
    { what: 'old pads', run: () => forgetOldPads(context) },
    { what: 'old event requests', run: () => forgetOldRequests(context) },
    { what: 'old checks of links', run: () => forgetOldChecks(context) },
    { what: 'files of no picture', run: () => sweepFiles(vision) },
    { what: 'what was before old imports', run: () => database.transact((tx) => forgetOld(context, tx)) },
  ]
}

/** Goes on answering, but each answer is the last on its connection, until the proxy before us has learned. */
async function sendAway(web: FastifyInstance, ms: number): Promise<void> {
  web.server.prependListener('request', (_: IncomingMessage, response: ServerResponse) => {
    response.setHeader('connection', 'close')
  })
  await setTimeout(ms)
}

function watchMachines(
  config: Config,
  { context: { clock, log } }: Gateway,
  { machines }: AppOptions,
  stack: AsyncDisposableStack,
): Watch {
  if (!machines) return blind
  const now = () => clock.now()
  const watch = openWatch(config, machines, now)
  goRounds({ watch, log, now }, stack)
  return watch
}

function describeInstallation(
  gateway: Gateway,
  features: Features & Pick<Installation, 'machines' | 'declared'>,
  options: AppOptions,
  url: () => string,
): Installation {
  const { context } = gateway
  const { database, clock } = context
  return {
    gateway,
    tokens: createTokens({ database, clock, record: (tx, change) => recordChange(context, tx, change) }),
    people: { database, clock },
    ...features,
    version: manifest.version,
    startedAt: clock.now(),
    database: options.database.kind,
    stage: 'starting',
    url,
    local: new WeakSet<IncomingMessage>(),
    localUser: userName(),
  }
}

async function openMeetings(
  config: Config,
  options: AppOptions,
  { database, jobs }: { readonly database: Database; readonly jobs: Jobs },
  stack: AsyncDisposableStack,
  publicUrl: () => string,
): Promise<Gateway> {
  const { log, clock = systemClock } = options
  const guard = createGuard({ allow: config.network.outbound_allow, log })
  const delivery = stack.use(createDelivery({ guard }))
  const servers = stack.use(createServers({ log }))
  const bus = createBus<MeetingEvents>((error, name) => log.error({ err: error, event: name }, 'a listener failed'))

  const opened = Promise.withResolvers<Gateway>()
  const outbox = await openOutbox({
    jobs,
    delivery,
    // Jobs that are due run at once, when the gateway is not open yet.
    tellEnd: async (instance) => tellEnd((await opened.promise).context, instance),
  })
  const settings = config.meetings
  const keptMs = config.ledger.attendance_days * dayMs
  const key = await installationKey(database)
  const live = options.redis === undefined ? undefined : stack.use(await openLive(options.redis, key, log))
  const parts = { key, clock, log, bus, database, servers, outbox, guard, publicUrl, live, settings, keptMs }
  const gateway = await openGateway(parts)
  opened.resolve(gateway)
  return gateway
}

/** Installations that share a Redis do not hear each other. */
function openLive(url: string, key: Buffer, log: Log): Promise<Live> {
  const channel = `mycel-${createHmac('sha256', key).update('live').digest('hex').slice(0, 16)}`
  return openRedisLive({ url, self: randomId(12), channel, log })
}
