import { createApp } from '../src/app.ts'
import { loadConfig } from '../src/config/load.ts'
import { type Description, renderClientTypes } from './client-types.ts'

/** The source of portal/src/api.gen.ts, from the description that the program itself gives. */
export async function renderClient(): Promise<string> {
  const config = loadConfig('coop.yaml', 'coop: { name: Any, domain: example.coop }\nmeetings: { servers: [] }\n')
  const secrets = { servers: new Map(), organisations: new Map(), greenlight: undefined }
  const quiet = { debug() {}, info() {}, warn() {}, error() {} }
  await using app = await createApp(config, secrets, { database: { kind: 'memory' }, log: quiet })
  const answer = await app.web.inject('/api/v1/openapi.json')
  return renderClientTypes(answer.json<Description>())
}
