/** A part of a line that is not plain words: where it is, and where it leads. */
export interface Span {
  readonly kind: 'link' | 'address' | 'code' | 'comment'
  readonly start: number
  readonly end: number
  /** What is shown: the words of a link, the inside of code. */
  readonly shown: string
  readonly href: string | null
}

/** The links, naked addresses, code and comments of a line, in order; they do not overlap. */
export function findSpans(text: string): readonly Span[] {
  return Array.from(text.matchAll(forms), ({ 0: whole, index, groups = {} }) => ({
    kind: kindOf(groups),
    start: index,
    end: index + whole.length,
    shown: groups['words'] ?? groups['code'] ?? '',
    href: groups['href'] ?? groups['address'] ?? null,
  }))
}

// Words of a link may hold one level of brackets: [`[priority-★★★]`][l-pri-hi]. Addresses end before closing marks.
const forms = new RegExp(
  [
    String.raw`<!--.*?(?:-->|$)`,
    String.raw`\[(?<words>(?:[^\][]|\[[^\][]*\])*)\](?:\((?<href>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+"[^"]*")?\)|\[[^\][]*\])`,
    String.raw`(?<ticks>${'`'}+)(?<code>.+?)\k<ticks>`,
    String.raw`(?<address>(?:https?|ftp|mailto|matrix):(?:[^\s<>()\]]|\([^\s()]*\))*[^\s<>()\]"'.,;:!?*_~])`,
  ].join('|'),
  'giu',
)

function kindOf({ words, code, address }: Readonly<Record<string, string | undefined>>): Span['kind'] {
  if (words !== undefined) return 'link'
  if (code !== undefined) return 'code'
  return address === undefined ? 'comment' : 'address'
}

/** The text with these spans blanked out, so that what else is found keeps its position. */
export function blank(text: string, spans: readonly { readonly start: number; readonly end: number }[]): string {
  let out = ''
  let from = 0
  for (const { start, end } of spans) {
    out += text.slice(from, start) + '\0'.repeat(Math.max(0, end - start))
    from = end
  }
  return out + text.slice(from)
}
