import { ScimProblem, type ScimType } from './problem.ts'

/** Names an attribute, or one inside it: `userName`, `name.givenName`. */
export interface Path {
  readonly attribute: string
  readonly sub: string | undefined
}

/** What a PATCH is aimed at: `emails[type eq "work"].value`. */
export interface Target extends Path {
  readonly filter: Filter | undefined
}

const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const
export type Operator = (typeof operators)[number]

export type Literal = string | number | boolean | null

/** A filter of RFC 7644, section 3.4.2.2. */
export type Filter =
  | { readonly kind: 'compare'; readonly path: Path; readonly operator: Operator; readonly value: Literal }
  | { readonly kind: 'present'; readonly path: Path }
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly inner: Filter }
  /** One of the attribute's values fits as a whole. */
  | { readonly kind: 'some'; readonly path: Path; readonly inner: Filter }

/** Reads a filter. Throws ScimProblem 'invalidFilter'. */
export function parseFilter(text: string): Filter {
  const tokens = tokenize(text, 'invalidFilter')
  const filter = readOr(tokens)
  if (tokens.peek() !== undefined) tokens.fail()
  return filter
}

/** Reads what a PATCH is aimed at. Throws ScimProblem 'invalidPath'. */
export function parseTarget(text: string): Target {
  const tokens = tokenize(text, 'invalidPath')
  const path = toPath(tokens, tokens.next())
  if (tokens.peek() === undefined) return { ...path, filter: undefined }
  const filter = readBrackets(tokens)
  const rest = tokens.peek() === undefined ? undefined : tokens.next()
  if (tokens.peek() !== undefined || path.sub !== undefined) tokens.fail()
  if (rest === undefined) return { ...path, filter }
  const sub = /^\.([A-Za-z$][\w$-]*)$/.exec(rest)?.[1]
  return sub === undefined ? tokens.fail() : { attribute: path.attribute, sub, filter }
}

const longest = 4000
const deepest = 40

interface Tokens {
  peek(): string | undefined
  /** The next one. Fails where there is none, or not the one that is expected. */
  next(expected?: string): string
  /** The same one level further in. */
  deeper<T>(read: () => T): T
  fail(): never
}

function tokenize(text: string, scimType: ScimType): Tokens {
  const fail = (): never => {
    const shown = text.length > 100 ? `${text.slice(0, 99)}…` : text
    const what = scimType === 'invalidPath' ? 'path' : 'filter'
    throw new ScimProblem(scimType, `this is no ${what} of RFC 7644: ${shown}`)
  }
  if (text.length > longest) fail()
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[()[\]]|[^\s"()[\]]+|"/g) ?? []
  let at = 0
  let depth = 0
  return {
    peek: () => tokens[at],
    next(expected) {
      const token = tokens[at]
      if (token === undefined || (expected !== undefined && token !== expected)) return fail()
      at += 1
      return token
    },
    deeper(read) {
      depth += 1
      if (depth > deepest) fail()
      const result = read()
      depth -= 1
      return result
    },
    fail,
  }
}

function readOr(tokens: Tokens): Filter {
  return tokens.deeper(() => {
    let left = readAnd(tokens)
    while (isWord(tokens, 'or')) {
      tokens.next()
      left = { kind: 'or', left, right: readAnd(tokens) }
    }
    return left
  })
}

function readAnd(tokens: Tokens): Filter {
  let left = readOne(tokens)
  while (isWord(tokens, 'and')) {
    tokens.next()
    left = { kind: 'and', left, right: readOne(tokens) }
  }
  return left
}

function readOne(tokens: Tokens): Filter {
  const isNegated = isWord(tokens, 'not')
  const token = tokens.next()
  if (isNegated || token === '(') {
    if (isNegated) tokens.next('(')
    const inner = readOr(tokens)
    tokens.next(')')
    return isNegated ? { kind: 'not', inner } : inner
  }
  const path = toPath(tokens, token)
  if (tokens.peek() === '[') return { kind: 'some', path, inner: readBrackets(tokens) }
  const word = tokens.next().toLowerCase()
  if (word === 'pr') return { kind: 'present', path }
  const operator = operators.find((one) => one === word)
  return operator ? { kind: 'compare', path, operator, value: toLiteral(tokens) } : tokens.fail()
}

function readBrackets(tokens: Tokens): Filter {
  tokens.next('[')
  const inner = readOr(tokens)
  tokens.next(']')
  return inner
}

function isWord(tokens: Tokens, word: string): boolean {
  return tokens.peek()?.toLowerCase() === word
}

/** The name of the schema before an attribute says nothing more: each attribute here is in one schema only. */
function toPath(tokens: Tokens, token: string): Path {
  const name = /^urn:/i.test(token) ? token.slice(token.lastIndexOf(':') + 1) : token
  const [, attribute, sub] = /^([A-Za-z$][\w$-]*)(?:\.([A-Za-z$][\w$-]*))?$/.exec(name) ?? []
  return attribute === undefined ? tokens.fail() : { attribute, sub }
}

function toLiteral(tokens: Tokens): Literal {
  const token = tokens.next()
  try {
    const value: unknown = JSON.parse(/^(true|false|null)$/i.test(token) ? token.toLowerCase() : token)
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as Literal
  } catch {
    // Refused below, like brackets where a value is expected.
  }
  return tokens.fail()
}
