import { z } from 'zod'
import { Secret } from '../../lib/secret.ts'
import { checkServer } from '../../meetings/check-server.ts'
import { addServer, removeServer, requireServer, setServerState } from '../../meetings/registry.ts'
import { setOwner } from '../../meetings/set-owner.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures, nothing } from './api.ts'
import { address, checksum, count, organisationId, secret, serverId, tag, toServerAddress } from './fields.ts'
import { meetingView, toMeetingView } from './meeting-view.ts'
import { adminState, serverView, toServerView, toServerViews } from './server-view.ts'

const tags = ['servers']
const params = z.object({ id: z.string() })

const request = z.strictObject({
  url: address.describe("The server's API; its address as `bbb-conf --secret` prints it will do."),
  secret: secret.describe("The server's secret, as `bbb-conf --secret` prints it."),
  id: serverId.optional().describe("Name of the server. Default: the url's host."),
  capacity: count(100_000).default(150).describe('Users that fit on the server at once.'),
  weight: z.number().positive().max(1000).default(1).describe('2 takes twice as much as 1.'),
  tags: z.array(tag).max(100).default([]),
  checksum: checksum.default('sha256'),
  owner: organisationId.optional().describe('The organisation that brought it. Default: it belongs to all.'),
})

const serverDetails = serverView.extend({ meetings: z.array(meetingView) }).meta({ id: 'ServerDetails' })

const isTrue = z.stringbool().default(false)

export function serveServers(api: Api, installation: Installation): void {
  serveViews(api, installation)
  serveChanges(api, installation)
  serveState(api, installation)
}

function serveViews(api: Api, { gateway: { context } }: Installation): void {
  api.get(
    '/servers',
    {
      schema: {
        summary: 'The BigBlueButton servers',
        tags,
        response: { 200: z.object({ servers: z.array(serverView) }), ...failures },
      },
    },
    async () => ({ servers: await toServerViews(context, context.pool.list()) }),
  )
  api.get(
    '/servers/:id',
    {
      schema: {
        summary: 'One server with its meetings',
        tags,
        params,
        response: { 200: serverDetails, ...failures },
      },
    },
    async ({ params: { id } }) => {
      const server = requireServer(context, id)
      const now = context.clock.elapsed()
      const meetings = [...context.directory.onServer(id)].map((meeting) => toMeetingView(meeting, now))
      return { ...(await toServerView(context, server)), meetings }
    },
  )
}

function serveChanges(api: Api, { gateway }: Installation): void {
  const { context } = gateway
  api.post(
    '/servers',
    {
      schema: {
        summary: 'Add a server; it is asked for its meetings first',
        tags,
        querystring: z.strictObject({ unchecked: isTrue.describe('Add it even if it does not answer.') }),
        body: request,
        response: { 201: serverView, ...failures },
      },
    },
    async ({ body, query, actor }, reply) => {
      const { secret: text, url, id, ...rest } = body
      const definition = { ...rest, url: toServerAddress(url), id: id ?? new URL(url).host }
      const value = new Secret(text)
      if (!query.unchecked) await checkServer(context, definition, value)
      const server = await addServer(context, definition, value, actor)
      if (!query.unchecked) await gateway.poller.look(server)
      return await reply.code(201).send(await toServerView(context, server))
    },
  )
  api.delete(
    '/servers/:id',
    {
      schema: {
        summary: 'Remove a server that was added at run time',
        tags,
        params,
        querystring: z.strictObject({ force: isTrue.describe('Give up the meetings that are on it.') }),
        response: { 204: nothing, ...failures },
      },
    },
    async ({ params: { id }, query, actor }, reply) => {
      await removeServer(context, id, actor, query.force)
      return await reply.code(204).send(null)
    },
  )
}

function serveState(api: Api, { gateway: { context } }: Installation): void {
  api.put(
    '/servers/:id/state',
    {
      schema: {
        summary: 'Enable, drain or disable a server; the decision survives restarts',
        tags,
        params,
        querystring: z.strictObject({ force: isTrue.describe('Disable it although people are on it.') }),
        body: z.strictObject({ state: adminState }),
        response: { 200: serverView, ...failures },
      },
    },
    async ({ params: { id }, query, body, actor }) =>
      await toServerView(context, await setServerState(context, id, body.state, actor, query.force)),
  )
  api.put(
    '/servers/:id/owner',
    {
      schema: {
        summary: 'Say which organisation brought a server; it holds for meetings that begin from now on',
        tags,
        params,
        body: z.strictObject({ owner: organisationId.nullable() }),
        response: { 200: serverView, ...failures },
      },
    },
    async ({ params: { id }, body, actor }) =>
      await toServerView(context, await setOwner(context, id, body.owner ?? undefined, actor)),
  )
}
