import { z } from 'zod'
import { renderExpression } from '../../lib/expression.ts'
import { clientAddress } from '../../meetings/client-address.ts'
import type { Context } from '../../meetings/context.ts'
import type { Organisation } from '../../meetings/organisations.ts'
import type { OrganisationDefinition } from '../../meetings/registry.ts'
import { toIso } from './api.ts'
import { checksum, count, expression, host, moment, organisationId, publicAddress, secret } from './fields.ts'
import { prices, shownPrices } from './price-view.ts'

const limits = z
  .strictObject({
    meetings: count(1_000_000).optional().describe('Meetings at once. Default: no limit.'),
    users: count(1_000_000).optional().describe('Users at once over all meetings. Default: no limit.'),
    minutes: count(1_000_000_000)
      .optional()
      .describe('Participant-minutes in a calendar month (UTC). Default: no limit.'),
    storage: count(1_000_000)
      .optional()
      .describe('Gigabytes (1,000,000,000 bytes) of recordings on the servers. Default: no limit.'),
    duration: count(1_000_000).optional().describe('Minutes one meeting may last. Default: no limit.'),
    recording: z.boolean().default(true).describe('Whether meetings may be recorded.'),
  })
  .prefault({})

const kind = z
  .enum(['federation', 'organisation', 'application'])
  .describe('A federation holds organisations, an application is one front end of an organisation.')

const status = z
  .enum(['active', 'leaving', 'read-only', 'suspended'])
  .describe(
    '"leaving" takes no new accounts and rooms, "read-only" no new meetings either, a "suspended" one is refused like a stranger.',
  )

const brand = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  logo: publicAddress.optional().describe('An https address of a picture.'),
  colour: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'write # and six digits, such as #2f6f4f')
    .optional(),
  welcome: z.string().trim().min(1).max(2000).optional().describe('What people read when they come into a meeting.'),
  slide: publicAddress.optional().describe('An https address of a document shown when a meeting brings none.'),
})

const parameters = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).prefault({})

const rules = z
  .strictObject({
    defaults: parameters.describe('Apply when the client does not send them.'),
    overrides: parameters.describe('Apply whatever the client sends.'),
  })
  .prefault({})

const servers = z.strictObject({ required: expression.default(''), preferred: expression.default('') }).prefault({})

export const organisationRequest = z.strictObject({
  id: organisationId,
  name: z.string().trim().min(1).max(200).optional().describe('Default: the id.'),
  parent: organisationId.optional().describe('The organisation that this one is part of.'),
  secrets: z
    .array(secret)
    .max(10)
    .optional()
    .describe('Left out: one is made and given in the answer. Empty: no front end of its own calls.'),
  hosts: z.array(host).max(100).default([]).describe('Host names at which this organisation alone is reached.'),
  kind: kind.default('organisation'),
  status: status.default('active'),
  brand: brand.prefault({}),
  checksums: z.array(checksum).min(1).default(['sha1', 'sha256', 'sha384', 'sha512']),
  limits,
  prices: prices.optional(),
  create: rules.describe('BigBlueButton parameters put into every create call.'),
  join: rules.describe('BigBlueButton parameters put into every join call.'),
  servers,
  signFormBody: z.boolean().default(false),
  joinPage: z
    .strictObject({
      enabled: z.boolean().default(false),
      perSecond: count(1000).default(10).describe('People let onto one server within a second.'),
    })
    .prefault({})
    .describe('A page between the link and the meeting.'),
})

/** What can be changed later: each part that is given replaces what was there. */
export const organisationChange = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    parent: organisationId.nullable(),
    kind,
    status,
    brand,
    hosts: z.array(host).max(100),
    limits: limits.unwrap(),
    prices: prices.nullable(),
    servers: servers.unwrap(),
    create: rules.unwrap(),
    join: rules.unwrap(),
  })
  .partial()

const shownParameters = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
const shownRules = z.object({ defaults: shownParameters, overrides: shownParameters })

export const organisationView = z
  .object({
    id: z.string(),
    name: z.string(),
    parent: z.string().nullable().describe('The organisation that this one is part of.'),
    origin: z.enum(['file', 'database', 'practice']).describe('Where it is declared, and so who may change it.'),
    kind,
    status: status.describe('Its own.'),
    standing: status.describe('What holds: the strictest of its own and of those above it.'),
    brand: brand.describe('As it shows itself: what it does not say, those above it say.'),
    logo: z.string().nullable().describe('Where we give out its logo; null while there is none.'),
    ownBrand: brand.describe('What it says itself.'),
    hosts: z.array(z.string()),
    url: z.string().describe('What its clients are given as the address of their BigBlueButton server.'),
    checksums: z.array(checksum),
    limits: z.object({
      meetings: z.int().optional(),
      users: z.int().optional(),
      minutes: z.int().optional(),
      storage: z.int().optional(),
      duration: z.int().optional(),
      recording: z.boolean(),
    }),
    prices: shownPrices.nullable().describe('Its own; null when those of the one that it is part of hold.'),
    create: shownRules.describe('BigBlueButton parameters put into every create call.'),
    join: shownRules.describe('BigBlueButton parameters put into every join call.'),
    servers: z.object({
      required: z.string().describe('Only servers whose tags match this are used; empty for any.'),
      preferred: z.string().describe('Servers whose tags match this are used first.'),
    }),
    joinPage: z.object({ enabled: z.boolean(), perSecond: z.int().optional() }),
    meetings: z.int(),
    people: z.int(),
    secrets: z.array(
      z.object({
        fingerprint: z.string().describe("The first 12 digits of the secret's SHA-256."),
        lastUsedAt: moment.describe('Null when it was never used.'),
      }),
    ),
  })
  .meta({ id: 'Organisation' })

/** The request as a definition, without its secrets; keys as in the configuration file. */
export function toDefinition(request: z.output<typeof organisationRequest>): OrganisationDefinition {
  const {
    id,
    name = id,
    parent,
    kind: sort,
    status: own,
    brand: shown,
    hosts,
    checksums,
    limits: allowed,
    prices: ownPrices,
    create,
    join,
    servers,
    signFormBody,
    joinPage,
  } = request
  return {
    id,
    name,
    parent,
    kind: sort,
    status: own,
    brand: shown,
    checksums,
    limits: allowed,
    prices: ownPrices,
    create,
    join,
    servers,
    hosts: hosts.map((one) => one.toLowerCase()),
    sign_form_body: signFormBody,
    join_page: { enabled: joinPage.enabled, per_second: joinPage.perSecond },
  }
}

export function toOrganisationView(
  context: Context,
  organisation: Organisation,
  url: string,
): z.input<typeof organisationView> {
  const { id, name, origin, limits: allowed, create, join, joinPage } = organisation
  const standing = context.organisations.standing(id)
  const meetings = [...context.directory.inOrganisation(id)]
  return {
    id,
    name,
    parent: organisation.parent ?? null,
    origin,
    kind: organisation.kind,
    status: organisation.status,
    standing: standing.status,
    brand: standing.brand,
    ownBrand: organisation.brand,
    logo: standing.brand.logo === undefined ? null : `/brand/${id}/logo`,
    hosts: [...organisation.hosts],
    url: clientAddress(url, organisation),
    checksums: [...organisation.checksums],
    limits: allowed,
    prices: organisation.prices ?? null,
    create: { defaults: { ...create.defaults }, overrides: { ...create.overrides } },
    join: { defaults: { ...join.defaults }, overrides: { ...join.overrides } },
    servers: {
      required: renderExpression(organisation.required),
      preferred: renderExpression(organisation.preferred),
    },
    joinPage: { enabled: joinPage !== undefined, ...joinPage },
    meetings: meetings.length,
    people: meetings.reduce((sum, { facts }) => sum + (facts?.participants ?? 0), 0),
    secrets: organisation.secrets.map(({ fingerprint, lastUsedAt }) => ({
      fingerprint,
      lastUsedAt: toIso(lastUsedAt),
    })),
  }
}
