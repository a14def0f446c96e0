import { posix } from 'node:path'
import ts from 'typescript'
import { layers, outside, pure } from './layers.ts'
import { type Finding, find, isTest, type Source } from './source.ts'

interface Import {
  readonly node: ts.Node
  readonly from: string
  readonly kind: 'value' | 'type' | 'lazy'
}

/** Imports that do not go downward. Test files may import what they like. */
export function upwardImports(source: Source): Finding[] {
  if (source.path.startsWith('portal/')) return escapes(source)
  if (!source.path.startsWith('src/') || isTest(source.path)) return []
  return importsOf(source.tree).flatMap((one) => {
    const complaint = judge(source.path, one)
    return complaint ? [find(source, one.node, complaint)] : []
  })
}

/** The portal knows the program only by its REST API, so it imports nothing from outside its folder. */
function escapes(source: Source): Finding[] {
  return importsOf(source.tree).flatMap(({ node, from }) => {
    const target = posix.join(posix.dirname(source.path), from)
    const isOutside = from.startsWith('.') ? !target.startsWith('portal/') : from.startsWith('node:')
    return isOutside ? [find(source, node, `the portal may not import ${from}`)] : []
  })
}

function judge(path: string, { from, kind }: Import): string | undefined {
  const layer = layerOf(path)
  const rules = layers[layer]
  if (!rules) return `src/${layer} has no place among the layers; give it one in test/shape/layers.ts`
  if (!from.startsWith('.'))
    return pure.includes(layer) && outside.test(from) ? `${layer} is pure: no ${from}` : undefined

  const target = posix.join(posix.dirname(path), from)
  if (target === 'package.json') return undefined
  if (!target.startsWith('src/')) return `${from} is outside of src/`
  if (isTest(target)) return `${from} is for tests only`

  const other = layerOf(target)
  if (other === layer || rules.from?.includes(other)) return undefined
  if (rules.types?.includes(other)) return kind === 'type' ? undefined : `${layer} may import only types from ${other}`
  if (rules.lazily?.includes(other)) {
    return kind === 'value' ? `${layer} may import ${other} only lazily, by import()` : undefined
  }
  return `${layer} may not import ${other}`
}

/** `src/web/bbb/x.ts` is in `web`, `src/main.ts` in `main`. */
function layerOf(path: string): string {
  return path.split('/')[1]?.replace(/\.ts$/, '') ?? path
}

function importsOf(tree: ts.SourceFile): Import[] {
  const imports: Import[] = []
  visit(tree)
  return imports

  function visit(node: ts.Node): void {
    if (ts.isImportDeclaration(node))
      add(node, node.moduleSpecifier, importsTypes(node.importClause) ? 'type' : 'value')
    else if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, exportsTypes(node) ? 'type' : 'value')
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node, node.argument.literal, 'type')
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node, node.arguments[0], 'lazy')
    ts.forEachChild(node, visit)
  }

  function add(node: ts.Node, from: ts.Node | undefined, kind: Import['kind']): void {
    if (from && ts.isStringLiteralLike(from)) imports.push({ node, from: from.text, kind })
  }
}

function importsTypes(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const named = clause.namedBindings
  return !clause.name && !!named && ts.isNamedImports(named) && areTypes(named.elements)
}

function exportsTypes(node: ts.ExportDeclaration): boolean {
  if (node.isTypeOnly) return true
  return !!node.exportClause && ts.isNamedExports(node.exportClause) && areTypes(node.exportClause.elements)
}

function areTypes(elements: readonly { readonly isTypeOnly: boolean }[]): boolean {
  return elements.length > 0 && elements.every((element) => element.isTypeOnly)
}
