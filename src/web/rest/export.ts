import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { z } from 'zod'
import { exportStatements } from '../../ledger/export.ts'
import { dayOf } from '../../lib/days.ts'
import type { ExportedFile } from '../../lib/exported.ts'
import { exportLinks } from '../../links/export.ts'
import { requireOrganisation } from '../../meetings/change-organisation.ts'
import { exportMeetings } from '../../meetings/export.ts'
import { exportNotes } from '../../notes/export.ts'
import { exportPeople } from '../../people/export.ts'
import { exportRooms } from '../../rooms/export.ts'
import { exportPictures } from '../../vision/export.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures } from './api.ts'

/** Who may: the administrators of an organisation, and the operator, whose export has no names in it. */
export function serveExport(api: Api, installation: Installation): void {
  const { gateway, people, rooms, links, notes, vision } = installation
  const { context } = gateway
  api.get(
    '/organisations/:organisation/export',
    {
      config: { right: 'organisation.manage' },
      schema: {
        summary: 'Everything kept about an organisation, as a ZIP of JSON lines',
        tags: ['organisations'],
        params: z.object({ organisation: z.string() }),
        response: { 200: { content: { 'application/zip': { schema: z.any() } } }, ...failures },
      },
    },
    async ({ params: { organisation }, caller }, reply) => {
      const { name } = requireOrganisation(context, organisation)
      const mayRead = caller.may('people.see', organisation)
      const files = [
        ...exportMeetings(context, organisation),
        ...exportStatements(context.database, organisation),
        ...exportPeople(people, organisation, mayRead),
        ...exportRooms(rooms, organisation, mayRead),
        ...exportPictures(vision, organisation, mayRead),
        ...exportLinks(links, organisation),
        ...exportNotes(notes, organisation, mayRead),
      ]
      const day = dayOf(context.clock.now())
      return await reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="${organisation}-${day}.zip"`)
        .send(zip(files, `${name} (${organisation}), exported on ${day}`))
    },
  )
}

/** The files one after the other, each read only when its turn has come. */
function zip(files: readonly ExportedFile[], title: string): NodeJS.ReadableStream {
  const archive = new ZipFile()
  archive.addBuffer(Buffer.from(readme(files, title)), 'README.txt')
  for (const file of files) {
    archive.addReadStreamLazy(`${file.name}.jsonl`, (use) => use(null, Readable.from(lines(file))))
  }
  archive.end()
  return archive.outputStream
}

async function* lines(file: ExportedFile): AsyncGenerator<string> {
  for await (const row of file.rows()) yield `${JSON.stringify(row)}\n`
}

function readme(files: readonly ExportedFile[], title: string): string {
  const list = files.map(({ name, about }) => `${name}.jsonl\n  ${about}`)
  return `${title}\n\nEach file holds one JSON object a line (https://jsonlines.org), in UTF-8.\n\n${list.join('\n\n')}\n`
}
