import { Problem } from './problem.ts'

/** A condition on tags, such as `eu and not old`. */
export type Expression =
  | { readonly kind: 'all' }
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }

const deepest = 50
const longest = 2000

/**
 * Reads a tag expression: tags, `and`, `or`, `not` and parentheses; `not` binds before `and`, `and` before `or`.
 * Empty text matches everything. Throws a Problem ('invalid') that names the column, from 1.
 */
export function parseExpression(text: string): Expression {
  if (text.length > longest) throw new Problem('invalid', `the expression is longer than ${longest} characters`)
  const tokens = readTokens(text)
  if (tokens.length === 1) return { kind: 'all' }
  const reader = { tokens, at: 0 }
  const expression = readOr(reader, 0)
  const rest = peek(reader)
  if (rest.kind !== 'end') throw unexpected(rest, rest.kind === ')' ? 'remove it' : 'write "and" or "or" before it')
  return expression
}

const binding = { or: 1, and: 2, not: 3, tag: 4, all: 4 } as const

/** The text of an expression, with the parentheses that it needs and no others. */
export function renderExpression(expression: Expression): string {
  const render = (inner: Expression) => {
    const text = renderExpression(inner)
    return binding[inner.kind] < binding[expression.kind] ? `(${text})` : text
  }
  switch (expression.kind) {
    case 'all':
      return ''
    case 'tag':
      return expression.tag
    case 'not':
      return `not ${render(expression.operand)}`
    case 'and':
    case 'or':
      return `${render(expression.left)} ${expression.kind} ${render(expression.right)}`
  }
}

/** Whether a thing with these tags meets the expression. Tags are compared exactly. */
export function matches(expression: Expression, tags: ReadonlySet<string>): boolean {
  switch (expression.kind) {
    case 'all':
      return true
    case 'tag':
      return tags.has(expression.tag)
    case 'not':
      return !matches(expression.operand, tags)
    case 'and':
      return matches(expression.left, tags) && matches(expression.right, tags)
    case 'or':
      return matches(expression.left, tags) || matches(expression.right, tags)
  }
}

interface Token {
  readonly kind: 'tag' | 'and' | 'or' | 'not' | '(' | ')' | 'end'
  readonly text: string
  readonly column: number
}

interface Reader {
  readonly tokens: readonly Token[]
  at: number
}

function readTokens(text: string): Token[] {
  const tokens: Token[] = []
  for (const found of text.matchAll(/\s+|[()]|[A-Za-z0-9_.:-]+|./gsu)) {
    const part = found[0]
    if (/^\s/.test(part)) continue
    tokens.push(toToken(part, found.index + 1))
  }
  return [...tokens, { kind: 'end', text: '', column: text.length + 1 }]
}

function toToken(text: string, column: number): Token {
  if (text === '(' || text === ')') return { kind: text, text, column }
  const word = text.toLowerCase()
  if (word === 'and' || word === 'or' || word === 'not') return { kind: word, text, column }
  if (/^[A-Za-z0-9_.:-]+$/.test(text)) return { kind: 'tag', text, column }
  throw new Problem('invalid', `${JSON.stringify(text)} at column ${column} of the expression has no meaning`, {
    hint: 'join tags with "and", "or", "not" and parentheses, such as eu and not old',
  })
}

function readOr(reader: Reader, depth: number): Expression {
  let left = readAnd(reader, depth)
  while (accept(reader, 'or')) left = { kind: 'or', left, right: readAnd(reader, depth) }
  return left
}

function readAnd(reader: Reader, depth: number): Expression {
  let left = readNot(reader, depth)
  while (accept(reader, 'and')) left = { kind: 'and', left, right: readNot(reader, depth) }
  return left
}

function readNot(reader: Reader, depth: number): Expression {
  const token = peek(reader)
  if (depth > deepest) throw new Problem('invalid', `the expression is nested deeper than ${deepest} levels`)
  if (accept(reader, 'not')) return { kind: 'not', operand: readNot(reader, depth + 1) }
  if (accept(reader, 'tag')) return { kind: 'tag', tag: token.text }
  if (!accept(reader, '(')) throw unexpected(token, 'write a tag here')
  const inner = readOr(reader, depth + 1)
  if (!accept(reader, ')')) {
    throw new Problem('invalid', `the parenthesis at column ${token.column} of the expression is never closed`, {
      hint: 'add a ")"',
    })
  }
  return inner
}

function accept(reader: Reader, kind: Token['kind']): boolean {
  if (peek(reader).kind !== kind) return false
  reader.at += 1
  return true
}

function peek(reader: Reader): Token {
  return reader.tokens[reader.at] ?? { kind: 'end', text: '', column: 1 }
}

function unexpected(token: Token, hint: string): Problem {
  const message =
    token.kind === 'end'
      ? `the expression ends too early, at column ${token.column}`
      : `"${token.text}" at column ${token.column} of the expression is out of place`
  return new Problem('invalid', message, { hint })
}
