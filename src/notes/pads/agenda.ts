import type { Note } from '../model.ts'

/** How the time of a meeting is spent. Kept as JSON; times are milliseconds. */
export interface AgendaState {
  /** The title of the item that goes on; null before the first and after the last. */
  readonly current: string | null
  /** Since when, in milliseconds since 1970; null while the meeting pauses. */
  readonly since: number | null
  /** What was spent on each item before that, by its title. */
  readonly spent: Readonly<Record<string, number>>
}

export interface AgendaLine {
  readonly title: string
  readonly minutes: number | null
  readonly depth: number
}

/** What somebody who leads a meeting does with its agenda. */
export type Step = { readonly do: 'next' | 'back' | 'pause' | 'end' } | { readonly do: 'go'; readonly title: string }

export const noAgenda: AgendaState = { current: null, since: null, spent: {} }

/** The agenda as the text of a pad has it, without what is struck; items of one title are one. */
export function agendaOf(note: Pick<Note, 'items'>): AgendaLine[] {
  const lines = note.items.flatMap((item) => (item.kind === 'agenda' && !item.struck ? [item] : []))
  return lines
    .filter(({ title }, index) => lines.findIndex((one) => one.title === title) === index)
    .map(({ title, minutes, depth }) => ({ title, minutes, depth }))
}

/** The state after a step: the time of what went on is added up, and what comes begins now. Pure. */
export function takeStep(state: AgendaState, agenda: readonly AgendaLine[], step: Step, now: number): AgendaState {
  const spent = addUp(state, now)
  const at = agenda.findIndex(({ title }) => title === state.current)
  const begin = (title: string | undefined): AgendaState =>
    title === undefined ? { current: null, since: null, spent } : { current: title, since: now, spent }
  switch (step.do) {
    case 'next':
      return begin(agenda[at + 1]?.title)
    case 'back':
      return begin(agenda[Math.max(0, at - 1)]?.title)
    case 'go':
      return begin(agenda.find(({ title }) => title === step.title)?.title)
    case 'pause':
      return { current: state.current, since: null, spent }
    case 'end':
      return { current: null, since: null, spent }
  }
}

function addUp({ current, since, spent }: AgendaState, now: number): Readonly<Record<string, number>> {
  if (current === null || since === null) return spent
  return { ...spent, [current]: (spent[current] ?? 0) + Math.max(0, now - since) }
}
