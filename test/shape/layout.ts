import type { Finding } from './source.ts'

interface Entry {
  readonly line: number
  readonly planned: boolean
}

/** The folders that the first code block of docs/architecture.md draws as a tree, by path. */
export function foldersIn(document: string): ReadonlyMap<string, Entry> {
  const folders = new Map<string, Entry>()
  const parents: { indent: number; path: string }[] = []
  const lines = document.split('\n')
  const fence = lines.findIndex(isFence)
  for (let number = fence + 1; number < lines.length && !isFence(lines[number]); number++) {
    const [, space = '', names = ''] = /^( *)((?:[\w.-]+\/(?:\s+|$))+)/.exec(lines[number] ?? '') ?? []
    if (names === '') continue
    while ((parents.at(-1)?.indent ?? -1) >= space.length) parents.pop()
    const parent = parents.at(-1)?.path ?? ''
    const paths = names.trim().split(/\s+/)
    for (const path of paths) {
      folders.set(parent + path.slice(0, -1), {
        line: number + 1,
        planned: lines[number]?.includes('(planned)') ?? false,
      })
    }
    parents.push({ indent: space.length, path: parent + paths[0] })
  }
  return folders
}

function isFence(line: string | undefined): boolean {
  return line?.startsWith('```') ?? false
}

/** Folders that must be drawn and are not, and folders that are drawn and are not there. */
export function layoutDiffers(document: string, needed: readonly string[], existing = needed): Finding[] {
  const drawn = foldersIn(document)
  const present = new Set(existing)
  const undrawn = needed.filter((folder) => !drawn.has(folder))
  const gone = [...drawn].filter(([folder, { planned }]) => !planned && !present.has(folder))
  const arrived = [...drawn].filter(([folder, { planned }]) => planned && present.has(folder))
  return [
    ...undrawn.map((folder) => `${folder}/  has no line in docs/architecture.md`),
    ...gone.map(([folder, { line }]) => `docs/architecture.md:${line}  ${folder}/ does not exist`),
    ...arrived.map(
      ([folder, { line }]) => `docs/architecture.md:${line}  ${folder}/ exists: it is not "(planned)" any more`,
    ),
  ]
}
