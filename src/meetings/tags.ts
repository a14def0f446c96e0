import type { Expression } from '../lib/expression.ts'
import { isMetadata } from '../protocol/metadata.ts'
import type { Parameter } from '../protocol/query.ts'

const shape = /^[A-Za-z0-9_.:-]+$/

/**
 * The client's wish for a server, `meta_server-tag` as Scalelite reads it: tags separated by `;`, any of which will do;
 * with `!` at the end of the last, no other server will.
 */
export function tagsOf(parameters: readonly Parameter[]): { required: Expression[]; preferred: Expression[] } {
  const wish = parameters.find((p) => isMetadata(p, 'server-tag'))?.value.trim() ?? ''
  const isRequired = wish.endsWith('!')
  const tags = (isRequired ? wish.slice(0, -1) : wish)
    .split(';')
    .map((tag) => tag.trim())
    .filter((tag) => shape.test(tag))

  const either = tags.map((tag): Expression => ({ kind: 'tag', tag })).reduce(or, undefined)
  if (!either) return { required: [], preferred: [] }
  return isRequired ? { required: [either], preferred: [] } : { required: [], preferred: [either] }
}

function or(left: Expression | undefined, right: Expression): Expression {
  return left === undefined ? right : { kind: 'or', left, right }
}
