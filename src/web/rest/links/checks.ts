import { z } from 'zod'
import { requireLink } from '../../../links/change-link.ts'
import { checkable, checkStates, readChecks } from '../../../links/check.ts'
import type { Links } from '../../../links/open.ts'
import type { Installation } from '../../installation.ts'
import { type Api, failures, toIso } from '../api.ts'
import { moment } from '../fields.ts'
import { config, needs } from './access.ts'

const tags = ['links']

const answer = z
  .object({
    isRunning: z.boolean(),
    done: z.int().describe('Destinations that were asked for, of this check or the last one.'),
    of: z.int(),
    results: z.array(
      z.object({
        keyword: z.string(),
        location: z.string(),
        state: z.enum(checkStates),
        detail: z.string().describe('The status, the new address, or the trouble.'),
        checkedAt: moment,
      }),
    ),
  })
  .meta({ id: 'LinkCheck' })

const body = z.strictObject({ keyword: z.string().max(200).optional().describe('Of this link alone.') })

/** Whether what links lead to is there. Who may call: as for links; beginning a check is for administrators. */
export function serveLinkChecks(api: Api, { links }: Installation): void {
  api.get(
    '/link-check',
    {
      config,
      onRequest: needs(links, 'links.see'),
      schema: {
        summary: 'What the last look at each destination showed',
        tags,
        response: { 200: answer, ...failures },
      },
    },
    async () => await toAnswer(links),
  )
  api.post(
    '/link-check',
    {
      config,
      onRequest: needs(links, 'links.manage'),
      schema: {
        summary: 'Begin to look at the destinations of links, one after the other on each host',
        tags,
        body,
        response: { 202: answer, ...failures },
      },
    },
    async ({ body: { keyword } }, reply) => {
      await links.checking.begin(keyword === undefined ? undefined : requireLink(links, keyword).keyword)
      return await reply.code(202).send(await toAnswer(links))
    },
  )
}

async function toAnswer(links: Links): Promise<z.input<typeof answer>> {
  const checks = await readChecks(links)
  const results = links.live.table.all().flatMap((link) => {
    const location = checkable(link)
    const check = location === undefined ? undefined : checks.get(location)
    if (location === undefined || !check) return []
    return [{ keyword: link.keyword, location, ...check, checkedAt: toIso(check.checkedAt) }]
  })
  return { ...links.checking.progress, results }
}
