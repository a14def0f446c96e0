import { z } from 'zod'
import { checkExpression, parseHost, parsePublicAddress, textField } from './fields.ts'
import { prices } from './price-schema.ts'
import { about, checksum, count, secret, words } from './schema-parts.ts'
import { signIn } from './sign-in-schema.ts'

export const organisationId = z.string().regex(/^[a-z0-9-]{1,40}$/, 'use small letters, digits and "-", at most 40')

const expression = (description: string, example: string) =>
  textField(checkExpression, about(description, example)).prefault('')

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

const limits = z
  .strictObject({
    meetings: count(1, 1_000_000).optional().meta(about('Meetings at once. Default: no limit.', 50)),
    users: count(1, 1_000_000).optional().meta(about('Users at once over all meetings. Default: no limit.', 500)),
    minutes: count(1, 1_000_000_000)
      .optional()
      .meta(about('Participant-minutes in a calendar month (UTC). Default: no limit.', 100_000)),
    storage: count(1, 1_000_000)
      .optional()
      .meta(about('Gigabytes (1,000,000,000 bytes) of recordings on the servers. Default: no limit.', 50)),
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

const picture = (description: string, example: string) =>
  textField(parsePublicAddress, about(description, example)).optional()

const brand = z
  .strictObject({
    name: words('Its name on pages. Default: the name of the organisation.', 'Example').optional(),
    logo: picture('An https address of its logo.', 'https://example.coop/logo.png'),
    colour: z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/, 'write a colour as # and six digits, such as #2f6f4f')
      .optional()
      .meta(about('Its colour on pages.', '#2f6f4f')),
    welcome: z
      .string()
      .trim()
      .min(1)
      .max(2000)
      .optional()
      .meta(about('What people read in the chat when they come into a meeting.', 'Welcome to %%CONFNAME%%.')),
    slide: picture(
      'An https address of a document shown when a meeting brings none.',
      'https://example.coop/welcome.pdf',
    ),
  })
  .prefault({})
  .meta(about('How it shows itself. What it does not say, the organisation above it says.'))

/** A tenant of the installation, as coop.yaml declares it. */
export const organisation = z
  .strictObject({
    id: organisationId.meta(about('Short name in addresses and files.', 'main')),
    name: words('The organisation as people know it. Default: the id.', 'Example Co-op').optional(),
    parent: organisationId
      .optional()
      .meta(
        about(
          'The organisation that this one is part of: its administrators may look after this one too.',
          'federation',
        ),
      ),
    secrets: z
      .array(secret('A secret with which the front end signs its calls.', 'secret://main'))
      .meta(
        about(
          'Secrets with which front ends sign their calls; an empty list when people come through rooms and the portal alone.',
          ['secret://main'],
        ),
      ),
    hosts: z
      .array(textField(parseHost, about('A host name.', 'bbb.example.coop')))
      .prefault([])
      .meta(about('Host names at which this organisation alone is reached.', ['bbb.example.coop'])),
    kind: z
      .enum(['federation', 'organisation', 'application'])
      .default('organisation')
      .meta(
        about('A federation holds organisations; an application is one front end of an organisation.', 'organisation'),
      ),
    status: z
      .enum(['active', 'leaving', 'read-only', 'suspended'])
      .default('active')
      .meta(
        about(
          '"leaving" takes no new accounts and rooms, "read-only" no new meetings either, and calls of a "suspended" one are refused. Holds for what is below it too.',
          'active',
        ),
      ),
    brand,
    checksums: z
      .array(checksum)
      .min(1)
      .default(['sha1', 'sha256', 'sha384', 'sha512'])
      .meta(about('The hashes its calls may be signed with.', ['sha256'])),
    limits,
    prices: prices.optional(),
    create: parameterRules('create', 'muteOnStart'),
    join: parameterRules('join', 'redirect'),
    servers: serverChoice,
    join_page: joinPage,
    sign_in: signIn.optional(),
    sign_form_body: z
      .boolean()
      .default(false)
      .meta(about('Accept form bodies signed as before BigBlueButton 2.6.18 and 2.7.8.', false)),
  })
  .transform((given) => ({ ...given, name: given.name ?? given.id }))
  .meta(about('A member organisation with its own secrets and limits.', { id: 'main', secrets: ['secret://main'] }))
