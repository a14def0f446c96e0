import ts from 'typescript'
import { type Finding, find, findAt, isTest, type Source, walk } from './source.ts'

const ofMain = new Set(['exit', 'exitCode', 'argv', 'env', 'stdin', 'stdout', 'stderr', 'on', 'once'])
const ignored = new RegExp(`(//|/\\*).*@ts-(${'ignore'}|${'nocheck'})`)
// A home or a workshop of the machine that built it, unless it is the tail of a longer path or of an address.
const buildMachine = new RegExp('(?<![\\w.$}~*-])/(work|root)/')

/** `any`, default exports and silenced type errors. */
export function looseTypes(source: Source): Finding[] {
  const findings: Finding[] = []
  walk(source.tree, (node) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword)
      findings.push(find(source, node, 'no `any`: say what it is, or `unknown`'))
    if (isDefaultExport(node) && !source.path.endsWith('.config.ts'))
      findings.push(find(source, node, 'no default export: a thing has one name everywhere'))
  })
  const silenced = linesMatching(source.text, ignored)
  return [...findings, ...silenced.map((line) => findAt(source, line, 'a type error is mended, not silenced'))]
}

/** Uses of the process' arguments, environment, streams, signals and exit outside of src/main.ts. */
export function strayProcess(source: Source): Finding[] {
  if (!source.path.startsWith('src/') || source.path === 'src/main.ts' || isTest(source.path)) return []
  const findings: Finding[] = []
  walk(source.tree, (node) => {
    const name = processMember(node)
    if (name) findings.push(find(source, node, `only src/main.ts touches ${name}`))
  })
  return findings
}

/** Lines of any text file that name a path of the machine it was written on. */
export function buildPaths(path: string, text: string): Finding[] {
  return linesMatching(text, buildMachine).map((line) => findAt({ path }, line, 'a path of the build machine'))
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true
  if (ts.isExportSpecifier(node)) return node.name.text === 'default'
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : []
  return modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword)
}

function processMember(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node) && isProcess(node.expression)) return named(node.name.text)
  if (ts.isElementAccessExpression(node) && isProcess(node.expression)) {
    return ts.isStringLiteralLike(node.argumentExpression) ? named(node.argumentExpression.text) : 'process[…]'
  }
  if (ts.isVariableDeclaration(node) && node.initializer && isProcess(node.initializer)) return 'process as a whole'
  if (ts.isImportDeclaration(node) && /['"](node:)?process['"]/.test(node.moduleSpecifier.getText()))
    return 'node:process'
  return undefined
}

function named(member: string): string | undefined {
  return ofMain.has(member) ? `process.${member}` : undefined
}

function isProcess(node: ts.Expression): boolean {
  return ['process', 'globalThis.process'].includes(node.getText())
}

function linesMatching(text: string, pattern: RegExp): number[] {
  return text.split('\n').flatMap((line, index) => (pattern.test(line) ? [index + 1] : []))
}
