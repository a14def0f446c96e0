import { type Code, Problem } from '../../lib/problem.ts'

/**
 * What an answer, or the lack of one, means for us. `busy`: refused before anything was done, may be said again.
 * `held`: the machine is in the middle of something. `changed`: not what it was when it was read. `lost`: sent, and
 * nobody knows whether it was done.
 */
export type FailureKind =
  | 'absent'
  | 'exists'
  | 'busy'
  | 'held'
  | 'changed'
  | 'protected'
  | 'invalid'
  | 'forbidden'
  | 'unauthenticated'
  | 'unsupported'
  | 'away'
  | 'failed'
  | 'unreachable'
  | 'distrusted'
  | 'lost'
  | 'garbled'

const codes: Readonly<Record<FailureKind, Code>> = {
  absent: 'not-found',
  exists: 'conflict',
  busy: 'locked',
  held: 'locked',
  changed: 'conflict',
  protected: 'refused',
  invalid: 'upstream',
  forbidden: 'forbidden',
  unauthenticated: 'unauthenticated',
  unsupported: 'upstream',
  away: 'unavailable',
  failed: 'upstream',
  unreachable: 'unavailable',
  distrusted: 'unavailable',
  lost: 'unavailable',
  garbled: 'upstream',
}

const hints: Partial<Record<FailureKind, string>> = {
  busy: 'other work on the same storage or machine takes long; run it again later',
  changed: 'somebody changed it meanwhile; make a new plan',
  protected: 'switch its protection off in Proxmox (Options, Protection) if it really is to go',
  forbidden: 'the role of the token is too small; docs/admin/proxmox.md shows the whole one for every version',
  unauthenticated: 'the token is unknown, expired or of another Proxmox; docs/admin/proxmox.md shows how to make one',
  away: 'the node of the cluster that has to do it does not answer',
  distrusted:
    'nothing was sent to it, the token least of all. If that certificate is its own, write its fingerprint or its ' +
    'authority into the file; see docs/admin/proxmox.md',
  lost: 'it may have been done or not; a new plan shows which',
}

/** A call that did not do what it was to. Proxmox's own words are translated here, once, into a kind. */
export class ProxmoxFailure extends Problem {
  override name = 'ProxmoxFailure'
  readonly kind: FailureKind
  /** What Proxmox said, without line breaks. */
  readonly said: string

  constructor(kind: FailureKind, said: string, what: string, cause?: unknown) {
    super(codes[kind], `${what}: ${said}`, { hint: hints[kind], cause })
    this.kind = kind
    this.said = said
  }
}

export function isFailure(error: unknown, ...kinds: readonly FailureKind[]): error is ProxmoxFailure {
  return error instanceof ProxmoxFailure && kinds.includes(error.kind)
}

const wordings: readonly (readonly [FailureKind, RegExp])[] = [
  [
    'busy',
    /can't lock file '[^']*' - got timeout|got lock (request )?timeout|got no worker upid - start worker failed/,
  ],
  ['held', /(VM|CT) is locked \(|VM is locked$|is locked \(\w+\)/],
  ['changed', /checksum mismatch|detected modified configuration/],
  ['protected', /protection mode enabled/],
  ['forbidden', /^Permission check failed|^only root can set/],
  ['exists', /already exists|already defined|already in use by|VM \d+ already running/],
  ['absent', /does not exist|^no such |no rule at position|not found$/i],
]

/** What a message of Proxmox means, whether it came as an answer or as the end of a task. */
export function kindOfMessage(message: string): FailureKind {
  return wordings.find(([, wording]) => wording.test(message))?.[0] ?? 'failed'
}

/** What an answer without success means, with what it says: from the body, or before version 8.4 from the line of the status. */
export function failureOf(
  what: string,
  { status, reason, body }: { readonly status: number; readonly reason: string; readonly body: string },
): ProxmoxFailure {
  const { message, errors } = readBody(body)
  const details = Object.entries(errors).map(([name, text]) => `${name}: ${String(text).trim()}`)
  const said = [oneLine(message || reason || `HTTP ${status}`), ...details].join(' ')
  return new ProxmoxFailure(kindOfAnswer(status, said), said, what)
}

function kindOfAnswer(status: number, said: string): FailureKind {
  if (status === 401) return 'unauthenticated'
  if (status === 501 || /Method '.*' not implemented/.test(said)) return 'unsupported'
  if (status === 595 || status === 596) return 'away'
  if (status === 403) return 'forbidden'
  const kind = kindOfMessage(said)
  if (status === 400) return kind === 'exists' ? 'exists' : 'invalid'
  return status >= 500 ? kind : 'garbled'
}

function readBody(body: string): { message: string; errors: Readonly<Record<string, unknown>> } {
  try {
    const { message, errors } = Object(JSON.parse(body))
    const isMap = typeof errors === 'object' && errors !== null
    return { message: typeof message === 'string' ? message : '', errors: isMap ? errors : {} }
  } catch {
    return { message: '', errors: {} }
  }
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, '; ')
}
