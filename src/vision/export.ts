import type { ExportedFile } from '../lib/exported.ts'
import { pages } from '../lib/exported.ts'
import type { VisionParts } from './parts.ts'
import { listPictures, type Picture } from './pictures.ts'

/** What is said of the pictures of an organisation; `mycel vision export` takes the pictures themselves. */
export function exportPictures(
  parts: Pick<VisionParts, 'database'>,
  organisation: string,
  mayRead: boolean,
): ExportedFile[] {
  return [
    {
      name: 'pictures',
      about:
        'The pictures on its wall: what is to be seen, by whose account, and when (milliseconds since 1970, UTC). The files are taken with: mycel vision export FOLDER',
      async *rows() {
        const viewer = { person: undefined, moderates: true }
        const list = pages<Picture>((last) =>
          listPictures(parts, organisation, { viewer, before: last?.id, limit: 500 }),
        )
        for await (const { by, ...picture } of list) yield mayRead ? { ...picture, by } : picture
      },
    },
  ]
}
