import { z } from 'zod'
import { requireOrganisation } from '../../meetings/change-organisation.ts'
import { addGroup, type CountedGroup, changeGroup, listGroups, removeGroup, requireGroup } from '../../people/groups.ts'
import { changeMembers, membersByGroup } from '../../people/members.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures, nothing, toIso } from './api.ts'
import { moment } from './fields.ts'
import { externalId, groupName } from './person-view.ts'

const tags = ['people']
const organisation = z.string()
const params = z.object({ organisation, id: z.string() })

const groupView = z
  .object({
    id: z.string(),
    name: z.string(),
    externalId: z.string().nullable(),
    members: z.int().describe('How many are in it; who, is told by the people of this group.'),
    createdAt: moment,
    changedAt: moment,
  })
  .meta({ id: 'Group' })

/** Serves the groups of an organisation. Who may call: whoever may list and manage its accounts. */
export function serveGroups(api: Api, installation: Installation): void {
  serveLists(api, installation)
  serveCreation(api, installation)
  serveChanges(api, installation)
  serveMembers(api, installation)
}

function serveLists(api: Api, { gateway: { context }, people }: Installation): void {
  const config = { right: 'people.list' } as const
  const response = { 200: z.object({ groups: z.array(groupView) }), ...failures }
  api.get(
    '/organisations/:organisation/groups',
    {
      config,
      schema: { summary: 'The groups of an organisation, by name', tags, params: z.object({ organisation }), response },
    },
    async ({ params: { organisation: of } }) => {
      requireOrganisation(context, of)
      return { groups: (await listGroups(people, of)).map(toView) }
    },
  )
  api.get(
    '/organisations/:organisation/groups/:id',
    { config, schema: { summary: 'One group', tags, params, response: { 200: groupView, ...failures } } },
    async ({ params: which }) => await show(people, which),
  )
}

const groupRequest = z.strictObject({ name: groupName, externalId: externalId.nullish() })

function serveCreation(api: Api, { gateway: { context }, people }: Installation): void {
  api.post(
    '/organisations/:organisation/groups',
    {
      config: { right: 'people.manage' },
      schema: {
        summary: 'Add a group',
        tags,
        params: z.object({ organisation }),
        body: groupRequest,
        response: { 201: groupView, ...failures },
      },
    },
    async ({ params: { organisation: of }, body: wanted, actor }, reply) => {
      requireOrganisation(context, of)
      const fields = { name: wanted.name, externalId: wanted.externalId ?? undefined, organisation: of }
      const group = await people.database.transact((tx) => addGroup(people, tx, fields, actor))
      return await reply.code(201).send(toView({ ...group, members: 0 }))
    },
  )
}

function serveChanges(api: Api, { people }: Installation): void {
  const config = { right: 'people.manage' } as const
  const response = { 200: groupView, ...failures }
  api.patch(
    '/organisations/:organisation/groups/:id',
    { config, schema: { summary: 'Rename a group', tags, params, body: groupRequest.partial(), response } },
    async ({ params: which, body: wanted, actor }) => {
      await people.database.transact(async (tx) => {
        const group = await requireGroup(tx, which.organisation, which.id)
        await changeGroup(people, tx, group, wanted, actor)
      })
      return await show(people, which)
    },
  )
  api.delete(
    '/organisations/:organisation/groups/:id',
    {
      config,
      schema: { summary: 'Take a group away; its members stay', tags, params, response: { 204: nothing, ...failures } },
    },
    async ({ params: which, actor }, reply) => {
      await people.database.transact(async (tx) => {
        await removeGroup(people, tx, await requireGroup(tx, which.organisation, which.id), actor)
      })
      return await reply.code(204).send(null)
    },
  )
}

function serveMembers(api: Api, { people }: Installation): void {
  const path = '/organisations/:organisation/groups/:id/members/:person'
  const config = { right: 'people.manage' } as const
  const keys = params.extend({ person: z.string() })
  const response = { 204: nothing, ...failures }
  api.put(
    path,
    { config, schema: { summary: 'Put somebody into a group', tags, params: keys, response } },
    async ({ params: { organisation: of, id, person }, actor }, reply) => {
      await people.database.transact(async (tx) => {
        await changeMembers(people, tx, await requireGroup(tx, of, id), { add: [person] }, actor)
      })
      return await reply.code(204).send(null)
    },
  )
  api.delete(
    path,
    { config, schema: { summary: 'Take somebody out of a group', tags, params: keys, response } },
    async ({ params: { organisation: of, id, person }, actor }, reply) => {
      await people.database.transact(async (tx) => {
        await changeMembers(people, tx, await requireGroup(tx, of, id), { remove: [person] }, actor)
      })
      return await reply.code(204).send(null)
    },
  )
}

async function show(
  { database }: Installation['people'],
  { organisation: of, id }: z.output<typeof params>,
): Promise<z.input<typeof groupView>> {
  return await database.read(async (db) => {
    const group = await requireGroup(db, of, id)
    return toView({ ...group, members: (await membersByGroup(db, [id])).get(id)?.length ?? 0 })
  })
}

function toView({
  id,
  name,
  externalId: known,
  members,
  createdAt,
  changedAt,
}: CountedGroup): z.input<typeof groupView> {
  return { id, name, externalId: known ?? null, members, createdAt: toIso(createdAt), changedAt: toIso(changedAt) }
}
