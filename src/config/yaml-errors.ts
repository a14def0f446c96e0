import { type Document, isPair, isScalar, isSeq, visit, type YAMLError } from 'yaml'
import { type Position, Problem } from '../lib/problem.ts'
import { type Path, spellPath } from './wording.ts'

/** Says in plain words what the YAML library complains about, and where. */
export function explainYamlError(error: YAMLError, document: Document, at: (offset: number) => Position): Problem {
  const position = at(error.pos[0])
  const open = error.code === 'MISSING_CHAR' ? unclosedQuote(error.pos[0], document) : undefined
  if (open !== undefined) {
    const hint = 'close it on this line; quotes inside a value need single quotes around it'
    return new Problem('invalid', 'the quote that opens here is never closed', { hint, at: at(open), cause: error })
  }
  if (error.code === 'DUPLICATE_KEY') return explainDuplicate(error.pos[0], document, at)
  const [message, hint] = wordings[error.code] ?? ['this line cannot be understood', indentHint]
  return new Problem('invalid', message, { hint, at: position, cause: error })
}

const indentHint = 'compare its indentation and punctuation with the lines around it'
const quoteHint = 'put the whole value in double quotes'

const wordings: Partial<Record<YAMLError['code'], readonly [message: string, hint: string]>> = {
  ALIAS_PROPS: ['an alias ("*name") cannot carry an anchor or a tag', 'remove what is written before the "*"'],
  BAD_ALIAS: ['this alias ("*name") cannot be resolved', `a value that begins with "*" must be in double quotes`],
  BAD_DQ_ESCAPE: ['the text in double quotes has a backslash that means nothing', 'write \\\\ or use single quotes'],
  BAD_INDENT: [
    'the indentation does not fit the lines above',
    'keys that belong together begin in the same column, and every bracket above must be closed',
  ],
  BAD_SCALAR_START: ['a value cannot begin with this character', quoteHint],
  BLOCK_AS_IMPLICIT_KEY: ['a second "key: value" begins on this line', `write it on its own line, or ${quoteHint}`],
  BLOCK_IN_FLOW: [
    'an indented block cannot be inside [ ] or { }',
    'a value that ends with a colon, such as an IPv6 address, needs double quotes; else keep to one of the two ways of writing',
  ],
  KEY_OVER_1024_CHARS: ['this key is too long', indentHint],
  MISSING_CHAR: ['something is missing before this: a bracket, comma, colon, space or indentation', indentHint],
  MULTILINE_IMPLICIT_KEY: ['this line is not a "key: value"', 'write a colon and a space after the key'],
  MULTIPLE_DOCS: ['a second document begins here', 'remove the line "---"; everything belongs in one document'],
  NON_STRING_KEY: [
    'a list or group of keys cannot be a key',
    'there are no {{ templates }} here; a value that begins with { needs double quotes',
  ],
  RESOURCE_EXHAUSTION: ['the file is nested too deeply', 'is it the right file?'],
  TAB_AS_INDENT: ['the line is indented with a tab', 'use spaces, two for each level'],
  TAG_RESOLVE_FAILED: ['a value cannot begin with "!"', `remove the word that begins with "!", or ${quoteHint}`],
  UNEXPECTED_TOKEN: ['this is out of place', indentHint],
  BAD_COLLECTION_TYPE: ['this is not what the word beginning with "!" announces', 'remove the word'],
}

function explainDuplicate(offset: number, document: Document, at: (offset: number) => Position): Problem {
  let problem: Problem | undefined
  visit(document, {
    Map(_, map, ancestors) {
      const keys = map.items.map(({ key }) => key).filter(isScalar)
      const second = keys.find((key) => key.range?.[0] === offset)
      if (!second) return undefined
      const first = keys.find((key) => key.value === second.value)
      const hint = `the first is on line ${at(first?.range?.[0] ?? 0).line}; keep one of them`
      problem = new Problem('invalid', 'is written twice', {
        hint,
        at: at(offset),
        path: spellPath([...pathOf([...ancestors, map]), String(second.value)]),
      })
      return visit.BREAK
    },
  })
  return problem ?? new Problem('invalid', 'a key is written twice', { hint: 'keep one of them', at: at(offset) })
}

/** Keys and list indexes on the way down through these nodes, each the parent of the next. */
function pathOf(nodes: readonly unknown[]): Path {
  return nodes.flatMap((node, index): Path => {
    if (isPair(node)) return [isScalar(node.key) ? String(node.key.value) : '?']
    return isSeq(node) ? [node.items.indexOf(nodes[index + 1])] : []
  })
}

/** Where the quoted text that runs to the end of the file begins. */
function unclosedQuote(offset: number, document: Document): number | undefined {
  let start: number | undefined
  visit(document, {
    Scalar(_, { type, range }) {
      if (type !== 'QUOTE_DOUBLE' && type !== 'QUOTE_SINGLE') return
      if (range && range[0] < offset && range[1] >= offset) start = range[0]
    },
  })
  return start
}
