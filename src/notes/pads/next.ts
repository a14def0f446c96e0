import type { Named, Note, NotePerson } from '../model.ts'

/** What the next pad is made of. */
export interface NextOptions {
  readonly template: string
  /** YYYY-MM-DD */
  readonly date: string
  /** What the meeting is called; default: as the one before. */
  readonly title?: string | undefined
  /** The notes of the meeting before, if there was one. */
  readonly previous?: Note | undefined
  readonly people: readonly NotePerson[]
}

export interface NextPad {
  readonly text: string
  readonly cultivator: string | null
  readonly notetaker: string | null
  /** What was skipped, and is on the agenda again. */
  readonly carried: readonly string[]
}

/** The pad for the next meeting: roles passed on, what was skipped carried over. Pure. */
export function nextPad({ template, date, title, previous, people }: NextOptions): NextPad {
  const shown = (who: string) => people.find(({ id }) => id === who)?.initials ?? who
  const roles = previous ? rotate(previous) : { cultivator: null, notetaker: null, queue: [] }
  const carried = previous ? skippedIn(previous) : []
  const notetaker = roles.notetaker === null ? null : shown(roles.notetaker)
  const queue = roles.queue.map(shown)
  const filled = template
    .replaceAll(/\b(?:\d{4}|YYYY)-MM-DD\b/g, date)
    .replaceAll('TITLE', title ?? previous?.title ?? 'Meeting')
  const withRoles = fillHeader(filled, {
    cultivator: roles.cultivator === null ? undefined : shown(roles.cultivator),
    notetaker:
      notetaker === null
        ? undefined
        : queue.length === 0
          ? notetaker
          : `${notetaker} :raising_hand: Next up: ${queue.join(', ')}`,
  })
  const text = carried.length === 0 ? withRoles : carryOver(withRoles, carried, previous?.date ?? null)
  return { text, cultivator: roles.cultivator === null ? null : shown(roles.cultivator), notetaker, carried }
}

interface Roles {
  readonly cultivator: string | null
  readonly notetaker: string | null
  /** Who takes notes after that, in turn. */
  readonly queue: readonly string[]
}

/**
 * Passes the roles on. Where the note has a queue (`Next up:`) its first takes notes, and who did goes to its end; else the
 * next of those who attended. Nobody gets both roles when there is somebody else.
 */
export function rotate({ header }: Pick<Note, 'header'>): Roles {
  const known = ({ known: isKnown }: Named) => isKnown
  const attending = unique(header.attending.filter(known).map(({ who }) => who))
  const queue = unique(header.nextUp.filter(known).map(({ who }) => who))
  const took = header.notetaker.filter(known).map(({ who }) => who)
  const cultivated = header.cultivator.find(known)?.who
  const [nextNotetaker, ...rest] = queue
  const notetaker = nextNotetaker ?? after(attending, took.at(-1), undefined)
  return {
    cultivator: after(attending, cultivated, notetaker),
    notetaker,
    queue: nextNotetaker === undefined ? [] : unique([...rest, ...took]).filter((who) => who !== notetaker),
  }
}

function after(circle: readonly string[], who: string | undefined, busy: string | null | undefined): string | null {
  const start = who === undefined ? -1 : circle.indexOf(who)
  const turn = circle.map((_, index) => circle[(start + 1 + index) % circle.length] ?? '')
  return turn.find((one) => one !== busy) ?? turn[0] ?? null
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)]
}

/** Titles of what was skipped, without the marks of headings and links. */
function skippedIn({ items }: Note): string[] {
  const titles = items.flatMap((item) => (item.kind === 'skipped' ? [cleanTitle(item.title)] : []))
  return unique(titles.filter((title) => title !== ''))
}

function cleanTitle(title: string): string {
  return title
    .replace(/^#+\s*/, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[_*]{1,2}skipped[_*]{1,2}/gi, '')
    .trim()
}

function fillHeader(
  text: string,
  roles: { readonly cultivator: string | undefined; readonly notetaker: string | undefined },
) {
  const fill = (key: string, value: string | undefined, before: string) =>
    value === undefined ? before : before.replace(new RegExp(`^(${key}:[ \\t]*).*?([ \\t]*)$`, 'im'), `$1${value}$2`)
  return fill('Notetaker', roles.notetaker, fill('Cultivator', roles.cultivator, text))
}

/** Below the heading of the discussions, else at the end. */
function carryOver(text: string, carried: readonly string[], from: string | null): string {
  const list = [`- carried over${from === null ? '' : ` from ${from}`}`, ...carried.map((title) => `    - ${title}`)]
  const lines = text.split('\n')
  const at = lines.findIndex((line) => /^#{2,4}\s+Discussions?\b/i.test(line))
  if (at === -1) return `${text.trimEnd()}\n\n${list.join('\n')}\n`
  return [...lines.slice(0, at + 1), '', ...list, ...lines.slice(at + 1)].join('\n')
}
