import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderManual } from '../src/cli/manual.ts'
import { renderJsonSchema, renderReference } from '../src/config/reference.ts'
import { renderClient } from './client.ts'

/** Files that are written from the code. Tests beside the code fail when one is out of date. */
const generated: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/coop.schema.json': renderJsonSchema,
  'docs/configuration.md': renderReference,
  'docs/admin/commands.md': renderManual,
  'portal/src/api.gen.ts': renderClient,
}

for (const [path, render] of Object.entries(generated)) {
  const file = join(import.meta.dirname, '..', path)
  const text = await render()
  const changed = text !== readExisting(file)
  if (changed) writeFileSync(file, text)
  console.log(`${path}: ${changed ? 'written' : 'up to date'}`)
}

function readExisting(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
