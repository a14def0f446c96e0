// The gateway as a process of its own, to be killed: started by `startGateway`.
import { createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import { Secret } from '../../src/lib/secret.ts'

const [dataDir = '', ...urls] = process.argv.slice(2)
const servers = urls.map((url, i) => `    - { id: s${i + 1}, url: "${url}", secret: "env://SERVER" }`)
const config = loadConfig(
  'coop.yaml',
  `coop: { name: Crash, domain: example.coop }
meetings:
  poll: 1
  servers:
${servers.join('\n')}
  organisations: [{ id: main, secrets: ["env://MAIN"] }]
`,
)
const app = await createApp(
  config,
  {
    servers: new Map(config.meetings.servers.map(({ id }) => [id, new Secret('a-secret-of-the-servers')])),
    organisations: new Map([['main', [new Secret('a-secret-of-the-main-organisation')]]]),
    greenlight: undefined,
  },
  { database: { kind: 'embedded', dataDir }, log: { debug() {}, info() {}, warn() {}, error() {} } },
)
process.once('SIGTERM', () => {
  void app[Symbol.asyncDispose]().then(() => process.exit(0))
})
process.send?.({ url: await app.listen({ host: '127.0.0.1', port: 0 }) })
