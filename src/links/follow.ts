import { passOn } from './destination.ts'
import { foldKeyword, isKeyword } from './keyword.ts'
import type { Link } from './link.ts'
import type { Table } from './table.ts'

/** What somebody asked for behind `/l/`, or at a host of links behind `/`. */
export interface Asked {
  /** Folded; what was typed, when it can be no keyword. */
  readonly keyword: string
  /** What was written after the keyword: percent-encoded, without the slash between. */
  readonly path: string
  /** Without its `?`. */
  readonly query: string
  /** `KEYWORD+` shows where it leads, and `KEYWORD+.svg` its QR code. */
  readonly wants: 'way' | 'preview' | 'qr'
}

/** Reads what comes behind the slash of an address, still percent-encoded. */
export function readAsked(raw: string): Asked {
  const mark = raw.indexOf('?')
  const [whole, query] = mark < 0 ? [raw, ''] : [raw.slice(0, mark), raw.slice(mark + 1)]
  const slash = whole.indexOf('/')
  const [first, path] = slash < 0 ? [whole, ''] : [whole.slice(0, slash), whole.slice(slash + 1)]
  const typed = decode(first)
  const [, name = typed, ending] = /^(.+?)(\+|\+\.svg)$/.exec(typed) ?? []
  const wants = ending === undefined ? 'way' : ending === '+' ? 'preview' : 'qr'
  return { keyword: foldKeyword(name), path: inAscii(path), query: inAscii(query), wants }
}

/** Where the browser is to go; undefined when there is a page to be shown instead. */
export function findWay(table: Table, { keyword, path, query, wants }: Asked): string | undefined {
  if (wants !== 'way') return undefined
  const link = table.find(keyword)
  return link?.outcome.kind === 'goes' ? passOn(link.outcome.location, { path, query }) : undefined
}

/** The link that is meant, and why it is not simply followed. */
export type Stop = { readonly kind: 'unknown' } | { readonly kind: 'gone' | 'astray' | 'tooDeep'; readonly link: Link }

/** Why there is no way. `astray`: it leads back to itself, or to what is not there. `tooDeep`: it takes nothing after it. */
export function explainStop(table: Table, { keyword }: Asked): Stop {
  const link = isKeyword(keyword) ? table.find(keyword) : undefined
  if (!link) return { kind: 'unknown' }
  if (link.outcome.kind === 'goes') return { kind: 'tooDeep', link }
  return { kind: link.outcome.kind === 'gone' ? 'gone' : 'astray', link }
}

/** What comes as bare bytes (Node gives one letter for each) goes on percent-encoded, as a header must be. */
function inAscii(text: string): string {
  return text.replaceAll(/[^\x21-\x7e]/g, (letter) => {
    return `%${(letter.charCodeAt(0) & 0xff).toString(16).toUpperCase().padStart(2, '0')}`
  })
}

function decode(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
