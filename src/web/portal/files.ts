import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A file of the portal, as it is and compressed. */
export interface PortalFile {
  readonly type: string
  readonly plain: Buffer
  readonly br: Buffer | undefined
  readonly gzip: Buffer | undefined
}

export interface PortalFiles {
  /** The page, with places for the nonce; undefined when the portal was not built. */
  page(): Promise<string | undefined>
  /** A file that the page, or one that was served before, names. */
  find(name: string): Promise<PortalFile | undefined>
}

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
}

/** The portal as it was built into a folder; built anew while we run, it is read anew. */
export function openPortalFiles(folder: string): PortalFiles {
  const files = new Map<string, PortalFile>()
  let page: { readonly text: string; readonly changedAt: number } | undefined

  const refresh = async () => {
    const changedAt = await stat(join(folder, 'index.html')).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    )
    if (changedAt === page?.changedAt) return
    // What was read stays: a page that is open may still ask for it.
    for (const [name, file] of changedAt === undefined ? [] : await readAll(folder)) files.set(name, file)
    page = changedAt === undefined ? undefined : { text: await readFile(join(folder, 'index.html'), 'utf8'), changedAt }
  }
  return {
    async page() {
      await refresh()
      return page?.text
    },
    async find(name) {
      if (!files.has(name)) await refresh()
      return files.get(name)
    },
  }
}

async function readAll(folder: string): Promise<[string, PortalFile][]> {
  const names = await readdir(join(folder, 'assets'))
  const all = new Set(names)
  const read = async (name: string) => (all.has(name) ? await readFile(join(folder, 'assets', name)) : undefined)
  const found = names.map(async (name): Promise<[string, PortalFile][]> => {
    const type = types[name.slice(name.lastIndexOf('.') + 1)]
    const plain = type === undefined ? undefined : await read(name)
    if (type === undefined || plain === undefined) return []
    return [[name, { type, plain, br: await read(`${name}.br`), gzip: await read(`${name}.gz`) }]]
  })
  return (await Promise.all(found)).flat()
}
