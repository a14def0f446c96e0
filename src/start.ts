import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { noteSecretRefs } from './app/notes.ts'
import { type App, createApp, type Secrets } from './app.ts'
import type { Config, SecretRef } from './config/config.ts'
import { listSecrets, readSecret, resolveSecrets, type SecretPlaces, writeSecret } from './config/secrets.ts'
import type { Database, Where } from './db/open.ts'
import { Problem } from './lib/problem.ts'
import { Secret } from './lib/secret.ts'
import type { Log } from './meetings/context.ts'
import { loadRegistry } from './meetings/registry.ts'
import { findShadowed, readAddedSecrets } from './meetings/shadowed.ts'
import { startPractice, toDefinitions } from './practice.ts'
import type { CallMetrics } from './web/bbb/routes.ts'
import { explainListening, requireFreePort } from './web/port.ts'

export interface StartOptions extends SecretPlaces {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** How many practice servers to start; undefined: three when there is no other server. */
  readonly practiceServers: number | undefined
  /** The file that the configuration was read from, as messages call it. */
  readonly file: string
  /** Where that file is, to be read again when the machines are looked at. */
  readonly path?: string | undefined
  readonly log: Log
  readonly metrics?: CallMetrics | undefined
  /** Told of each secret of an organisation that was not stored yet and is now, even when a later step fails. */
  readonly onSecret: (stored: StoredSecret) => void
  /** The folder of coop.yaml, from which files that it names are seen. Default: that of the data. */
  readonly folder?: string | undefined
}

export interface StoredSecret {
  readonly organisation: string
  readonly name: string
  /** `known`: the organisation was given it at run time. */
  readonly from: 'made' | 'known'
}

/** The program, listening; disposing it ends it cleanly. */
export interface Started extends AsyncDisposable {
  readonly app: App
  /** Where it listens, such as `http://127.0.0.1:8080`. */
  readonly listening: string
  /** What is not wrong but probably not meant. */
  readonly warnings: readonly Problem[]
  /** The ids of the practice servers. */
  readonly practice: readonly string[]
}

const usualPractice = 3

/** The built web portal: seen alike from src/ and from dist/, which are side by side. */
const portal = join(import.meta.dirname, '../dist/portal')

/** How long a gateway that ends goes on answering, so that the proxy before it learns to send people to the others. */
const drainMs = 3000

/**
 * Starts the program: secrets, database, practice servers if there are no others, then listens. Throws Problems for
 * secrets that are missing, 'locked' when another process has the data folder, 'unavailable' when the port is taken.
 */
export async function start(config: Config, options: StartOptions): Promise<Started> {
  await using stack = new AsyncDisposableStack()
  const hasOthers = config.redis !== undefined || Boolean(options.env['MYCEL_REDIS_URL'])
  // What somebody must mend first is found before anything is made.
  await resolveSecrets(refsOf(config, hasOthers), options)
  await prepareFolder(options.dataDir)
  const database = await findDatabase(config, options)
  const redis = await findRedis(config, options, database)
  const { log, metrics, dataDir, env, file, path } = options
  const findSecrets = async (opened: Database) => {
    await requireFreePort(options)
    // Several gateways must have the same secrets, so none of them makes one up.
    if (!hasOthers) await storeSecrets(config, options, opened)
    return await readSecrets(config, options)
  }
  const app = stack.use(
    await createApp(config, findSecrets, {
      database,
      redis,
      log,
      metrics,
      portal,
      machines: { dataDir, env, file, path },
      drainMs: hasOthers ? drainMs : 0,
      folder: options.folder ?? options.dataDir,
      dataDir: options.dataDir,
    }),
  )
  const warnings = await findShadowed(app.gateway.context)
  const practice = hasOthers ? [] : await addPractice(app, options, stack)
  const listening = await listen(app, options)

  const resources = stack.move()
  return { app, listening, warnings, practice, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

/** The secrets that must be there; with `all`, those of organisations too, although they could be made. */
function refsOf(config: Config, all: boolean): SecretRef[] {
  const { chat, links, meetings } = config
  const { servers, organisations, greenlight } = meetings
  return [
    ...servers.map(({ secret }) => secret),
    ...organisations.flatMap(({ secrets }) => secrets.filter(({ kind }) => all || kind !== 'file')),
    ...(greenlight ? [greenlight.secret] : []),
    ...oidcOf(organisations).map(([, ref]) => ref),
    ...(chat ? [chat.token] : []),
    ...linkTokensOf(links).map(([, ref]) => ref),
    ...noteSecretRefs(config),
  ]
}

async function prepareFolder(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    const hint = 'choose one with --data that belongs to the user who runs this'
    throw new Problem('unavailable', `the data folder ${dataDir} cannot be made`, { hint, cause })
  })
}

/**
 * An organisation's secret is ours to choose, so it is made when it is not there, unless the organisation was given one at
 * run time, which its clients use; a server's is the server's.
 */
async function storeSecrets({ meetings }: Config, options: StartOptions, database: Database): Promise<void> {
  const { dataDir, onSecret } = options
  const there = new Set(await listSecrets(dataDir))
  const added = await readAddedSecrets(database)
  for (const { id, secrets } of meetings.organisations) {
    const known = [...(added.get(id) ?? [])]
    for (const ref of secrets) {
      if (ref.kind !== 'file' || there.has(ref.name)) continue
      const value = known.shift()
      await writeSecret(dataDir, ref.name, value ?? new Secret(randomBytes(32).toString('hex')))
      there.add(ref.name)
      onSecret({ organisation: id, name: ref.name, from: value ? 'known' : 'made' })
    }
  }
}

async function readSecrets(config: Config, places: SecretPlaces): Promise<Secrets> {
  const { chat } = config
  const { servers, organisations, greenlight } = config.meetings
  const values = (await resolveSecrets(refsOf(config, true), places)).values()
  const next = () => values.next().value ?? new Secret('')
  return {
    servers: new Map(servers.map(({ id }) => [id, next()])),
    organisations: new Map(organisations.map(({ id, secrets }) => [id, secrets.map(next)])),
    greenlight: greenlight && next(),
    oidc: new Map(oidcOf(organisations).map(([id]) => [id, next()])),
    chat: chat && next(),
    links: new Map(linkTokensOf(config.links).map(([url]) => [url, next()])),
    notes: {
      board: config.notes.board.token && next(),
      hedgedoc: config.notes.hedgedoc?.session && next(),
    },
  }
}

/** The tokens that tables of links want, by the address of the table. */
function linkTokensOf({ sources }: Config['links']): [url: string, secret: SecretRef][] {
  return sources.flatMap((source) => (source.kind === 'url' && source.token ? [[source.url, source.token]] : []))
}

/** The secrets of the providers at which people sign in, by organisation. */
function oidcOf(organisations: Config['meetings']['organisations']): [id: string, secret: SecretRef][] {
  return organisations.flatMap(({ id, sign_in: signIn }) => {
    const ref = signIn?.oidc?.client_secret
    return ref ? [[id, ref]] : []
  })
}

async function findDatabase({ database }: Config, places: SecretPlaces): Promise<Where> {
  const fromEnvironment = places.env['MYCEL_DATABASE_URL']
    ? ({ kind: 'env', name: 'MYCEL_DATABASE_URL' } as const)
    : undefined
  const ref = database ?? fromEnvironment
  if (!ref) return { kind: 'embedded', dataDir: places.dataDir }
  return { kind: 'postgres', url: (await readSecret(ref, places)).reveal() }
}

async function findRedis({ redis }: Config, places: SecretPlaces, database: Where): Promise<string | undefined> {
  const fromEnvironment = places.env['MYCEL_REDIS_URL']
    ? ({ kind: 'env', name: 'MYCEL_REDIS_URL' } as const)
    : undefined
  const ref = redis ?? fromEnvironment
  if (!ref) return undefined
  if (database.kind === 'postgres') return (await readSecret(ref, places)).reveal()
  throw new Problem(
    'invalid',
    'there is a Redis, but the database is the embedded one, which no other gateway can share',
    {
      hint: 'name a PostgreSQL with `database:` or MYCEL_DATABASE_URL, or leave Redis out',
    },
  )
}

async function addPractice(app: App, options: StartOptions, stack: AsyncDisposableStack): Promise<string[]> {
  const { context } = app.gateway
  const count = options.practiceServers ?? (context.pool.list().length === 0 ? usualPractice : 0)
  if (count === 0) return []
  const cluster = stack.use(await startPractice({ count }))
  const servers = toDefinitions(cluster)
  const taken = servers.find(({ definition }) => context.pool.find(definition.id))
  if (taken) {
    const hint = 'give your server another id, or leave --practice-servers out'
    throw new Problem('conflict', `a server of yours bears the name ${taken.definition.id}`, { hint })
  }
  await loadRegistry(context, { servers, organisations: [] })
  return servers.map(({ definition }) => definition.id)
}

async function listen(app: App, options: StartOptions): Promise<string> {
  const { host, port, dataDir } = options
  try {
    return await app.listen({ host, port, socket: join(dataDir, 'mycel.sock') })
  } catch (cause) {
    throw explainListening(cause, options)
  }
}
