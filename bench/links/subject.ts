import { type App, createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import { runSubject } from '../subject.ts'

const silent = {
  debug() {},
  info() {},
  warn: (details: object, message: string) => console.error(message, details),
  error: (details: object, message: string) => console.error(message, details),
}
const open: { app?: App; port?: number } = {}

runSubject({
  /** The whole program, with a table of links in a file. */
  async start({ file }: { file: string }) {
    const config = loadConfig(
      'coop.yaml',
      `coop: { name: Bench, domain: example.coop }
links: { hosts: [link.example.coop], sources: [{ file: ${JSON.stringify(file)} }] }
`,
    )
    const secrets = { servers: new Map(), organisations: new Map(), greenlight: undefined }
    const app = await createApp(config, secrets, { database: { kind: 'memory' }, log: silent })
    open.port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
    open.app = app
  },
  port: () => open.port,
  links: () => open.app?.installation.links.live.table.size,
})
