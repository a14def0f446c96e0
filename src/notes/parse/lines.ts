import type { LineKind, NoteLine } from '../model.ts'
import { repair } from './mojibake.ts'

/** Reads the lines of a note: what each is, how far it is indented, and which line and heading it is below of. */
export function readLines(text: string): { readonly lines: readonly NoteLine[]; readonly repaired: boolean } {
  const raw = split(text)
  const texts = split(repair(text))
  const kinds = kindsOf(texts)
  const tree: Tree = { open: [], headings: [] }
  const lines = texts.map((line, index) => read(line, index + 1, kinds[index] ?? 'text', tree))
  return { lines, repaired: texts.some((line, index) => line !== raw[index]) }
}

function split(text: string): string[] {
  const lines = text
    .replace(/^\ufeff/, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

interface Tree {
  /** Bullets that later lines may be below of, outermost first. */
  open: readonly { readonly line: number; readonly indent: number }[]
  /** Headings that later ones may be below of, outermost first. */
  headings: readonly { readonly line: number; readonly level: number }[]
}

const bullet = /^[ \t]*(?:[-*+•]|\d{1,3}[.)])(?:[ \t]+|$)/
const box = /^\[([ xX]?)\](?![([:])(?:\s+|$)/

function read(text: string, line: number, kind: LineKind, tree: Tree): NoteLine {
  const lead = /^[ \t]*/.exec(text)?.[0] ?? ''
  const mark = (kind === 'bullet' ? bullet.exec(text)?.[0] : undefined) ?? lead
  const ticked = kind === 'bullet' ? box.exec(text.slice(mark.length)) : null
  const indent = columnsOf(lead)
  const isInside = kind === 'bullet' || kind === 'text'
  const level = /^\s*(#*)/.exec(text)?.[1]?.length || 1
  if (kind === 'heading') {
    tree.open = []
    tree.headings = tree.headings.filter((above) => above.level < level)
  }
  const section = tree.headings.at(-1)?.line ?? null
  if (kind === 'heading') tree.headings = [...tree.headings, { line, level }]
  if (isInside) tree.open = tree.open.filter((above) => above.indent < indent)
  const parent = isInside ? (tree.open.at(-1)?.line ?? null) : null
  if (kind === 'bullet') tree.open = [...tree.open, { line, indent }]
  const start = kind === 'heading' ? /^\s*#*\s*/.exec(text)?.[0].length : mark.length + (ticked?.[0].length ?? 0)
  const checkbox = ticked && (/x/i.test(ticked[1] ?? '') ? ('ticked' as const) : ('open' as const))
  return { line, kind, text, indent, start: start ?? 0, ...(checkbox ? { checkbox } : {}), parent, section }
}

/** A tab goes on to the next multiple of four. */
function columnsOf(lead: string): number {
  return Array.from(lead).reduce((columns, letter) => columns + (letter === '\t' ? 4 - (columns % 4) : 1), 0)
}

/** Blocks first; a block that is never closed is none, so that a stray mark does not swallow the rest. */
function kindsOf(texts: readonly string[]): readonly LineKind[] {
  const kinds = texts.map((text, index) => kindOf(text, texts[index - 1] ?? '', texts[index + 1] ?? ''))
  let from = 0
  while (from < texts.length) {
    const block = blockAt(texts, from)
    if (block) kinds.fill(block.kind, from, block.end + 1)
    from = block ? block.end + 1 : from + 1
  }
  return kinds
}

function blockAt(texts: readonly string[], from: number): { kind: LineKind; end: number } | undefined {
  const text = texts[from] ?? ''
  const ends = (pattern: RegExp, after: number) =>
    texts.findIndex((line, index) => index >= after && pattern.test(line))
  if (from === 0 && /^---\s*$/.test(text)) return closed('front-matter', ends(/^(?:---|\.\.\.)\s*$/, 1))
  const fence = /^\s*(`{3,}|~{3,})[^`~]*$/.exec(text)?.[1]
  if (fence)
    return closed('code', ends(new RegExp(`^\\s*${fence[0] === '`' ? '`' : '~'}{${fence.length},}\\s*$`), from + 1))
  return /^\s*<!--/.test(text) ? closed('comment', ends(/-->/, from)) : undefined
}

function closed(kind: LineKind, end: number): { kind: LineKind; end: number } | undefined {
  return end < 0 ? undefined : { kind, end }
}

function kindOf(text: string, above: string, below: string): LineKind {
  if (text.trim() === '') return 'blank'
  const isUnderline = /^ {0,3}(?:={2,}|-{4,})\s*$/.test(text)
  if (isUnderline && /^\S/.test(above) && !bullet.test(above) && !above.startsWith('#')) return 'rule'
  if (/^ {0,3}#{1,6}(?:\s|$)/.test(text)) return 'heading'
  if (/^ {0,3}(?:={2,}|-{4,})\s*$/.test(below) && /^\S/.test(text) && !/^[-*>|#=]/.test(text)) return 'heading'
  if (/^ {0,3}\[[^\]]+\]:\s*\S+/.test(text)) return 'link-definition'
  if (/^\s*([-*_=])(?:\s*\1){2,}\s*$/.test(text)) return 'rule'
  if (/^\s*\|.*\|\s*$/.test(text)) return 'table'
  return bullet.test(text) ? 'bullet' : 'text'
}
