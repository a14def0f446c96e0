import { type App, createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import { Secret } from '../../src/lib/secret.ts'
import { runSubject } from '../subject.ts'

const silent = {
  debug() {},
  info() {},
  warn() {},
  error: (details: object, message: string) => console.error(message, details),
}
const open: { app?: App; port?: number } = {}

interface Start {
  readonly redis?: string
  readonly poll?: number
  readonly urls: readonly string[]
  readonly database: { kind: 'memory' } | { kind: 'embedded'; dataDir: string } | { kind: 'postgres'; url: string }
}

runSubject({
  async start({ urls, database, redis, poll = 5 }: Start) {
    const servers = urls.map((url, i) => `    - { id: s${i}, url: "${url}", secret: "a-secret-of-the-servers" }`)
    const config = loadConfig(
      'coop.yaml',
      `coop: { name: Bench, domain: example.coop }
meetings:
  poll: ${poll}
  servers:
${servers.join('\n')}
  organisations: [{ id: main, secrets: ["a-secret-of-the-benchmark"] }]
`,
    )
    const app = await createApp(
      config,
      {
        servers: new Map(config.meetings.servers.map(({ id }) => [id, new Secret('a-secret-of-the-servers')])),
        organisations: new Map([['main', [new Secret('a-secret-of-the-benchmark')]]]),
        greenlight: undefined,
      },

      { database, redis, log: silent },
    )
    open.port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
    open.app = app
  },
  port: () => open.port,
  meetings: () => open.app?.gateway.context.directory.size,
  async look() {
    const gateway = open.app?.gateway
    const waiting = (gateway?.context.pool.list() ?? []).values()
    const lookAtSome = async () => {
      for (const server of waiting) await gateway?.poller.look(server)
    }
    // As many at a time as the gateway itself asks.
    await Promise.all(Array.from({ length: 32 }, lookAtSome))
  },
})
