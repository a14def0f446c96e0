// Builds the web portal: hashed files, each beside its compressed forms, and the page that names them last.
import { watch } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** What a browser loads before the first page stands, in bytes of compressed (gzip) JavaScript. */
export const firstLoadLimit = 250_000

/** Replaced by a fresh value in every answer. */
const nonce = '__NONCE__'

const root = join(import.meta.dirname, '..')
const day = 24 * 60 * 60 * 1000
/** What every page is made of: the libraries that draw and ask, and our own frame around the pages. */
const everywhere =
  /node_modules[\\/](react|react-dom|scheduler|react-i18next|i18next|@tanstack[\\/][\w-]+|use-sync-external-store)[\\/]|portal[\\/]src[\\/](api|frame|text)[\\/][\w.-]+\.tsx?$/

interface Chunk {
  readonly type: 'chunk'
  readonly fileName: string
  readonly name: string
  readonly code: string
  readonly isEntry: boolean
  readonly imports: readonly string[]
}

interface Asset {
  readonly type: 'asset'
  readonly fileName: string
  readonly source: string | Uint8Array
}

type Output = readonly (Chunk | Asset)[]

/** Writes the portal into a folder. Throws when the first load is larger than it may be; gives its size in bytes. */
export async function buildPortal(folder: string): Promise<{ readonly firstLoad: number }> {
  const output = await bundle()
  const firstLoad = await sizeOf(firstLoadOf(output))
  if (firstLoad > firstLoadLimit) {
    throw new Error(
      `the portal's first load is ${firstLoad} bytes of compressed JavaScript, ${firstLoadLimit} are allowed`,
    )
  }
  await mkdir(join(folder, 'assets'), { recursive: true })
  const isPage = ({ fileName }: Chunk | Asset) => fileName.endsWith('.html')
  await Promise.all(output.filter((file) => !isPage(file)).map((file) => writeCompressed(folder, file)))
  // The page last: at every moment it finds all that it names.
  for (const page of output.filter(isPage)) await writeWhole(join(folder, page.fileName), contentOf(page))
  await sweep(join(folder, 'assets'), new Set(output.map(({ fileName }) => fileName.replace(/^assets\//, ''))))
  return { firstLoad }
}

/** What is built must not depend on who builds it: the tests' own NODE_ENV would bring in React's slow half. */
async function bundle(): Promise<Output> {
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  try {
    return await runVite()
  } finally {
    if (before === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = before
  }
}

async function runVite(): Promise<Output> {
  // Loaded here: only who builds the portal waits for it.
  const { build } = await import('vite')
  const result = await build({
    configFile: false,
    root: join(root, 'portal'),
    base: '/portal/',
    logLevel: 'warn',
    publicDir: false,
    html: { cspNonce: nonce },
    build: {
      // Packages mark what is for browsers; here everything is.
      rollupOptions: {
        onwarn: (warning, warn) => void (warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning)),
        // What every page needs comes in one file, instead of the twenty that it would be parted into.
        output: { codeSplitting: { groups: [{ name: 'frame', test: everywhere }] } },
      },
      write: false,
      target: 'es2023',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      reportCompressedSize: false,
    },
  })
  const [first] = [result].flat()
  if (!first || !('output' in first)) throw new Error('the portal was not built')
  return first.output as unknown as Output
}

/** What the first page needs: the entry with all it imports, the home page, and one language. */
function firstLoadOf(output: Output): Chunk[] {
  const chunks = output.filter((file) => file.type === 'chunk')
  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const needed = new Set<Chunk>()
  const need = (chunk: Chunk) => {
    if (needed.has(chunk)) return
    needed.add(chunk)
    for (const file of chunk.imports) {
      const imported = byFile.get(file)
      if (imported) need(imported)
    }
  }
  for (const chunk of chunks) if (chunk.isEntry || ['home', 'fr'].includes(chunk.name)) need(chunk)
  return [...needed]
}

async function sizeOf(chunks: readonly Chunk[]): Promise<number> {
  const sizes = await Promise.all(chunks.map(async ({ code }) => (await promisify(gzip)(code, { level: 9 })).length))
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function writeCompressed(folder: string, file: Chunk | Asset): Promise<void> {
  const content = contentOf(file)
  const path = join(folder, file.fileName)
  await mkdir(dirname(path), { recursive: true })
  if (/\.(js|css|svg|json)$/.test(path)) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
    await writeWhole(`${path}.br`, await promisify(brotliCompress)(content, { params }))
    await writeWhole(`${path}.gz`, await promisify(gzip)(content, { level: 9 }))
  }
  await writeWhole(path, content)
}

async function writeWhole(path: string, content: Uint8Array): Promise<void> {
  await writeFile(`${path}.new`, content)
  await rename(`${path}.new`, path)
}

function contentOf(file: Chunk | Asset): Uint8Array {
  return Buffer.from(file.type === 'chunk' ? file.code : file.source)
}

/** A page that is open may still load what it was built with, so that stays for a day. */
async function sweep(folder: string, current: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const isCurrent = current.has(name.replace(/\.(br|gz)$/, ''))
    if (!isCurrent && (await stat(path)).mtimeMs < Date.now() - day) await rm(path)
  }
}

/** Builds after every change of a source, until the process that began it is gone. */
async function buildAtEveryChange(): Promise<void> {
  const parent = process.ppid
  setInterval(() => process.ppid === parent || process.exit(), 1000)
  await say()
  let last = Promise.resolve()
  let due: NodeJS.Timeout | undefined
  watch(join(root, 'portal'), { recursive: true }, () => {
    clearTimeout(due)
    due = setTimeout(() => (last = last.then(say)), 200)
  })
}

async function say(): Promise<void> {
  try {
    const { firstLoad } = await buildPortal(join(root, 'dist/portal'))
    console.log(`portal: built; its first load is ${Math.ceil(firstLoad / 1000)} kB of compressed JavaScript`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}

if (import.meta.main) await (process.argv.includes('--watch') ? buildAtEveryChange() : say())
