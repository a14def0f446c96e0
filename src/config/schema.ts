import { z } from 'zod'
import type { Config, ServerConfig } from './config.ts'
import {
  checkExpression,
  parseCidr,
  parseDatabase,
  parseDomain,
  parseHost,
  parseRedis,
  parseSecretRef,
  parseServerAddress,
  parseWebAddress,
  textField,
} from './fields.ts'

const tag = /^[A-Za-z0-9_.:-]+$/
const organisationId = /^[a-z0-9-]{1,40}$/
const serverId = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/

const about = (description: string, ...examples: unknown[]) => ({ description, examples })

const count = (minimum: number, maximum: number) => z.int().min(minimum).max(maximum)

const words = (description: string, example: string) =>
  z.string().trim().min(1).max(200).meta(about(description, example))

const secret = (description: string, example: string) =>
  textField(parseSecretRef, { description, examples: [example], writeOnly: true })

const cidr = textField(parseCidr, about('A range of addresses in CIDR notation.', '10.0.0.0/8'))

const expression = (description: string, example: string) =>
  textField(checkExpression, about(description, example)).prefault('')

const checksum = z.enum(['sha1', 'sha256', 'sha384', 'sha512'])

const parameters = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

const parameterRules = (call: 'create' | 'join', key: string) =>
  z
    .strictObject({
      defaults: parameters
        .prefault({})
        .meta(about(`Parameters of \`${call}\` that apply when the client does not send them.`, { [key]: true })),
      overrides: parameters
        .prefault({})
        .meta(about(`Parameters of \`${call}\` that apply whatever the client sends.`, { [key]: true })),
    })
    .prefault({})
    .meta(about(`BigBlueButton parameters put into every \`${call}\` call of this organisation.`))

const coop = z
  .strictObject({
    name: words('The co-op as people know it.', 'Example Co-op'),
    domain: textField(parseDomain, about("The co-op's own domain.", 'example.coop')),
  })
  .meta(about('Who we are.', { name: 'Example Co-op', domain: 'example.coop' }))

const web = z
  .strictObject({
    url: textField(
      parseWebAddress,
      about('Where others reach this program, as an http or https address.', 'https://meet.example.coop'),
    ).optional(),
    trusted_proxies: z
      .array(cidr)
      .prefault(['127.0.0.0/8', '::1/128'])
      .meta(
        about('Address ranges (CIDR) of the reverse proxies whose X-Forwarded headers are believed.', ['127.0.0.0/8']),
      ),
  })
  .prefault({})
  .meta(about('How this program is reached.'))

const network = z
  .strictObject({
    outbound_allow: z
      .array(cidr)
      .prefault([])
      .meta(
        about('Private address ranges (CIDR) that callbacks and slides named by clients may reach all the same.', [
          '10.20.0.0/16',
        ]),
      ),
  })
  .prefault({})
  .meta(about('What this program may reach.'))

const greenlight = z
  .strictObject({
    secret: secret("Greenlight's own secret, with which it signs getUser.", 'secret://greenlight'),
  })
  .meta(about('Greenlight beside this gateway; enables getUser.', { secret: 'secret://greenlight' }))

const server = z
  .strictObject({
    id: z
      .string()
      .regex(serverId, 'use letters, digits, ".", "_", ":" and "-", at most 100')
      .optional()
      .meta(about("Name of the server in messages and on pages. Default: the url's host.", 'bbb1')),
    url: textField(
      parseServerAddress,
      about(
        "The server's API; its address as `bbb-conf --secret` prints it will do.",
        'https://bbb1.example.coop/bigbluebutton/api',
      ),
    ),
    secret: secret("The server's secret, as `bbb-conf --secret` prints it.", 'secret://bbb1'),
    capacity: count(1, 100_000).default(150).meta(about('Users that fit on the server at once.', 150)),
    weight: z
      .number()
      .positive()
      .max(1000)
      .default(1)
      .meta(about('Preference against the other servers, a factor: 2 takes twice as much as 1.', 1)),
    tags: z
      .array(
        z
          .string()
          .regex(tag, 'use letters, digits, "_", ".", ":" and "-" in a tag')
          .meta({ examples: ['eu'] }),
      )
      .default([])
      .meta(about('Words by which organisations choose servers.', ['gpu', 'eu'])),
    checksum: checksum.default('sha256').meta(about('The hash with which calls to the server are signed.', 'sha256')),
  })
  .transform((given): ServerConfig => ({ ...given, id: given.id ?? new URL(given.url).host }))
  .meta(about('A BigBlueButton server.', { url: 'https://bbb1.example.coop/bigbluebutton/api' }))

const limits = z
  .strictObject({
    meetings: count(1, 1_000_000).optional().meta(about('Meetings at once. Default: no limit.', 50)),
    users: count(1, 1_000_000).optional().meta(about('Users at once over all meetings. Default: no limit.', 500)),
    duration: count(1, 1_000_000).optional().meta(about('Minutes one meeting may last. Default: no limit.', 240)),
    recording: z.boolean().default(true).meta(about('Whether meetings may be recorded.', true)),
  })
  .prefault({})
  .meta(about('What this organisation may use.'))

const serverChoice = z
  .strictObject({
    required: expression('Only servers whose tags match this are used.', 'eu and not old'),
    preferred: expression('Servers whose tags match this are used first.', 'gpu'),
  })
  .prefault({})
  .meta(about('Which servers the meetings of this organisation go to.'))

const joinPage = z
  .strictObject({
    enabled: z.boolean().default(false).meta(about('Whether joins go by the join page.', true)),
    per_second: count(1, 1000).default(10).meta(about('People let onto one server within a second.', 10)),
  })
  .prefault({})
  .meta(about('A page between the link and the meeting: it paces joins, and brings people along when a server dies.'))

const organisation = z
  .strictObject({
    id: z
      .string()
      .regex(organisationId, 'use small letters, digits and "-", at most 40')
      .meta(about('Short name in addresses and files.', 'main')),
    name: words('The organisation as people know it. Default: the id.', 'Example Co-op').optional(),
    parent: z
      .string()
      .regex(organisationId, 'use small letters, digits and "-", at most 40')
      .optional()
      .meta(
        about(
          'The organisation that this one is part of: its administrators may look after this one too.',
          'federation',
        ),
      ),
    secrets: z
      .array(secret('A secret with which the front end signs its calls.', 'secret://main'))
      .min(1)
      .meta(about('Secrets with which front ends sign their calls, at least one.', ['secret://main'])),
    hosts: z
      .array(textField(parseHost, about('A host name.', 'bbb.example.coop')))
      .prefault([])
      .meta(about('Host names at which this organisation alone is reached.', ['bbb.example.coop'])),
    enabled: z.boolean().default(true).meta(about('Whether its calls are answered.', true)),
    checksums: z
      .array(checksum)
      .min(1)
      .default(['sha1', 'sha256', 'sha384', 'sha512'])
      .meta(about('The hashes its calls may be signed with.', ['sha256'])),
    limits,
    create: parameterRules('create', 'muteOnStart'),
    join: parameterRules('join', 'redirect'),
    servers: serverChoice,
    join_page: joinPage,
    sign_form_body: z
      .boolean()
      .default(false)
      .meta(about('Accept form bodies signed as before BigBlueButton 2.6.18 and 2.7.8.', false)),
  })
  .transform((given) => ({ ...given, name: given.name ?? given.id }))
  .meta(about('A member organisation with its own secrets and limits.', { id: 'main', secrets: ['secret://main'] }))

const meetings = z
  .strictObject({
    poll: count(1, 60).default(5).meta(about('Seconds between two looks at each server.', 5)),
    default_size: count(1, 500)
      .default(20)
      .meta(about('Seats reserved for a meeting about which nothing is known.', 20)),
    greenlight: greenlight.optional(),
    servers: z.array(server).prefault([]).meta(about('The BigBlueButton servers, in any order.')),
    organisations: z.array(organisation).prefault([]).meta(about('Who may hold meetings here.')),
  })
  .prefault({})
  .meta(about('The gateway over many BigBlueButton servers.'))

/** The shape of coop.yaml: what is written on the input side, `Config` on the output side. */
export const schema = z
  .strictObject({
    coop,
    web,
    network,
    database: textField(parseDatabase, {
      description:
        'A PostgreSQL server instead of the embedded database: env://NAME, secret://name or a postgres:// address.',
      examples: ['env://DATABASE_URL'],
      writeOnly: true,
    }).optional(),
    redis: textField(parseRedis, {
      description:
        'A Redis through which several gateways on one PostgreSQL tell each other what happens: env://NAME, secret://name or a redis:// address.',
      examples: ['env://REDIS_URL'],
      writeOnly: true,
    }).optional(),
    meetings,
  })
  .meta({
    title: 'coop.yaml',
    description: "Everything a co-op's infrastructure is made of.",
  }) satisfies z.ZodType<Config>
