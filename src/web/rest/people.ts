import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Problem } from '../../lib/problem.ts'
import { requireOrganisation } from '../../meetings/change-organisation.ts'
import {
  type Account,
  addAccount,
  changeAccount,
  eraseAccount,
  findAccount,
  putAccount,
  readAccount,
  readAccounts,
  recordReveal,
} from '../../people/accounts.ts'
import type { Caller } from '../caller.ts'
import type { Installation } from '../installation.ts'
import { requireTakesAccounts } from '../takes-accounts.ts'
import { type Api, failures, nothing } from './api.ts'
import { serveGroups } from './groups.ts'
import { serveImports } from './imports.ts'
import {
  email,
  externalId,
  groupName,
  language,
  type PersonView,
  personName,
  personView,
  reason,
  role,
  status,
  type Typed,
  toPersonView,
} from './person-view.ts'

const tags = ['people']
const organisation = z.string()
const params = z.object({ organisation, id: z.string() })
const groups = z.array(groupName).max(100).describe('All groups, by name; one that is not there is made.')

const personRequest = z.strictObject({
  name: personName,
  email: email.nullish(),
  externalId: externalId.nullish(),
  role: role.default('member'),
  language: language.nullish(),
  groups: groups.optional(),
})

const putRequest = personRequest.omit({ externalId: true }).extend({
  role: role.optional(),
  suspended: z.boolean().optional().describe('Absent: as it is.'),
})

const personChange = z.strictObject({
  name: personName.optional(),
  email: email.nullish(),
  externalId: externalId.nullish(),
  role: role.optional(),
  language: language.nullish(),
  groups: groups.optional(),
  suspended: z
    .boolean()
    .optional()
    .describe('True signs them out everywhere and lets them in no more; false lets them in.'),
})

/**
 * Serves the accounts, groups and imports of an organisation. Who may call: its administrators and those above it; the installation's operator
 * too, who is shown ids, roles and states, and names only with a reason that is recorded.
 */
export function servePeople(api: Api, installation: Installation): void {
  serveLists(api, installation)
  serveOne(api, installation)
  serveByExternalId(api, installation)
  serveCreation(api, installation)
  serveChanges(api, installation)
  serveGroups(api, installation)
  serveImports(api, installation)
}

function serveLists(api: Api, installation: Installation): void {
  const querystring = z.strictObject({
    search: z.string().max(200).optional().describe('Part of a name or address, or a whole id or external id.'),
    email: email.optional().describe('A whole address; also for whoever may not see names.'),
    status: status.optional(),
    role: role.optional(),
    group: z.string().max(100).optional().describe('The id of a group that they are in.'),
    limit: z.coerce.number().int().min(1).max(500).default(50),
    after: z.string().max(2000).optional().describe('What the page before gave as `next`.'),
    reason,
  })
  const page = z.object({
    people: z.array(personView),
    total: z.int().describe('On all pages.'),
    next: z.string().nullable().describe('Pass it as `after` for the next page; null on the last.'),
  })
  const schema = { summary: 'The accounts of an organisation, by name', tags, querystring }
  api.get(
    '/organisations/:organisation/people',
    {
      config: { right: 'people.list' },
      schema: { ...schema, params: z.object({ organisation }), response: { 200: page, ...failures } },
    },
    async ({ params: { organisation: id }, query: { reason: why, ...wanted }, caller }) => {
      requireOrganisation(installation.gateway.context, id)
      const names = await mayShowNames(installation, caller, { organisation: id, subject: id, reason: why })
      const found = await readAccounts(installation.people, { organisation: id, ...wanted, names })
      const people = found.accounts.map(({ person, groups: of }) => toPersonView(person, of, { names }))
      return { people, total: found.total, next: found.next ?? null }
    },
  )
}

function serveOne(api: Api, installation: Installation): void {
  api.get(
    '/organisations/:organisation/people/:id',
    {
      config: { right: 'people.list' },
      schema: {
        summary: 'One account',
        tags,
        params,
        querystring: z.strictObject({ reason }),
        response: { 200: personView, ...failures },
      },
    },
    async ({ params: { organisation: of, id }, query, caller }) => {
      const { person, groups: list } = await readAccount(installation.people, of, id)
      const names = await mayShowNames(installation, caller, { organisation: of, subject: id, reason: query.reason })
      return toPersonView(person, list, { names })
    },
  )
}

function serveByExternalId(api: Api, { gateway: { context }, people }: Installation): void {
  const path = '/organisations/:organisation/people/by-external-id/:externalId'
  const keys = z.object({ organisation, externalId })
  api.get(
    path,
    {
      config: { right: 'people.list' },
      schema: {
        summary: "The account that the organisation's own register calls so",
        tags,
        params: keys,
        response: { 200: personView, ...failures },
      },
    },
    async ({ params: { organisation: of, externalId: known }, caller }) => {
      const account = await findAccount(people, of, known)
      if (account) return show(caller, account, { externalId: known })
      throw new Problem('not-found', `the organisation ${of} has no account with the external id ${known}`)
    },
  )
  const summary = 'Make an account as said, whether it was there or not; repeating it changes nothing'
  const response = { 200: personView, 201: personView, ...failures }
  api.put(
    path,
    { config: { right: 'people.manage' }, schema: { summary, tags, params: keys, body: putRequest, response } },
    async ({ params: { organisation: of, externalId: known }, body, actor, caller }, reply) => {
      if (!(await findAccount(people, of, known))) requireTakesAccounts(context, of)
      const wanted = { ...body, organisation: of, externalId: known }
      const { isNew, ...account } = await putAccount(people, wanted, actor)
      return await reply.code(isNew ? 201 : 200).send(show(caller, account, { ...body, externalId: known }))
    },
  )
}

function serveCreation(api: Api, { gateway: { context }, people }: Installation): void {
  api.post(
    '/organisations/:organisation/people',
    {
      config: { right: 'people.manage' },
      schema: {
        summary: 'Add an account; whoever it is for signs in by an invitation or by the organisation’s provider',
        tags,
        params: z.object({ organisation }),
        body: personRequest,
        response: { 201: personView, ...failures },
      },
    },
    async ({ params: { organisation: of }, body, actor, caller }, reply) => {
      requireTakesAccounts(context, of)
      const account = await addAccount(people, { ...body, organisation: of }, actor)
      return await reply.code(201).send(show(caller, account, body))
    },
  )
}

function serveChanges(api: Api, { people }: Installation): void {
  const config = { right: 'people.manage' } as const
  const response = { 200: personView, ...failures }
  api.patch(
    '/organisations/:organisation/people/:id',
    { config, schema: { summary: 'Change, suspend or resume an account', tags, params, body: personChange, response } },
    async ({ params: which, body, actor, caller }) =>
      show(caller, await changeAccount(people, which, body, actor), body),
  )
  api.delete(
    '/organisations/:organisation/people/:id',
    {
      config,
      schema: {
        summary: 'Erase an account for good: who it was is gone, its id and its past stay',
        tags,
        params,
        response: { 204: nothing, ...failures },
      },
    },
    async ({ params: which, actor }, reply) => {
      await eraseAccount(people, which, actor)
      return await reply.code(204).send(null)
    },
  )
}

/** Whether the caller is shown names: by right, or by a reason that is written down now. */
async function mayShowNames(
  { people }: Installation,
  caller: Caller,
  { reason: why, ...where }: { organisation: string; subject: string; reason: string | undefined },
): Promise<boolean> {
  if (caller.may('people.see', where.organisation)) return true
  if (why === undefined || !caller.may('installation.manage')) return false
  await recordReveal(people, { ...where, reason: why }, caller.actor)
  return true
}

function show(caller: FastifyRequest['caller'], { person, groups: of }: Account, typed: Typed): PersonView {
  return toPersonView(person, of, { names: caller.may('people.see', person.organisation), typed })
}
