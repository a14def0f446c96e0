import { type Row, v1 } from './rows.ts'

const organisation = `${v1}/organisations/:organisation`
const main = `${v1}/organisations/main`

/** The routes about accounts and groups. */
export const peopleRows: readonly Row[] = [
  ['people.list', 'GET', `${organisation}/people`, `${main}/people`, 200],
  ['people.manage', 'POST', `${organisation}/people`, `${main}/people`, 422, {}],
  ['people.list', 'GET', `${organisation}/people/:id`, `${main}/people/none`, 404],
  ['people.manage', 'PATCH', `${organisation}/people/:id`, `${main}/people/none`, 404, {}],
  ['people.manage', 'DELETE', `${organisation}/people/:id`, `${main}/people/none`, 404],
  [
    'people.list',
    'GET',
    `${organisation}/people/by-external-id/:externalId`,
    `${main}/people/by-external-id/none`,
    404,
  ],
  [
    'people.manage',
    'PUT',
    `${organisation}/people/by-external-id/:externalId`,
    `${main}/people/by-external-id/none`,
    422,
    {},
  ],
  ['people.list', 'GET', `${organisation}/groups`, `${main}/groups`, 200],
  ['people.manage', 'POST', `${organisation}/groups`, `${main}/groups`, 422, {}],
  ['people.list', 'GET', `${organisation}/groups/:id`, `${main}/groups/none`, 404],
  ['people.manage', 'PATCH', `${organisation}/groups/:id`, `${main}/groups/none`, 404, {}],
  ['people.manage', 'DELETE', `${organisation}/groups/:id`, `${main}/groups/none`, 404],
  ['people.manage', 'PUT', `${organisation}/groups/:id/members/:person`, `${main}/groups/none/members/none`, 404],
  ['people.manage', 'DELETE', `${organisation}/groups/:id/members/:person`, `${main}/groups/none/members/none`, 404],
  ['people.manage', 'POST', `${organisation}/imports/preview`, `${main}/imports/preview`, 422, {}],
  ['people.manage', 'POST', `${organisation}/imports`, `${main}/imports`, 422, {}],
  ['people.list', 'GET', `${organisation}/imports`, `${main}/imports`, 200],
  ['people.list', 'GET', `${organisation}/imports/:id`, `${main}/imports/none`, 404],
  ['people.manage', 'POST', `${organisation}/imports/:id/undo`, `${main}/imports/none/undo`, 404, {}],
]

const scim = '/scim/v2/:organisation'
const scimMain = '/scim/v2/main'

/** SCIM, kind by kind. */
const ofKind = (kind: 'Users' | 'Groups'): Row[] => [
  ['people.see', 'GET', `${scim}/${kind}`, `${scimMain}/${kind}`, 200],
  ['people.see', 'POST', `${scim}/${kind}`, `${scimMain}/${kind}`, 400, {}],
  ['people.see', 'POST', `${scim}/${kind}/.search`, `${scimMain}/${kind}/.search`, 200, {}],
  ['people.see', 'GET', `${scim}/${kind}/:id`, `${scimMain}/${kind}/none`, 404],
  ['people.see', 'PUT', `${scim}/${kind}/:id`, `${scimMain}/${kind}/none`, 404, {}],
  ['people.see', 'PATCH', `${scim}/${kind}/:id`, `${scimMain}/${kind}/none`, 400, {}],
  ['people.see', 'DELETE', `${scim}/${kind}/:id`, `${scimMain}/${kind}/none`, 404],
]

export const scimRows: readonly Row[] = [
  ['people.see', 'GET', `${scim}/ServiceProviderConfig`, `${scimMain}/ServiceProviderConfig`, 200],
  ['people.see', 'GET', `${scim}/ResourceTypes`, `${scimMain}/ResourceTypes`, 200],
  ['people.see', 'GET', `${scim}/ResourceTypes/:id`, `${scimMain}/ResourceTypes/none`, 404],
  ['people.see', 'GET', `${scim}/Schemas`, `${scimMain}/Schemas`, 200],
  ['people.see', 'GET', `${scim}/Schemas/:id`, `${scimMain}/Schemas/none`, 404],
  ...ofKind('Users'),
  ...ofKind('Groups'),
]
