import type { Note } from '../model.ts'

export const findingKinds = ['secret', 'password', 'address', 'phone', 'private'] as const

/** Something in a note that should perhaps not be read by all. */
export interface Finding {
  readonly kind: (typeof findingKinds)[number]
  /** From 1. */
  readonly line: number
  readonly what: string
  /** The words themselves, shortened so that a report is no second leak. */
  readonly shown: string
}

/** Looks for secrets, passwords, e-mail addresses, telephone numbers and private marks. Every finding has its line. */
export function scanNote(note: Pick<Note, 'items' | 'lines'>): Finding[] {
  const inLines = note.lines.flatMap(({ line, text, kind }) => (kind === 'link-definition' ? [] : scanLine(line, text)))
  const inLinks = note.lines.flatMap(({ line, text, kind }) =>
    kind === 'link-definition' ? scanLine(line, text).filter((one) => one.kind !== 'address') : [],
  )
  // The closing checklist of a template links to where private notes go.
  const checklist = new Set(note.items.flatMap(({ kind, line }) => (kind === 'checklist' ? [line] : [])))
  const marked = note.items.flatMap((item): Finding[] =>
    item.kind === 'private' && item.confidence >= 0.5 && !checklist.has(item.line)
      ? [{ kind: 'private', line: item.line, what: 'a private mark', shown: cut(item.text) }]
      : [],
  )
  const seen = new Set(inLines.filter(({ kind }) => kind === 'private').map(({ line }) => line))
  return [...inLines, ...inLinks, ...marked.filter(({ line }) => !seen.has(line))].toSorted((a, b) => a.line - b.line)
}

interface Rule {
  readonly kind: Finding['kind']
  readonly what: string
  readonly pattern: RegExp
  /** Whether the words need not be hidden in a report. */
  readonly plain?: boolean
  readonly except?: RegExp
}

const rules: readonly Rule[] = [
  { kind: 'secret', what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/g },
  { kind: 'secret', what: 'a token of GitHub', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{40,})/g },
  { kind: 'secret', what: 'a token of GitLab', pattern: /\bglpat-[\w-]{20,}/g },
  { kind: 'secret', what: 'a token of Slack', pattern: /\bxox[abprs]-[\w-]{10,}/g },
  { kind: 'secret', what: 'a key of Amazon', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  { kind: 'secret', what: 'a key of Google', pattern: /\bAIza[\w-]{35}\b/g },
  { kind: 'secret', what: 'a key of Stripe', pattern: /\b[rs]k_(?:live|test)_\w{16,}/g },
  { kind: 'secret', what: 'a token of Matrix', pattern: /\bsyt_\w+_\w+_\w+/g },
  { kind: 'secret', what: 'a secret key of age', pattern: /\bAGE-SECRET-KEY-1[A-Z0-9]{50,}/gi },
  { kind: 'secret', what: 'a signed token', pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/g },
  { kind: 'secret', what: 'a bearer token', pattern: /\bbearer\s+[\w.~+/-]{16,}=*/gi },
  {
    kind: 'secret',
    what: 'a long key',
    pattern: /(?<![\w/.=-])(?=[A-Fa-f0-9]*\d)(?=[A-Fa-f0-9]*[A-Fa-f])[A-Fa-f0-9]{40,}(?![\w-])/g,
  },
  { kind: 'password', what: 'a password in an address', pattern: /\bhttps?:\/\/[^\s:/@]+:[^\s@/]+@\S+/gi },
  {
    kind: 'password',
    what: 'a password in an address',
    pattern: /[?&](?:pwd|password|passwd|token|key|secret|api_key|access_token)=[^\s&)\]>"']{3,}/gi,
  },
  {
    kind: 'password',
    what: 'a password',
    pattern:
      /\b(?:password|passwort|passwd|passphrase|passcode|mot de passe|pwd|pin(?: code)?)\b\s*(?:is|est|[:=])\s*["'`]?[^\s"'`,;]{4,}/gi,
    except: /[:=]\s*(?:https?:|\.{3}|x{3,}|\*{3,}|<|\[|tbd\b|todo\b|none\b)/i,
  },
  {
    kind: 'password',
    what: 'a secret',
    pattern: /\b(?:api[ _-]?key|secret|token)\b\s*[:=]\s*["'`]?(?=[^\s"'`]*\d)[\w+/.=-]{12,}/gi,
    except: /[:=]\s*["'`]?https?:/i,
  },
  {
    kind: 'address',
    what: 'an e-mail address',
    pattern: /(?<![\w.+/:@-])(?!git@)[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi,
    except: /@(?:example\.(?:com|org|net|coop)|[\w.-]*\.example)$/i,
  },
  { kind: 'phone', what: 'a telephone number', pattern: /(?<![\w/#.=-])\+\d[\d ().-]{8,16}\d(?![\w-])/g },
  {
    kind: 'private',
    what: 'a private mark',
    pattern:
      /\[private--[^\]]*\]|\bin[ -]camera\b|~~\s*privileged[^~]*~~|\b(?:do not publish|not for publication|off the record|strictly confidential)\b|\[confidential\]/gi,
    plain: true,
  },
]

function scanLine(line: number, text: string): Finding[] {
  const found: (Finding & { readonly from: number; readonly to: number })[] = []
  for (const { kind, what, pattern, plain = false, except } of rules) {
    for (const { index, 0: words } of text.matchAll(pattern)) {
      const to = index + words.length
      if (except?.test(words) || found.some((one) => index < one.to && to > one.from)) continue
      found.push({ kind, line, what, shown: plain ? cut(words) : hide(words), from: index, to })
    }
  }
  return found.map(({ from: _, to: __, ...finding }) => finding)
}

/** The beginning is enough to find it, and too little to use it. */
function hide(words: string): string {
  const shown = Math.min(6, Math.floor(words.length / 3))
  return `${words.slice(0, shown)}…`
}

function cut(words: string): string {
  return words.length > 60 ? `${words.slice(0, 59)}…` : words
}
