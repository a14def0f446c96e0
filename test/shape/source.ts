import ts from 'typescript'

/** A file of ours; `path` is relative to the repository, with slashes. */
export interface Source {
  readonly path: string
  readonly text: string
  readonly tree: ts.SourceFile
}

/** Something that must not be, as `path:line  what`. */
export type Finding = string

export function parse(path: string, text: string): Source {
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) }
}

export function find(source: Source, node: ts.Node, what: string): Finding {
  const { line } = source.tree.getLineAndCharacterOfPosition(node.getStart(source.tree))
  return findAt(source, line + 1, what)
}

export function findAt(source: Pick<Source, 'path'>, line: number, what: string): Finding {
  return `${source.path}:${line}  ${what}`
}

export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.includes('/testing/') || path.startsWith('test/')
}

export function walk(tree: ts.Node, visit: (node: ts.Node) => void): void {
  visit(tree)
  ts.forEachChild(tree, (child) => walk(child, visit))
}
