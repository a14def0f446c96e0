import { z } from 'zod'
import { Problem } from '../../lib/problem.ts'
import { type Right, rights } from '../../people/rights.ts'
import { endSessions, listSessions, type Session } from '../../people/sessions.ts'
import type { Caller } from '../caller.ts'
import type { Installation } from '../installation.ts'
import { clearSession } from '../session-cookie.ts'
import { type Api, failures, nothing, toIso } from './api.ts'
import { moment } from './fields.ts'

const tags = ['sessions']
const config = { right: 'self' as const }
const nothingMore = z.strictObject({})

const whoView = z
  .object({
    actor: z.string().describe('What the audit log calls you.'),
    person: z
      .object({
        id: z.string(),
        name: z.string(),
        email: z.string().nullable(),
        role: z.enum(['admin', 'member']),
        language: z.string().nullable(),
      })
      .nullable()
      .describe('Null for a token, a service account and the Unix socket.'),
    organisation: z
      .object({ id: z.string(), name: z.string() })
      .nullable()
      .describe('The organisation that you belong to; null for whoever belongs to the installation.'),
    rights: z
      .array(z.enum(rights))
      .describe('What you may do in your own organisation and below it, or in the whole installation.'),
    csrf: z
      .string()
      .nullable()
      .describe('What a page sends in the header x-mycel-csrf whenever it changes something; null without a session.'),
  })
  .meta({ id: 'Session' })

const deviceView = z.object({
  id: z.string(),
  agent: z.string().describe('What the browser calls itself.'),
  isThisOne: z.boolean(),
  createdAt: moment,
  lastSeenAt: moment.describe('To the minute.'),
  expiresAt: moment,
})

/** Serves who one is, and where one is signed in. Who may call: everybody who is known, about themselves alone. */
export function serveSessions(api: Api, installation: Installation): void {
  serveOwn(api, installation)
  serveDevices(api, installation)
}

function serveOwn(api: Api, installation: Installation): void {
  api.get(
    '/session',
    { config, schema: { summary: 'Who you are', tags, response: { 200: whoView, ...failures } } },
    async ({ caller }) => describe(installation, caller),
  )
  api.delete(
    '/session',
    {
      config,
      schema: {
        summary: 'Sign out on this device',
        tags,
        querystring: nothingMore,
        response: { 204: nothing, ...failures },
      },
    },
    async ({ caller: { signedIn } }, reply) => {
      if (!signedIn) throw new Problem('refused', 'there is no session here: this caller shows a token')
      await endSessions(installation.people, signedIn.person.id, signedIn.session.id)
      clearSession(installation, reply)
      return await reply.code(204).send(null)
    },
  )
}

function serveDevices(api: Api, { people }: Installation): void {
  api.get(
    '/sessions',
    {
      config,
      schema: {
        summary: 'Where you are signed in, the latest used first',
        tags,
        response: { 200: z.object({ sessions: z.array(deviceView) }), ...failures },
      },
    },
    async ({ caller: { signedIn } }) => {
      const sessions = signedIn ? await listSessions(people, signedIn.person.id) : []
      return { sessions: sessions.map((one) => toDevice(one, signedIn?.session)) }
    },
  )
  api.delete(
    '/sessions/:id',
    {
      config,
      schema: {
        summary: 'Sign out on one device of yours',
        tags,
        params: z.object({ id: z.string() }),
        response: { 204: nothing, ...failures },
      },
    },
    async ({ params: { id }, caller: { signedIn } }, reply) => {
      const ended = signedIn ? await endSessions(people, signedIn.person.id, id) : 0
      if (ended === 0) throw new Problem('not-found', `you have no session ${id}`, { hint: 'list them with /sessions' })
      return await reply.code(204).send(null)
    },
  )
}

function toDevice({ id, agent, createdAt, lastSeenAt, expiresAt }: Session, current: Session | undefined) {
  return {
    id,
    agent,
    isThisOne: id === current?.id,
    createdAt: toIso(createdAt),
    lastSeenAt: toIso(lastSeenAt),
    expiresAt: toIso(expiresAt),
  }
}

function describe({ gateway, links }: Installation, caller: Caller): z.input<typeof whoView> {
  const { actor, signedIn, organisation: id } = caller
  const organisation = id === undefined ? undefined : gateway.context.organisations.find(id)
  // Links are looked after in one organisation, whichever others somebody has a role in.
  const placeOf = (right: Right) => (right.startsWith('links.') ? links.settings.organisation : id)
  const held = (right: Right) => caller.may(right, placeOf(right))
  return {
    actor,
    person: signedIn
      ? {
          id: signedIn.person.id,
          name: signedIn.person.name,
          email: signedIn.person.email ?? null,
          role: signedIn.person.role,
          language: signedIn.person.language ?? null,
        }
      : null,
    organisation: organisation ? { id: organisation.id, name: organisation.name } : null,
    rights: rights.filter(held),
    csrf: signedIn?.session.csrf ?? null,
  }
}
