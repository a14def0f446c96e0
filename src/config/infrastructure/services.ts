import { z } from 'zod'
import { parseDomain, parseHost, textField } from '../fields.ts'
import { named, reference } from '../named.ts'
import { about, count, words } from '../schema-parts.ts'
import { month, parseMoney, parsePort, size } from './fields.ts'
import type { ServiceConfig, ZoneConfig } from './service-config.ts'

const site = z
  .string()
  .regex(
    /^(@|[a-z0-9_*]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*)$/,
    'write a name such as link, or @',
  )

const service = z
  .strictObject({
    name: words('The service as people know it. Default: the name of this entry.', 'Short links').optional(),
    short: words(
      'How the roadmap calls it. Default: the name of this entry, with blanks.',
      'link shortener',
    ).optional(),
    what: words('What it is, and for whom.', 'link.example.coop: short words that lead to long addresses'),
    machine: reference('The machine it runs on.', 'web1').optional(),
    in: z
      .array(reference('An environment.', 'production'))
      .optional()
      .meta(about('The environments it is in. Default: those of its machine.', ['production'])),
    no_staging: words('Why it is in one environment alone.', 'mail cannot be rehearsed').optional(),
    status: z
      .enum(['planned', 'staging', 'production', 'retired'])
      .default('planned')
      .meta(about('How far it is.', 'production')),
    reach: z
      .enum(['public', 'vpn', 'inside'])
      .optional()
      .meta(about('Who may reach it. Default: as far as its environment; never further.', 'inside')),
    ports: z
      .array(textField(parsePort, about('A port and its protocol.', '443/tcp')))
      .prefault([])
      .meta(about('The ports it listens on; the firewall of its machine lets them in.', ['80/tcp', '443/tcp'])),
    names: z
      .array(site.meta({ examples: ['link'] }))
      .prefault([])
      .meta(about('Its host names below the domain of the environment; @ is that domain itself.', ['link'])),
    memory: size('Memory it needs.', '512 MiB').optional(),
    disk: size('Disk it needs.', '10 GiB').optional(),
    data: words('What of it must not be lost.', 'the uploaded pictures').optional(),
    role: words('The Ansible role that installs it.', 'nginx').optional(),
    runbook: words('Where it is written how it is installed by hand.', 'docs/runbooks/passbolt.md').optional(),
    outside: words('Who runs it, when it is not us.', 'meet.coop').optional(),
    owner: reference('Who looks after it.', 'el').optional(),
    second: reference('Who does when the first cannot.', 'yj').optional(),
    depends_on: z
      .array(reference('A service.', 'database'))
      .prefault([])
      .meta(about('The services without which it does not work.', ['database'])),
    price: textField(parseMoney, about('What it costs in a month beside its machine.', '4.00 CAD')).optional(),
    month: month('For when it is planned. Default: with its machine.', '2020-08').optional(),
    promised: month('The month that was promised first. Default: with its machine.', '2020-06').optional(),
    since: month('Since when it is in production. Default: with its machine.', '2020-10').optional(),
    until: month('The last month of a retired one.', '2021-04').optional(),
  })
  .meta(about('Something that people use, or that others depend on.', { what: 'Short links', machine: 'web1' }))

export const services = named(
  service,
  about('The catalogue of services, in the order in which the roadmap names them.'),
).transform((list): ServiceConfig[] =>
  list.map((one) => ({ ...one, name: one.name ?? one.id, short: one.short ?? one.id.replaceAll('-', ' ') })),
)

const seconds = count(60, 604_800)

const record = z
  .strictObject({
    name: site.default('@').meta(about('Its name below the zone; @ for the zone itself.', '@')),
    type: z.enum(['A', 'AAAA', 'CNAME', 'MX', 'TXT', 'CAA', 'SRV', 'NS']).meta(about('Its type.', 'TXT')),
    value: z
      .string()
      .trim()
      .min(1)
      .max(4000)
      .meta(about('What it says, as in a zone file; texts without quotes.', 'v=spf1 mx -all')),
    ttl: seconds.optional().meta(about('Seconds for which it is kept. Default: those of the zone.', 300)),
  })
  .meta(
    about('A record beside those that follow from machines and services.', { type: 'TXT', value: 'v=spf1 mx -all' }),
  )

const zone = z
  .strictObject({
    domain: textField(parseDomain, about('The domain.', 'example.coop')),
    ttl: seconds.default(3600).meta(about('Seconds for which answers are kept.', 3600)),
    nameservers: z
      .array(textField(parseHost, about('A name server.', 'ns1.example.net')))
      .min(1)
      .meta(about('The servers that answer for it, the primary one first.', ['ns1.example.net'])),
    contact: z
      .string()
      .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'write an address such as infra@example.coop')
      .meta(about('Whom to write to about it.', 'infra@example.coop')),
    records: z.array(record).prefault([]).meta(about('Records beside those that follow from machines and services.')),
  })
  .meta(
    about('A domain whose records are made from this file.', {
      domain: 'example.coop',
      nameservers: ['ns1.example.net'],
      contact: 'infra@example.coop',
    }),
  )

export const dns = named(
  zone,
  about('The domains whose records are made from this file, each by a short name.'),
).transform((list): ZoneConfig[] => list)
