import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../lib/problem.ts'
import { requireOrganisation } from '../../meetings/change-organisation.ts'
import {
  createGroup,
  deleteGroup,
  getGroup,
  listScimGroups,
  patchGroup,
  replaceGroup,
} from '../../people/scim/groups.ts'
import { listResponse, project } from '../../people/scim/list.ts'
import { resourceTypes, schemas, serviceProviderConfig } from '../../people/scim/schemas.ts'
import { createUser, deleteUser, getUser, listUsers, patchUser, replaceUser } from '../../people/scim/users.ts'
import { isResource, type Resource } from '../../people/scim/value.ts'
import { identify, nobody, requireRight } from '../caller.ts'
import type { Installation } from '../installation.ts'
import { addSecurityHeaders } from '../security-headers.ts'
import { requireTakesAccounts } from '../takes-accounts.ts'
import { answerNothingThere, answerScimFailure } from './errors.ts'
import { bodyOf, directoryOf, operationsOf, type Params, preconditionOf, queryOf, sendResource } from './request.ts'

/**
 * Serves SCIM 2.0 (RFC 7643, RFC 7644), by which an organisation's own directory keeps its accounts and groups. Who may call:
 * whoever may see and manage the people of that organisation; so neither the operator nor any token of the installation.
 */
export async function serveScim(app: FastifyInstance, installation: Installation): Promise<void> {
  app.setErrorHandler(answerScimFailure(installation.gateway.context))
  app.setNotFoundHandler(answerNothingThere)
  addSecurityHeaders(app)
  readJson(app)
  guard(app, installation)
  serveDescription(app, installation)
  serveKind(app, installation, 'Users', {
    list: listUsers,
    get: getUser,
    create: createUser,
    replace: replaceUser,
    patch: patchUser,
    remove: deleteUser,
  })
  serveKind(app, installation, 'Groups', {
    list: listScimGroups,
    get: getGroup,
    create: createGroup,
    replace: replaceGroup,
    patch: patchGroup,
    remove: deleteGroup,
  })
}

/** Reads JSON under both of its names; some directories say that they send some where there is no body at all. */
function readJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser<string>(
    ['application/scim+json', 'application/json'],
    { parseAs: 'string' },
    (request, body, done) => (body === '' ? done(null, undefined) : parse(request, body, done)),
  )
}

function guard(app: FastifyInstance, installation: Installation): void {
  app.decorateRequest('actor', '')
  app.decorateRequest('caller')
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    request.caller = nobody
    const caller = await identify(installation, request)
    const { organisation } = request.params as Partial<Params>
    requireRight(caller, 'people.manage', organisation)
    requireRight(caller, 'people.see', organisation)
    if (organisation !== undefined) requireOrganisation(installation.gateway.context, organisation)
    request.actor = caller.actor
    request.caller = caller
  })
}

function serveDescription(app: FastifyInstance, installation: Installation): void {
  const lists = { ResourceTypes: resourceTypes, Schemas: schemas }
  app.get('/:organisation/ServiceProviderConfig', async (request, reply) => {
    await send(reply, serviceProviderConfig(directoryOf(installation, request).base))
  })
  for (const [name, list] of Object.entries(lists)) {
    app.get(`/:organisation/${name}`, async (request, reply) => {
      const all = list(directoryOf(installation, request).base)
      await send(reply, listResponse(all, { startIndex: 1, total: all.length }))
    })
    app.get(`/:organisation/${name}/:id`, async (request, reply) => {
      const { id } = request.params as Params
      const one = list(directoryOf(installation, request).base).find((resource) => resource['id'] === id)
      if (!one) throw new Problem('not-found', `there is no ${id} here`)
      await send(reply, one)
    })
  }
}

/** What can be done with the resources of one kind. */
interface Kind {
  readonly list: typeof listUsers
  readonly get: typeof getUser
  readonly create: typeof createUser
  readonly replace: typeof replaceUser
  readonly patch: typeof patchUser
  readonly remove: typeof deleteUser
}

function serveKind(app: FastifyInstance, installation: Installation, name: string, kind: Kind): void {
  serveReading(app, installation, name, kind)
  const { people } = installation
  const path = `/:organisation/${name}`
  app.post(path, async (request, reply) => {
    const directory = directoryOf(installation, request)
    if (name === 'Users') requireTakesAccounts(installation.gateway.context, directory.organisation)
    const made = await kind.create(people, directory, bodyOf(request))
    const { meta } = made
    if (isResource(meta)) reply.header('location', String(meta['location']))
    await show(request, reply.code(201), made)
  })
  app.put(`${path}/:id`, async (request, reply) => {
    const { id } = request.params as Params
    const directory = directoryOf(installation, request)
    const changed = await kind.replace(people, directory, id, bodyOf(request), preconditionOf(request))
    await show(request, reply, changed)
  })
  app.patch(`${path}/:id`, async (request, reply) => {
    const { id } = request.params as Params
    const directory = directoryOf(installation, request)
    const changed = await kind.patch(people, directory, id, operationsOf(request), preconditionOf(request))
    await show(request, reply, changed)
  })
  app.delete(`${path}/:id`, async (request, reply) => {
    const { id } = request.params as Params
    await kind.remove(people, directoryOf(installation, request), id, preconditionOf(request))
    await reply.code(204).send()
  })
}

function serveReading(app: FastifyInstance, installation: Installation, name: string, kind: Kind): void {
  const { people } = installation
  const path = `/:organisation/${name}`
  app.get(path, async (request, reply) => {
    await send(reply, await kind.list(people, directoryOf(installation, request), queryOf(request.query)))
  })
  app.post(`${path}/.search`, async (request, reply) => {
    await send(reply, await kind.list(people, directoryOf(installation, request), queryOf(bodyOf(request))))
  })
  app.get(`${path}/:id`, async (request, reply) => {
    const { id } = request.params as Params
    await show(request, reply, await kind.get(people, directoryOf(installation, request), id))
  })
}

/** A resource, with the attributes that were asked for. */
async function show(request: FastifyRequest, reply: FastifyReply, resource: Resource): Promise<void> {
  await sendResource(request, reply, resource, project(resource, queryOf(request.query)))
}

async function send(reply: FastifyReply, resource: Resource): Promise<void> {
  await reply.type('application/scim+json').send(JSON.stringify(resource))
}
