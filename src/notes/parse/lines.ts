import type { LineKind, NoteLine } from '../model.ts'
import { repair } from './mojibake.ts'

/** Reads the lines of a note: what each is, how far it is indented, and which line and heading it is below of. */
export function readLines(text: string): readonly NoteLine[] {
  const raw = text.replace(/^\ufeff/, '').split(/\r?\n/)
  if (raw.at(-1) === '') raw.pop()
  const state: State = { lines: [], open: [], section: null, block: null, headings: 0 }
  raw.forEach((line, index) => read(line, index + 1, state))
  return state.lines
}

interface State {
  readonly lines: NoteLine[]
  /** Bullets that later lines may be below of, outermost first. */
  open: { readonly line: number; readonly indent: number }[]
  section: number | null
  block: 'front-matter' | 'code' | 'comment' | null
  headings: number
}

function read(raw: string, line: number, state: State): void {
  const text = repair(raw)
  const kind = kindOf(text, line, state)
  const lead = /^[ \t]*/.exec(text)?.[0] ?? ''
  const indent = columnsOf(lead)
  const mark = kind === 'bullet' ? (bullet.exec(text)?.[0] ?? '') : lead
  const box = kind === 'bullet' ? /^\[([ xX])?\](?=\s|$)\s*/.exec(text.slice(mark.length)) : null
  if (kind === 'heading') {
    state.open = []
    state.section = line
  }
  const isInside = kind === 'bullet' || kind === 'text'
  if (isInside) state.open = state.open.filter((one) => one.indent < indent)
  state.lines.push({
    line,
    kind,
    text,
    indent,
    start: mark.length + (box?.[0].length ?? 0),
    ...(box ? { checkbox: /x/i.test(box[0]) ? ('ticked' as const) : ('open' as const) } : {}),
    parent: isInside ? (state.open.at(-1)?.line ?? null) : null,
    section: kind === 'heading' ? null : state.section,
  })
  if (kind === 'bullet') state.open.push({ line, indent })
}

const bullet = /^[ \t]*(?:[-*+]|\d+[.)])(?:[ \t]+|$)/

function kindOf(text: string, line: number, state: State): LineKind {
  const inside = insideBlock(text, line, state)
  if (inside) return inside
  if (text.trim() === '') return 'blank'
  if (/^ {0,3}#{1,6}(\s|$)/.test(text)) return 'heading'
  if (/^\s*\[[^\]]+\]:\s*\S+/.test(text)) return 'link-definition'
  if (/^\s*([-*_=])(\s*\1){2,}\s*$/.test(text)) return 'rule'
  if (/^\s*\|.*\|\s*$/.test(text)) return 'table'
  return bullet.test(text) ? 'bullet' : 'text'
}

/** Front matter, fenced code and comments go on until their end. */
function insideBlock(text: string, line: number, state: State): LineKind | undefined {
  const { block } = state
  if (block === 'front-matter') {
    if (/^---\s*$/.test(text)) state.block = null
    return block
  }
  if (block === 'code') {
    if (/^\s*(```|~~~)\s*$/.test(text)) state.block = null
    return block
  }
  if (block === 'comment') {
    if (text.includes('-->')) state.block = null
    return block
  }
  if (line === 1 && /^---\s*$/.test(text)) state.block = 'front-matter'
  else if (/^\s*(```|~~~)/.test(text)) state.block = 'code'
  else if (/^\s*<!--/.test(text)) return openComment(text, state)
  return state.block ?? undefined
}

function openComment(text: string, state: State): LineKind {
  if (!text.includes('-->')) state.block = 'comment'
  return 'comment'
}

function columnsOf(lead: string): number {
  let columns = 0
  for (const letter of lead) columns += letter === '\t' ? 4 - (columns % 4) : 1
  return columns
}
