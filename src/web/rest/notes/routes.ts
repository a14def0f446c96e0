import type { Installation } from '../../installation.ts'
import type { Api } from '../api.ts'
import { serveArchive } from './archive.ts'
import { serveNoteChanges } from './changes.ts'
import { servePads } from './pads.ts'
import { serveReading } from './reading.ts'
import { serveTasks } from './tasks.ts'

/** All about meetings. Who may call: people of the organisation (`notes.use`); taking things away needs `notes.manage`. */
export function serveNotes(api: Api, installation: Installation): void {
  serveArchive(api, installation)
  serveReading(api, installation)
  serveNoteChanges(api, installation)
  serveTasks(api, installation)
  servePads(api, installation)
}
