import { z } from 'zod'
import { parseHost, parseSourceAddress, textField } from './fields.ts'
import type { LinkSourceConfig } from './links-config.ts'
import { about, count, secret } from './schema-parts.ts'

const host = textField(parseHost, about('A host name.', 'link.example.coop'))

const visibility = z.enum(['public', 'unlisted'])

const source = z
  .strictObject({
    file: z
      .string()
      .trim()
      .min(1)
      .max(1000)
      .optional()
      .meta(
        about('A CSV file, seen from the folder of coop.yaml; it is read again when it changes.', 'shortlinks.csv'),
      ),
    url: textField(
      parseSourceAddress,
      about(
        'The http or https address of a CSV file; it is asked whether it changed.',
        'https://git.example.coop/main/links/raw/shortlinks.csv',
      ),
    ).optional(),
    every: count(10, 86_400)
      .default(300)
      .meta(about('Seconds between two questions to an address; a file is looked at every 5 seconds.', 300)),
    token: secret('A token that the address wants, sent as a bearer token.', 'secret://links').optional(),
    visibility: visibility
      .optional()
      .meta(about('Of links whose row does not say it. Default: that of all links.', 'public')),
  })
  .transform((given, context): LinkSourceConfig => {
    const { file, url, every, token } = given
    if (file !== undefined && url === undefined) return { kind: 'file', file, visibility: given.visibility }
    if (url !== undefined && file === undefined) return { kind: 'url', url, every, token, visibility: given.visibility }
    const message = file === undefined ? 'the source says neither file nor url' : 'the source says both file and url'
    const hint = 'write one of them, such as { file: shortlinks.csv }'
    context.addIssue({ code: 'custom', message, params: { hint } })
    return z.NEVER
  })
  .meta(
    about('A table of links: keyword, destination_url, and perhaps visibility, owner, note.', {
      file: 'shortlinks.csv',
    }),
  )

export const links = z
  .strictObject({
    hosts: z
      .array(host)
      .prefault([])
      .meta(
        about('Host names at which every path is the keyword of a link. Links are also at /l/ of the usual address.', [
          'link.example.coop',
        ]),
      ),
    former_hosts: z
      .array(host)
      .prefault([])
      .meta(
        about('Host names under which tables call links of ours, though they lead elsewhere now.', ['go.example.coop']),
      ),
    organisation: z
      .string()
      .optional()
      .meta(about('The organisation whose people look after the links. Default: the first one declared.', 'main')),
    visibility: visibility
      .default('unlisted')
      .meta(about('Of links of which nobody said it: public ones are found by searching.', 'unlisted')),
    precedence: z
      .enum(['sources', 'portal'])
      .default('sources')
      .meta(about('Which wins when a source and the portal say different things of one keyword.', 'sources')),
    statistics: z
      .enum(['off', 'months', 'days'])
      .default('months')
      .meta(about('How finely it is counted how often links are followed; of whom, nothing is kept.', 'months')),
    sources: z.array(source).prefault([]).meta(about('Tables of links, the one that wins first.')),
  })
  .prefault({})
  .meta(about('Short links.'))
