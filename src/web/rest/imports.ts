import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { requireOrganisation } from '../../meetings/change-organisation.ts'
import {
  changesOf,
  type Imported,
  importPeople,
  listImports,
  previewImport,
  requireImport,
} from '../../people/imports/imports.ts'
import { undoImport } from '../../people/imports/undo.ts'
import type { Installation } from '../installation.ts'
import { requireTakesAccounts } from '../takes-accounts.ts'
import { type Api, failures } from './api.ts'
import {
  importBody,
  importDetails,
  importRequest,
  importView,
  previewView,
  toImportView,
  toPreviewView,
} from './import-view.ts'

const tags = ['people']
const inOrganisation = z.object({ organisation: z.string() })
const params = inOrganisation.extend({ id: z.string() })

/** A list of ten thousand people fits. */
const bodyLimit = 8 * 1024 * 1024

/** Serves imports of lists of people. Who may call: whoever may manage the organisation's accounts. */
export function serveImports(api: Api, installation: Installation): void {
  serveImporting(api, installation)
  serveLists(api, installation)
  serveUndo(api, installation)
}

function serveImporting(api: Api, { gateway: { context }, people }: Installation): void {
  const common = { tags, params: inOrganisation }
  api.post(
    '/organisations/:organisation/imports/preview',
    {
      config: { right: 'people.manage' },
      bodyLimit,
      schema: {
        ...common,
        summary: 'What importing a list of people would do; nothing is changed',
        body: importBody,
        response: { 200: previewView, ...failures },
      },
    },
    async ({ params: { organisation }, body, actor, caller }) => {
      requireOrganisation(context, organisation)
      const names = caller.may('people.see', organisation)
      return toPreviewView(await previewImport(people, { ...body, organisation, actor }), names)
    },
  )
  api.post(
    '/organisations/:organisation/imports',
    {
      config: { right: 'people.manage' },
      bodyLimit,
      schema: {
        ...common,
        summary: 'Import a list of people: all of it, or nothing if a row is bad and bad ones are not left out',
        body: importRequest,
        response: { 201: importView, ...failures },
      },
    },
    async ({ params: { organisation }, body, actor }, reply) => {
      requireTakesAccounts(context, organisation)
      const imported = await importPeople(people, { ...body, organisation, actor })
      if (imported.kind === 'bad') return await refuseBad(imported, reply)
      return await reply.code(201).send(toImportView(imported.record))
    },
  )
}

async function refuseBad({ bad, rows }: Imported & { kind: 'bad' }, reply: FastifyReply): Promise<void> {
  const lines = bad.map(({ line }) => line).join(', ')
  const message = `${bad.length} of ${rows} rows cannot be imported, and nothing was: ${bad.length === 1 ? 'line' : 'lines'} ${lines}`
  const fields = bad.map(({ line, problems }) => ({ field: `line ${line}`, message: problems.join('; ') }))
  const hint = 'mend them, or leave them out: --skip-bad, or "skipBad": true'
  await reply.code(422).send({ code: 'invalid', message, hint, fields })
}

function serveLists(api: Api, { gateway: { context }, people }: Installation): void {
  const config = { right: 'people.list' } as const
  api.get(
    '/organisations/:organisation/imports',
    {
      config,
      schema: {
        summary: 'The last hundred imports into an organisation, latest first',
        tags,
        params: inOrganisation,
        response: { 200: z.object({ imports: z.array(importView) }), ...failures },
      },
    },
    async ({ params: { organisation } }) => {
      requireOrganisation(context, organisation)
      return { imports: (await listImports(people, organisation)).map(toImportView) }
    },
  )
  api.get(
    '/organisations/:organisation/imports/:id',
    {
      config,
      schema: { summary: 'What an import did to whom', tags, params, response: { 200: importDetails, ...failures } },
    },
    async ({ params: { organisation, id } }) =>
      await people.database.read(async (db) => {
        const record = await requireImport(db, organisation, id)
        const done = await changesOf(db, id)
        const list = done.map(({ person, action, after }) => ({ id: person, action, fields: Object.keys(after) }))
        return { ...toImportView(record), people: list }
      }),
  )
}

function serveUndo(api: Api, { people }: Installation): void {
  const body = z.strictObject({
    skipChanged: z
      .boolean()
      .default(false)
      .describe('Leave accounts that were changed since, instead of undoing nothing.'),
  })
  const undone = z.object({
    restored: z.int().describe('How many accounts are as they were before; those that the import made are erased.'),
    kept: z.array(z.string()).describe('The ids of the accounts that were changed since, and left.'),
  })
  api.post(
    '/organisations/:organisation/imports/:id/undo',
    {
      config: { right: 'people.manage' },
      schema: { summary: 'Take an import back', tags, params, body, response: { 200: undone, ...failures } },
    },
    async ({ params: which, body: { skipChanged }, actor }) => {
      const { restored, kept } = await undoImport(people, which, { skipChanged, actor })
      return { restored, kept: [...kept] }
    },
  )
}
