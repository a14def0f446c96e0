import { type App, createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { Clock } from '../../src/lib/clock.ts'
import { Secret } from '../../src/lib/secret.ts'
import type { Log } from '../../src/meetings/context.ts'
import { type PracticeCluster, startPracticeCluster } from '../../src/providers/bigbluebutton/fake/cluster.ts'
import { memoryDatabase } from '../databases.ts'
import { silentLog } from '../rig.ts'

export interface CoopOptions {
  /** How many practice servers; default 2. */
  readonly practice?: number
  readonly name?: string
  readonly clock?: Clock
  readonly log?: Log
  /** The limits of its organisation, as YAML. */
  readonly limits?: string
}

/** A co-op that tries Mycel out: the program as it starts when no real server is declared. */
export interface Coop extends AsyncDisposable {
  readonly app: App
  readonly url: string
  readonly practice: PracticeCluster
  /** Looks at every server now. */
  look(): Promise<void>
}

export async function startCoop(options: CoopOptions = {}): Promise<Coop> {
  const { practice: count = 2, name = 'Example Co-op', log = silentLog, clock, limits = '{}' } = options
  await using stack = new AsyncDisposableStack()
  const practice = stack.use(await startPracticeCluster({ count }))
  const config = loadConfig(
    'coop.yaml',
    `coop: { name: ${JSON.stringify(name)}, domain: example.coop }
meetings:
  servers: []
  organisations: [{ id: main, secrets: ["secret://main"], limits: ${limits} }]
`,
  )
  const secrets = { servers: new Map(), organisations: new Map([['main', [new Secret('secret of main')]]]) }
  const app = stack.use(
    await createApp(
      config,
      { ...secrets, greenlight: undefined },
      { database: await memoryDatabase(), log, clock, practice: toDefinitions(practice) },
    ),
  )
  const url = await app.listen({ host: '127.0.0.1', port: 0 })

  const resources = stack.move()
  return {
    app,
    url,
    practice,
    async look() {
      await Promise.all(app.gateway.context.pool.list().map((server) => app.gateway.poller.look(server)))
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

function toDefinitions({ servers }: PracticeCluster) {
  return servers.map(({ name, url, secret }) => ({
    definition: { id: name, url, capacity: 150, weight: 1, tags: ['practice'], checksum: 'sha256' as const },
    secret,
    origin: 'practice' as const,
  }))
}
