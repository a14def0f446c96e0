import { z } from 'zod'
import { writeLinks } from '../../../links/csv.ts'
import { findCameBack } from '../../../links/history.ts'
import { type ImportPlan, importLinks, planImport } from '../../../links/import.ts'
import type { Links } from '../../../links/open.ts'
import type { Installation } from '../../installation.ts'
import { type Api, failures, toIso } from '../api.ts'
import { moment } from '../fields.ts'
import { config, needs } from './access.ts'
import { findingView, toFindingView } from './view.ts'

const tags = ['links']

/** The tables that links come from and go to. Who may call: as for links; importing is for administrators. */
export function serveLinkTables(api: Api, { links }: Installation): void {
  serveReport(api, links)
  serveCsv(api, links)
  serveImport(api, links)
}

const report = z
  .object({
    sources: z.array(
      z.object({
        name: z.string(),
        links: z.int(),
        readAt: moment.describe('When it was last seen to say what is served.'),
        trouble: z.string().nullable().describe('Why it cannot be had at the moment; its last good links go on.'),
        nextAt: moment.describe('When it is looked at next.'),
      }),
    ),
    total: z.int().describe('How many links are served.'),
    listed: z.int().describe('How many of them the public search shows.'),
    findings: z.array(findingView).describe('What is wrong or probably not meant, the worst first.'),
  })
  .meta({ id: 'LinkReport' })

async function toReport(links: Links): Promise<z.input<typeof report>> {
  const { live } = links
  return {
    sources: live.states.map(({ name, links, readAt, trouble = null, nextAt }) => {
      return { name, links, readAt: toIso(readAt), trouble, nextAt: toIso(nextAt) }
    }),
    total: live.table.size,
    listed: live.near.size,
    findings: [...live.findings(), ...(await findCameBack(links))].map(toFindingView),
  }
}

function serveReport(api: Api, links: Links): void {
  api.get(
    '/link-report',
    {
      config,
      onRequest: needs(links, 'links.see'),
      schema: {
        summary: 'How the tables of links are, and what is wrong in and between them',
        tags,
        response: { 200: report, ...failures },
      },
    },
    async () => await toReport(links),
  )
  api.post(
    '/link-refresh',
    {
      config,
      onRequest: needs(links, 'links.own'),
      schema: { summary: 'Look at every table of links now', tags, response: { 200: report, ...failures } },
    },
    async () => {
      await links.live.refresh()
      return await toReport(links)
    },
  )
}

function serveCsv(api: Api, links: Links): void {
  api.get(
    '/link-table',
    {
      config,
      onRequest: needs(links, 'links.see'),
      schema: {
        summary: 'All links as one CSV table, as they are served',
        tags,
        response: { 200: { content: { 'text/csv': { schema: z.string() } } }, ...failures },
      },
    },
    async (_, reply) =>
      await reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="shortlinks.csv"')
        .send(writeLinks(links.live.table.all())),
  )
}

const largestTable = 32 * 1024 * 1024

const row = z.object({ line: z.int().nullable(), keyword: z.string(), destination: z.string() })

const plan = z
  .object({
    applied: z.boolean(),
    adds: z.array(row),
    changes: z.array(row.extend({ before: z.string() })),
    same: z.int().describe('Rows that are here already.'),
    refused: z.array(z.object({ line: z.int().nullable(), keyword: z.string(), why: z.string() })),
    findings: z.array(findingView),
  })
  .meta({ id: 'LinkImport' })

const importBody = z.strictObject({
  csv: z.string().min(1),
  apply: z.boolean().default(false).describe('Do it; otherwise it is only shown what would be done.'),
})

function serveImport(api: Api, links: Links): void {
  api.post(
    '/link-import',
    {
      config,
      bodyLimit: largestTable,
      onRequest: needs(links, 'links.manage'),
      schema: {
        summary: 'Take a CSV table into the links that are kept here; rows that are not in it stay',
        tags,
        body: importBody,
        response: { 200: plan, ...failures },
      },
    },
    async ({ body: { csv, apply }, actor }) =>
      apply ? toPlanView(await importLinks(links, csv, actor), true) : toPlanView(planImport(links, csv), false),
  )
}

function toPlanView({ adds, changes, same, refused, findings }: ImportPlan, applied: boolean): z.input<typeof plan> {
  const toRow = ({ line, keyword, destination }: ImportPlan['adds'][number]) => {
    return { line: line ?? null, keyword, destination }
  }
  return {
    applied,
    adds: adds.map(toRow),
    changes: changes.map(({ row: one, before }) => ({ ...toRow(one), before })),
    same,
    refused: refused.map(({ line = null, keyword, why }) => ({ line, keyword, why })),
    findings: findings.map(toFindingView),
  }
}
