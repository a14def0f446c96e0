import { mostResults } from './list.ts'
import { groupSchema, userSchema } from './resource.ts'
import type { Resource } from './value.ts'

/** What this service can do, as RFC 7643 describes it, section 5. */
export function serviceProviderConfig(base: string): Resource {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: mostResults },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'The token of a service account that may see and manage the people of the organisation.',
        specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  }
}

/** The kinds of resources that there are. */
export function resourceTypes(base: string): Resource[] {
  const types = [
    { name: 'User', endpoint: '/Users', description: 'An account', schema: userSchema },
    { name: 'Group', endpoint: '/Groups', description: 'A group of accounts', schema: groupSchema },
  ]
  return types.map((type) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: type.name,
    ...type,
    schemaExtensions: [],
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${type.name}` },
  }))
}

/** The attributes that are kept of each kind; whatever else a directory sends is left out. */
export function schemas(base: string): Resource[] {
  const described = [
    { id: userSchema, name: 'User', description: 'An account', attributes: userAttributes },
    { id: groupSchema, name: 'Group', description: 'A group of accounts', attributes: groupAttributes },
  ]
  return described.map((schema) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    ...schema,
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${schema.id}` },
  }))
}

function attribute(name: string, description: string, more: Resource = {}): Resource {
  return {
    name,
    type: 'string',
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...more,
  }
}

const readOnly: Resource = { mutability: 'readOnly' }
const many: Resource = { type: 'complex', multiValued: true }

const userAttributes: readonly Resource[] = [
  attribute('userName', 'What the directory calls the account', { required: true, uniqueness: 'server' }),
  attribute('name', 'The parts of the name', {
    type: 'complex',
    subAttributes: [
      attribute('formatted', 'The whole name, as others see it'),
      attribute('givenName', 'The given name'),
      attribute('familyName', 'The family name'),
    ],
  }),
  attribute('displayName', 'The whole name, as others see it'),
  attribute('emails', 'Addresses, of which the primary one is kept', {
    ...many,
    subAttributes: [
      attribute('value', 'The address'),
      attribute('type', 'Always work', readOnly),
      attribute('primary', 'Always true', { type: 'boolean' }),
    ],
  }),
  attribute('active', 'Whether the account lets anybody in', { type: 'boolean' }),
  attribute('preferredLanguage', 'The language of pages and letters'),
  attribute('roles', 'What somebody is in the organisation', {
    ...many,
    subAttributes: [
      attribute('value', 'admin or member', { canonicalValues: ['admin', 'member'] }),
      attribute('primary', 'Always true', { type: 'boolean' }),
    ],
  }),
  attribute('groups', 'The groups that somebody is in', {
    ...many,
    ...readOnly,
    subAttributes: [
      attribute('value', 'The id of the group', readOnly),
      attribute('$ref', 'Its address', { ...readOnly, type: 'reference', referenceTypes: ['Group'] }),
      attribute('display', 'Its name', readOnly),
      attribute('type', 'Always direct', readOnly),
    ],
  }),
]

const groupAttributes: readonly Resource[] = [
  attribute('displayName', 'The name', { required: true, uniqueness: 'server' }),
  attribute('members', 'Who is in it', {
    ...many,
    subAttributes: [
      attribute('value', 'The id of the user', { mutability: 'immutable' }),
      attribute('$ref', 'Its address', { mutability: 'immutable', type: 'reference', referenceTypes: ['User'] }),
      attribute('display', 'The name', readOnly),
      attribute('type', 'Always User', { mutability: 'immutable', canonicalValues: ['User'] }),
    ],
  }),
]
