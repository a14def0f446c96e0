import { z } from 'zod'
import { chat } from './chat-schema.ts'
import type { Config, ServerConfig } from './config.ts'
import {
  parseCidr,
  parseDatabase,
  parseDomain,
  parseRedis,
  parseServerAddress,
  parseWebAddress,
  textField,
} from './fields.ts'
import { environments } from './infrastructure/environments.ts'
import { hosts } from './infrastructure/hosts.ts'
import { machines } from './infrastructure/machines.ts'
import { addresses, backups, drift, roadmap } from './infrastructure/parts.ts'
import { dns, services } from './infrastructure/services.ts'
import { links } from './links-schema.ts'
import { notes } from './notes-schema.ts'
import { organisation, organisationId } from './organisation-schema.ts'
import { groups, people } from './people-schema.ts'
import { about, checksum, count, secret, words } from './schema-parts.ts'
import { vision } from './vision-schema.ts'

const tag = /^[A-Za-z0-9_.:-]+$/
const serverId = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/

const cidr = textField(parseCidr, about('A range of addresses in CIDR notation.', '10.0.0.0/8'))

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
    metrics_from: z
      .array(cidr)
      .prefault([])
      .meta(about('Address ranges (CIDR) whose programs may read /metrics without a token.', ['10.20.0.5/32'])),
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
    owner: organisationId
      .optional()
      .meta(
        about(
          'The organisation that brought the server: its own meetings go there first, and those of others are settled with it. Default: it belongs to all.',
          'main',
        ),
      ),
  })
  .transform((given): ServerConfig => ({ ...given, id: given.id ?? new URL(given.url).host }))
  .meta(about('A BigBlueButton server.', { url: 'https://bbb1.example.coop/bigbluebutton/api' }))

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

const ledger = z
  .strictObject({
    attendance_days: count(100, 3650)
      .default(400)
      .meta(about('Days for which it is kept who was in which meeting, under pseudonyms.', 400)),
    close_after_days: count(0, 20)
      .default(3)
      .meta(about('Days after the end of a month (UTC) when its statements are made.', 3)),
  })
  .prefault({})
  .meta(about('What is counted for statements, and how long it is kept.'))

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
    ledger,
    people,
    groups,
    environments,
    hosts,
    machines,
    services,
    addresses,
    dns,
    backups,
    roadmap,
    drift,
    chat: chat.optional(),
    links,
    notes,
    vision,
  })
  .meta({
    title: 'coop.yaml',
    description: "Everything a co-op's infrastructure is made of.",
  }) satisfies z.ZodType<Config>
