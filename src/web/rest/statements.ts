import { z } from 'zod'
import { linesCsv, positionsCsv } from '../../ledger/csv.ts'
import { line } from '../../ledger/lines.ts'
import { sum } from '../../ledger/spent.ts'
import { listStatements, readEvidence, readStatements, statementFile } from '../../ledger/statements.ts'
import { requireOrganisation } from '../../meetings/change-organisation.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures, toIso } from './api.ts'
import { moment } from './fields.ts'

const tags = ['ledger']
const base = '/organisations/:organisation/statements'

const list = z
  .object({
    publicKey: z.string().describe('What the statements of this installation are verified with (Ed25519).'),
    kept: z.object({
      attendanceDays: z.int().describe('Days for which the stays behind the lines are kept, under pseudonyms.'),
      lines: z.literal('for good'),
    }),
    statements: z.array(
      z.object({
        month: z.string(),
        closedAt: moment,
        head: z.string(),
        currency: z.string().nullable().describe('Null where no price list held.'),
        due: z.int().describe("In the currency's smallest unit."),
        listening: z.int().describe('Milliseconds, on all servers.'),
        speaking: z.int(),
        camera: z.int(),
      }),
    ),
  })
  .meta({ id: 'Statements' })

const soFar = z
  .object({
    month: z.string(),
    at: moment.describe('When it was computed: at most some seconds ago.'),
    closesAt: moment.describe('From when on its statement is made.'),
    statements: z.array(z.object({ organisation: z.string(), lines: z.array(line) })),
    total: statementFile.shape.total,
  })
  .meta({ id: 'StatementSoFar' })

const evidence = z
  .object({
    line,
    matches: z.boolean().describe('Whether what is kept is exactly what the line was made of.'),
    stays: z.array(
      z.object({
        who: z.string().describe('The pseudonyms of a person and of their session.'),
        from: moment,
        to: moment,
        listening: z.int().describe('Milliseconds.'),
        speaking: z.int(),
        camera: z.int(),
      }),
    ),
    days: z
      .array(
        z.object({
          day: z.string(),
          bytes: z.int(),
          held: z.boolean().describe('The server was not asked on this day: the last one before counts.'),
        }),
      )
      .describe('Of a line about recordings.'),
  })
  .meta({ id: 'Evidence' })

/** Who may: whoever holds usage.see in the organisation. The key with which others verify is public. */
export function serveStatements(api: Api, installation: Installation): void {
  serveKey(api, installation)
  serveList(api, installation)
  serveSoFar(api, installation)
  serveMonth(api, installation)
  serveEvidence(api, installation)
}

function serveKey(api: Api, { ledger }: Installation): void {
  const summary = 'The public key with which statements of this installation are verified'
  api.get(
    '/statement-key',
    {
      config: { public: true },
      schema: { summary, tags, response: { 200: z.object({ publicKey: z.string() }), ...failures } },
    },
    async () => ({ publicKey: ledger.signer.publicKey }),
  )
}

function serveList(api: Api, { gateway: { context }, ledger }: Installation): void {
  api.get(
    base,
    {
      config: { right: 'usage.see' },
      schema: {
        summary: 'The closed months of an organisation, the newest first',
        tags,
        params: z.object({ organisation: z.string() }),
        response: { 200: list, ...failures },
      },
    },
    async ({ params: { organisation } }) => {
      requireOrganisation(context, organisation)
      const months = await listStatements(context.database, organisation)
      return {
        publicKey: ledger.signer.publicKey,
        kept: { attendanceDays: ledger.attendanceDays, lines: 'for good' as const },
        statements: months.map(({ month, head, close: { closedAt, summary } }) => {
          const { currency, due, used, own, pairs } = summary
          const borrowed = pairs.map((pair) => pair.borrowed)
          return { month, closedAt: toIso(closedAt), head, currency, due, ...sum([used, own, ...borrowed]) }
        }),
      }
    },
  )
}

function serveSoFar(api: Api, { gateway: { context }, ledger }: Installation): void {
  api.get(
    '/organisations/:organisation/statement-so-far',
    {
      config: { right: 'usage.see' },
      schema: {
        summary: 'What a month that is not closed comes to so far, for an organisation and all below it',
        tags,
        params: z.object({ organisation: z.string() }),
        querystring: z.strictObject({ month: z.string().optional().describe('Default: the one that goes on (UTC).') }),
        response: { 200: soFar, ...failures },
      },
    },
    async ({ params: { organisation }, query }) => {
      requireOrganisation(context, organisation)
      const { at, closesAt, statements, ...rest } = await ledger.soFar.read(organisation, query.month)
      return {
        ...rest,
        at: toIso(at),
        closesAt: toIso(closesAt),
        statements: statements.map((one) => ({ ...one, lines: [...one.lines] })),
        total: [...rest.total],
      }
    },
  )
}

function serveMonth(api: Api, { gateway: { context } }: Installation): void {
  const format = z
    .enum(['json', 'csv', 'lines'])
    .default('json')
    .describe('"json" can be verified, "csv" has a row for each position, "lines" is CSV with every line.')
  api.get(
    `${base}/:month`,
    {
      config: { right: 'usage.see' },
      schema: {
        summary: 'A closed month of an organisation and of all below it',
        tags,
        params: z.object({ organisation: z.string(), month: z.string() }),
        querystring: z.strictObject({ format }),
        response: {
          200: {
            content: {
              'application/json': { schema: statementFile.meta({ id: 'StatementFile' }) },
              'text/csv': { schema: z.string() },
            },
          },
          ...failures,
        },
      },
    },
    async ({ params: { organisation, month }, query }, reply) => {
      requireOrganisation(context, organisation)
      const file = await readStatements(context.database, organisation, month)
      if (query.format === 'json') return reply.type('application/json').send(file)
      const csv = query.format === 'csv' ? positionsCsv(file) : linesCsv(file)
      const name = `${organisation}-${month}${query.format === 'lines' ? '-lines' : ''}.csv`
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(csv)
    },
  )
}

function serveEvidence(api: Api, { gateway: { context } }: Installation): void {
  api.get(
    `${base}/:month/lines/:number`,
    {
      config: { right: 'usage.see' },
      schema: {
        summary: 'The stays behind a line, under pseudonyms, or the days of recordings, as long as they are kept',
        tags,
        params: z.object({ organisation: z.string(), month: z.string(), number: z.coerce.number().int().min(1) }),
        response: { 200: evidence, ...failures },
      },
    },
    async ({ params: { organisation, month, number } }) => {
      requireOrganisation(context, organisation)
      const found = await readEvidence(context.database, organisation, month, number)
      return {
        ...found,
        days: [...found.days],
        stays: found.stays.map((stay) => ({ ...stay, from: toIso(stay.from), to: toIso(stay.to) })),
      }
    },
  )
}
