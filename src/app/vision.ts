import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import { createTurns } from '../lib/turns.ts'
import type { Context } from '../meetings/context.ts'
import { describeOrganisations } from '../meetings/front-end.ts'
import type { VisionParts } from '../vision/parts.ts'
import { forgetPictures } from '../vision/pictures.ts'

/** So many pictures may wait to be read while one is. */
const mostWaiting = 8

/** Puts together what pictures work with. Without a data folder they are in a temporary one. */
export async function openVision(
  { vision: settings }: Config,
  context: Context,
  dataDir: string | undefined,
  stack: AsyncDisposableStack,
): Promise<VisionParts> {
  const { database, clock, bus } = context
  const folder = settings.folder ?? (dataDir === undefined ? await makeFolder(stack) : join(dataDir, 'pictures'))
  const turns = createTurns(1, mostWaiting)
  const parts: VisionParts = { database, clock, settings, folder, organisations: describeOrganisations(context), turns }
  stack.defer(bus.on('organisationRemoved', (id) => forgetPictures(parts, id)))
  return parts
}

async function makeFolder(stack: AsyncDisposableStack): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mycel-pictures-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  return folder
}
