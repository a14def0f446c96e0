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
import { noteSuccess } from '../../people/service-accounts.ts'
import { type Caller, csrfHeader, identify, nobody, requireRight, sessionCookie } from '../caller.ts'
import type { Installation } from '../installation.ts'
import { serveLive } from '../live/routes.ts'
import { addSecurityHeaders } from '../security-headers.ts'
import type { Api } from './api.ts'
import { serveAudit } from './audit.ts'
import { serveCallbackQueue } from './callbacks.ts'
import { serveChat } from './chat.ts'
import { serveMachines } from './declared/machines.ts'
import { serveRoadmap } from './declared/roadmap.ts'
import { answerFailure, answerNotFound } from './errors.ts'
import { serveEventDecisions } from './event-decisions.ts'
import { serveEventRequests } from './event-requests.ts'
import { serveExport } from './export.ts'
import { serveInvitations } from './invitations.ts'
import { serveLinkChecks } from './links/checks.ts'
import { serveLinks } from './links/links.ts'
import { serveLinkTables } from './links/tables.ts'
import { serveMeetings } from './meetings.ts'
import { serveNotes } from './notes/routes.ts'
import { serveOrganisations } from './organisations.ts'
import { servePeople } from './people.ts'
import { servePictures } from './pictures.ts'
import { serveApplies } from './plans/applies.ts'
import { servePlans } from './plans/plans.ts'
import { serveRoomOwners } from './room-owners.ts'
import { serveRooms } from './rooms.ts'
import { serveSecrets } from './secrets.ts'
import { serveServers } from './servers.ts'
import { serveServiceAccounts } from './service-accounts.ts'
import { serveSessions } from './sessions.ts'
import { serveSignInSettings } from './sign-in-settings.ts'
import { serveStatements } from './statements.ts'
import { serveStatus } from './status.ts'
import { serveTokens } from './tokens.ts'
import { serveUsage } from './usage.ts'

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

  for (const serveArea of areas) serveArea(api, installation)
}

/** What the API is made of, in the order of its description. */
const areas: readonly ((api: Api, installation: Installation) => void)[] = [
  serveStatus,
  serveMachines,
  serveRoadmap,
  serveServers,
  serveOrganisations,
  serveSecrets,
  serveExport,
  servePeople,
  serveMeetings,
  serveRooms,
  serveRoomOwners,
  serveEventRequests,
  serveEventDecisions,
  serveLinks,
  serveLinkTables,
  serveLinkChecks,
  serveNotes,
  serveCallbackQueue,
  serveTokens,
  serveSessions,
  serveInvitations,
  serveSignInSettings,
  serveServiceAccounts,
  serveUsage,
  serveStatements,
  serveChat,
  servePlans,
  serveApplies,
  servePictures,
  serveAudit,
  serveLive,
]

function guard(api: Api, installation: Installation): void {
  api.decorateRequest('actor', '')
  api.decorateRequest('caller')
  api.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    request.caller = nobody
    const { public: isPublic, right } = request.routeOptions.config
    if (isPublic) return
    const caller: Caller = await identify(installation, request)
    const usual = request.method === 'GET' || request.method === 'HEAD' ? 'installation.see' : 'installation.manage'
    requireRight(caller, right ?? usual, organisationIn(request.params))
    request.actor = caller.actor
    request.caller = caller
  })
  api.addHook('onResponse', async ({ caller: { service } }, { statusCode }) => {
    if (service && statusCode < 400) await noteSuccess(installation.people, service.id, true)
  })
}

function organisationIn(params: unknown): string | undefined {
  const { organisation } = (params ?? {}) as Readonly<Record<string, string | undefined>>
  return organisation
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
  const { config, method } = document.route
  return { schema: { ...schema, security: config?.public ? [] : doorsOf(method) }, url }
}

/** By a token, or by the cookie of a session; whatever changes something by the cookie must bear the session's proof. */
function doorsOf(method: string | string[]): Readonly<Record<string, readonly string[]>>[] {
  const looksOnly = [method].flat().every((one) => one === 'GET' || one === 'HEAD')
  return [{ token: [] }, looksOnly ? { session: [] } : { session: [], csrf: [] }]
}

const securitySchemes = {
  token: {
    type: 'http',
    scheme: 'bearer',
    description: 'A token of "mycel token add", or that of a service account.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: sessionCookie,
    description: 'The session of somebody who signed in at /sign-in. Scripts cannot read it.',
  },
  csrf: {
    type: 'apiKey',
    in: 'header',
    name: csrfHeader,
    description:
      'Whoever changes something by the cookie shows that the request comes from our own pages: the "csrf" of GET /session.',
  },
} as const

async function describe(api: Api, version: string): Promise<void> {
  await api.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Mycel', version, description: 'Administration of a Mycel installation.' },
      components: { securitySchemes },
    },
    transform: describeRoute,
    transformObject: describeSchemas,
  })
  const schema = { summary: 'This description', tags: ['status'], response: { 200: z.record(z.string(), z.unknown()) } }
  api.get('/openapi.json', { config: { public: true }, schema }, async () => ({ ...api.swagger() }))
}
