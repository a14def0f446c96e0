/** A part of a line that is not plain words: where it is, what it shows, and where it leads. */
export interface Span {
  readonly kind: 'link' | 'address' | 'code' | 'comment'
  readonly start: number
  readonly end: number
  /** Where the words of a link or code begin and end; empty for others. */
  readonly words: readonly [start: number, end: number]
  readonly href: string | null
}

/** The links, naked addresses, code and comments of a line, in order; they do not overlap. */
export function findSpans(text: string): readonly Span[] {
  if (!hint.test(text)) return []
  return Array.from(text.matchAll(forms), ({ 0: whole, index, groups = {} }) => {
    const shown = groups['words'] ?? groups['code'] ?? ''
    const from = index + (groups['ticks']?.length ?? 1)
    return {
      kind: kindOf(groups),
      start: index,
      end: index + whole.length,
      words: [from, from + shown.length],
      href: groups['href'] ?? groups['address'] ?? null,
    }
  })
}

/** What each of the forms needs: most lines have none of it. */
const hint = /[[`]|<!--|:\/\/|mailto:|matrix:|github\.com/i

// The words of a link may hold one level of brackets: [`[priority-★★★]`][l-pri-hi]. Marks at an address's end are not its own.
const forms = new RegExp(
  [
    String.raw`<!--.*?(?:-->|$)`,
    String.raw`\[(?<words>(?:[^\][]|\[[^\][]*\])*)\](?:\(\s*(?<href>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+"[^"]*")?\s*\)|\[[^\][]*\])`,
    String.raw`(?<ticks>${'`'}{1,3})(?<code>[^${'`'}]+)\k<ticks>`,
    String.raw`(?<address>(?:(?:https?|ftp|mailto|matrix):|(?<![\w./])github\.com/)(?:[^\s<>()\]|]|\([^\s()]*\))*[^\s<>()\]|"'.,;:!?*_~])`,
  ].join('|'),
  'giu',
)

function kindOf({ words, code, address }: Readonly<Record<string, string | undefined>>): Span['kind'] {
  if (words !== undefined) return 'link'
  if (code !== undefined) return 'code'
  return address === undefined ? 'comment' : 'address'
}

/** The text as people read it: addresses, comments and, if asked, code are blanked out, and positions stay. */
export function wordsOf(text: string, spans: readonly Span[], withCode = false): string {
  if (spans.length === 0) return text
  const hidden = spans.flatMap(({ kind, start, end, words: [from, to] }) => {
    if (kind === 'link') return [[start, from] as const, [to, end] as const]
    return kind === 'code' && withCode ? [] : [[start, end] as const]
  })
  return blank(text, hidden)
}

/** The text with these parts, in order, blanked out; positions stay. */
export function blank(text: string, parts: readonly (readonly [start: number, end: number])[]): string {
  let out = ''
  let from = 0
  for (const [start, end] of parts) {
    if (end <= from) continue
    out += text.slice(from, start) + '\0'.repeat(end - Math.max(start, from))
    from = end
  }
  return out + text.slice(from)
}
