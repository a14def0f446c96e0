import { z } from 'zod'
import { requireOrganisation } from '../../meetings/change-organisation.ts'
import { rights } from '../../people/rights.ts'
import {
  addServiceAccount,
  changeServiceAccount,
  removeServiceAccount,
  requireServiceAccount,
} from '../../people/service-accounts.ts'
import { readServiceStates, type ServiceAlarm } from '../../people/service-alarms.ts'
import { listServiceTokens } from '../../people/service-tokens.ts'
import { requireRight } from '../caller.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures, nothing, toIso } from './api.ts'
import { moment } from './fields.ts'
import { oneService, serveServiceTokens, serveSuccess, tokenView, toTokenView } from './service-tokens.ts'

const tags = ['service accounts']
const config = { right: 'tokens.manage' as const }
const params = z.object({ organisation: z.string() })

const view = z
  .object({
    id: z.string(),
    organisation: z.string(),
    name: z.string(),
    rights: z.array(z.enum(rights)),
    owners: z.array(z.string()).describe('The two accounts that answer for it.'),
    ownersGone: z.array(z.string()).describe('Those of them that cannot sign in: somebody else must take over.'),
    expectsEvery: z.int().nullable().describe('Hours within which it is expected to succeed again.'),
    lastSuccessAt: moment,
    overdue: z.boolean().describe('It has not succeeded within that time.'),
    createdAt: moment,
    createdBy: z.string(),
    tokens: z.array(tokenView).describe('The live ones, the newest first: at most two.'),
  })
  .meta({ id: 'ServiceAccount' })

const owners = z.array(z.string()).length(2).describe('Two active accounts of the organisation, by id.')
const hours = z.int().min(1).max(8784)

const request = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'use small letters, digits, ".", "_" and "-", at most 63'),
  rights: z
    .array(z.enum(rights))
    .min(1)
    .describe('What it may do, in the organisation and below it; what you may yourself.'),
  owners,
  expectsEvery: hours.optional().describe('Hours within which it must succeed; without it, no alarm.'),
})

const hourMs = 3_600_000

/**
 * Serves the accounts of programs. Who may call: whoever may manage tokens in the organisation; the program itself may
 * report its success.
 */
export function serveServiceAccounts(api: Api, installation: Installation): void {
  serveViews(api, installation)
  serveAdding(api, installation)
  serveChanges(api, installation)
  serveServiceTokens(api, installation)
  serveSuccess(api, installation)
}

function serveViews(api: Api, { people }: Installation): void {
  api.get(
    '/organisations/:organisation/service-accounts',
    {
      config,
      schema: {
        summary: 'The accounts of programs, with what is wrong with them',
        tags,
        params,
        response: { 200: z.object({ serviceAccounts: z.array(view) }), ...failures },
      },
    },
    async ({ params: { organisation } }) => {
      const states = await readServiceStates(people, organisation)
      return { serviceAccounts: await Promise.all(states.map((state) => toView({ people }, state))) }
    },
  )
  api.get(
    '/organisations/:organisation/service-accounts/:id',
    {
      config,
      schema: { summary: 'The account of one program', tags, params: oneService, response: { 200: view, ...failures } },
    },
    async ({ params: { organisation, id } }) => await show({ people }, organisation, id),
  )
}

function serveAdding(api: Api, installation: Installation): void {
  const { gateway, people } = installation
  api.post(
    '/organisations/:organisation/service-accounts',
    {
      config,
      schema: {
        summary: 'Make the account of a program; its first token is made by rotating',
        tags,
        params,
        body: request,
        response: { 201: view, ...failures },
      },
    },
    async ({ params: { organisation }, body, caller, actor }, reply) => {
      requireOrganisation(gateway.context, organisation)
      const { name, rights: wanted, owners: two, expectsEvery } = body
      // Nobody gives a program what they do not have themselves.
      for (const right of wanted) requireRight(caller, right, organisation)
      const period = expectsEvery === undefined ? undefined : expectsEvery * hourMs
      const account = { organisation, name, rights: wanted, owners: two, expectsEvery: period }
      const { id } = await addServiceAccount(people, account, actor)
      return await reply.code(201).send(await show({ people }, organisation, id))
    },
  )
}

function serveChanges(api: Api, { people }: Installation): void {
  api.patch(
    '/organisations/:organisation/service-accounts/:id',
    {
      config,
      schema: {
        summary: 'Give it other owners, or another period',
        tags,
        params: oneService,
        body: z.strictObject({ owners: owners.optional(), expectsEvery: hours.nullish() }),
        response: { 200: view, ...failures },
      },
    },
    async ({ params: { organisation, id }, body, actor }) => {
      const account = await requireServiceAccount(people, organisation, id)
      const { owners: two, expectsEvery } = body
      const period = typeof expectsEvery === 'number' ? expectsEvery * hourMs : expectsEvery
      await changeServiceAccount(people, account, { owners: two, expectsEvery: period }, actor)
      return await show({ people }, organisation, account.id)
    },
  )
  api.delete(
    '/organisations/:organisation/service-accounts/:id',
    {
      config,
      schema: {
        summary: 'Remove it; its tokens open nothing from now on',
        tags,
        params: oneService,
        response: { 204: nothing, ...failures },
      },
    },
    async ({ params: { organisation, id }, actor }, reply) => {
      await removeServiceAccount(people, await requireServiceAccount(people, organisation, id), actor)
      return await reply.code(204).send(null)
    },
  )
}

type Parts = Pick<Installation, 'people'>

async function show({ people }: Parts, organisation: string, id: string): Promise<z.input<typeof view>> {
  const account = await requireServiceAccount(people, organisation, id)
  const states = await readServiceStates(people, organisation)
  const state = states.find((candidate) => candidate.account.id === account.id)
  return await toView({ people }, state ?? { account, isOverdue: false, ownersGone: [] })
}

async function toView({ people }: Parts, { account, isOverdue, ownersGone }: ServiceAlarm) {
  const { expectsEvery, lastSuccessAt, createdAt, ...rest } = account
  return {
    ...rest,
    rights: [...rest.rights],
    owners: [...rest.owners],
    ownersGone: [...ownersGone],
    overdue: isOverdue,
    expectsEvery: expectsEvery === undefined ? null : expectsEvery / hourMs,
    lastSuccessAt: toIso(lastSuccessAt),
    createdAt: toIso(createdAt),
    tokens: (await listServiceTokens(people, account.id)).map(toTokenView),
  }
}
