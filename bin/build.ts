// Builds dist/ from src/ and portal/: our sources bundled, packages left in node_modules, lazily imported commands in chunks.
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { buildPortal } from './portal.ts'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')
const day = 24 * 60 * 60 * 1000

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['src/main.ts'],
  outdir: dist,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node24',
  splitting: true,
  sourcemap: true,
  chunkNames: 'chunk-[name]-[hash]',
  logLevel: 'warning',
  write: false,
})

await mkdir(dist, { recursive: true })
await buildPortal(join(dist, 'portal'))
// Chunks first and the entry last: at every moment dist/main.js is whole and finds all that it imports.
const entryLast = outputFiles.toSorted((a, b) => Number(isEntry(a.path)) - Number(isEntry(b.path)))
for (const file of entryLast) {
  await writeFile(`${file.path}.new`, file.contents)
  await rename(`${file.path}.new`, file.path)
}
await copyMigrations()
await sweepChunks(new Set(outputFiles.map((file) => basename(file.path))))

function isEntry(path: string): boolean {
  return path === join(dist, 'main.js')
}

async function copyMigrations(): Promise<void> {
  const from = join(root, 'src/db/migrations')
  await rm(join(dist, 'migrations'), { recursive: true, force: true })
  if (!existsSync(from)) return
  await cp(from, join(dist, 'migrations'), {
    recursive: true,
    filter: (path) => path === from || path.endsWith('.sql'),
  })
}

/** A program that runs from the previous build may still load its own chunks, so they stay for a day. */
async function sweepChunks(current: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(dist)) {
    const path = join(dist, name)
    if (name.startsWith('chunk-') && !current.has(name) && (await stat(path)).mtimeMs < Date.now() - day) await rm(path)
  }
}
