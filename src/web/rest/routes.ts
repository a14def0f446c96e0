import swagger, { type SwaggerTransform, type SwaggerTransformObject } from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { z } from 'zod'
import { identify, requireScope } from '../caller.ts'
import type { Installation } from '../installation.ts'
import { addSecurityHeaders } from '../security-headers.ts'
import type { Api } from './api.ts'
import { serveAudit } from './audit.ts'
import { serveCallbackQueue } from './callbacks.ts'
import { answerFailure, answerNotFound } from './errors.ts'
import { serveMeetings } from './meetings.ts'
import { serveOrganisations } from './organisations.ts'
import { serveSecrets } from './secrets.ts'
import { serveServers } from './servers.ts'
import { serveStatus } from './status.ts'
import { serveTokens } from './tokens.ts'

/**
 * Serves the REST API below the prefix it is registered with. Who may call: the Unix socket may do anything, a token
 * what its scope says; only the description is public.
 */
export async function serveRest(app: FastifyInstance, installation: Installation): Promise<void> {
  const api: Api = app.withTypeProvider<ZodTypeProvider>()
  api.setValidatorCompiler(validatorCompiler)
  api.setSerializerCompiler(serializerCompiler)
  api.setErrorHandler(answerFailure(installation.gateway.context))
  addSecurityHeaders(app)
  guard(api, installation)
  api.setNotFoundHandler(answerNotFound)
  await describe(api, installation.version)

  serveStatus(api, installation)
  serveServers(api, installation)
  serveOrganisations(api, installation)
  serveSecrets(api, installation)
  serveMeetings(api, installation)
  serveCallbackQueue(api, installation)
  serveTokens(api, installation)
  serveAudit(api, installation)
}

function guard(api: Api, installation: Installation): void {
  api.decorateRequest('actor', '')
  api.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const { public: isPublic, scope } = request.routeOptions.config
    if (isPublic) return
    const caller = await identify(installation, request)
    requireScope(caller, scope ?? (request.method === 'GET' || request.method === 'HEAD' ? 'read' : 'manage'))
    request.actor = caller.actor
  })
}

/** Of each named schema only the form that answers have: no request names one. */
const describeSchemas: SwaggerTransformObject = (document) => {
  const description = jsonSchemaTransformObject(document)
  const schemas = ('components' in description && description.components?.schemas) || {}
  for (const name of Object.keys(schemas)) if (name.endsWith('Input')) delete schemas[name]
  return description
}

const describeRoute: SwaggerTransform = (document) => {
  const { schema, url } = jsonSchemaTransform(document)
  return { schema: { ...schema, security: document.route.config?.public ? [] : [{ token: [] }] }, url }
}

async function describe(api: Api, version: string): Promise<void> {
  await api.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Mycel', version, description: 'Administration of a Mycel installation.' },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    },
    transform: describeRoute,
    transformObject: describeSchemas,
  })
  const schema = { summary: 'This description', tags: ['status'], response: { 200: z.record(z.string(), z.unknown()) } }
  api.get('/openapi.json', { config: { public: true }, schema }, async () => ({ ...api.swagger() }))
}
