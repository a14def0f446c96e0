import ts from 'typescript'
import { type Finding, find, findAt, isTest, type Source, walk } from './source.ts'

const limits = { file: 250, test: 400, function: 40 }
const suites = /^(describe|it|test|beforeAll|beforeEach|afterAll|afterEach)\b/

/** Files and functions that have outgrown the budget. */
export function tooLong(source: Source): Finding[] {
  if (/\.gen\.tsx?$/.test(source.path)) return []
  const limit = isTest(source.path) ? limits.test : limits.file
  const lines = source.text.trimEnd().split('\n').length
  const file = lines > limit ? [findAt(source, limit + 1, `the file has ${lines} lines, ${limit} are allowed`)] : []
  return [...file, ...longFunctions(source)]
}

function longFunctions(source: Source): Finding[] {
  if (source.path.startsWith('test/')) return []
  const findings: Finding[] = []
  walk(source.tree, (node) => {
    if (!hasBody(node) || isSuite(source, node)) return
    const lines = ownLines(source, node)
    if (lines > limits.function)
      findings.push(find(source, node, `the function has ${lines} lines, ${limits.function} are allowed`))
  })
  return findings
}

/** A named function inside another is counted by itself, and not in the outer one; a callback is part of its function. */
function ownLines(source: Source, node: ts.Node): number {
  let inner = 0
  ts.forEachChild(node, visit)
  return linesOf(source, node) - inner

  function visit(child: ts.Node): void {
    if (hasBody(child) && (isNamed(child) || isSuite(source, child))) inner += linesOf(source, child)
    else ts.forEachChild(child, visit)
  }
}

function hasBody(node: ts.Node): boolean {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined
}

function isNamed(node: ts.Node): boolean {
  return ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || isValueOfName(node)
}

function isValueOfName({ parent }: ts.Node): boolean {
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)
}

/** The callback of a `describe` is a chapter, not a function. */
function isSuite(source: Source, node: ts.Node): boolean {
  const call = node.parent
  return isTest(source.path) && ts.isCallExpression(call) && suites.test(call.expression.getText(source.tree))
}

function linesOf({ tree }: Source, node: ts.Node): number {
  const line = (position: number) => tree.getLineAndCharacterOfPosition(position).line
  return line(node.end) - line(node.getStart(tree)) + 1
}
