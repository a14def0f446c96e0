import type { CountedVote, DecisionChange } from './changes.ts'
import { createKeys, identityOf } from './identity.ts'
import type { Note, NoteLine, Vote } from './model.ts'

/** What the note decides: where it says so, and proposals that at least two agreed to and nobody was against. */
export function decisionsIn(note: Note, path: string): DecisionChange[] {
  const keyOf = createKeys(identityOf(note, path))
  const votes = Map.groupBy(
    note.items.filter((item): item is Vote => item.kind === 'vote'),
    ({ on }) => on,
  )
  const said = note.items.flatMap((item) =>
    item.kind === 'decision' ? [{ line: item.line, text: item.text, confidence: item.confidence }] : [],
  )
  const agreed = [...votes]
    .filter(([line, cast]) => isAgreed(cast) && !said.some((one) => one.line === line))
    .map(([line, cast]) => ({
      line,
      text: proposalAt(note, line),
      confidence: Math.min(...cast.map(({ confidence }) => confidence), agreement),
    }))
  return [...said, ...agreed]
    .map((one) => ({ ...one, text: withoutVotes(one.text) }))
    .filter(({ text }) => text !== '')
    .map(({ line, text, confidence }) => ({
      kind: 'decision',
      key: keyOf('decision', text),
      line,
      confidence,
      chosen: confidence >= 0.5,
      text,
      section: sectionOf(note, line),
      context: contextOf(note, line),
      votes: (votes.get(line) ?? []).map(({ voter, value }): CountedVote => ({ voter, value })),
    }))
}

/** That people agreed is plain; that it decides the matter is read into it. */
const agreement = 0.7

function isAgreed(votes: readonly Vote[]): boolean {
  const voters = new Set(votes.filter(({ value }) => value === 1).map(({ voter }) => voter))
  return voters.size >= 2 && votes.every(({ value }) => value !== -1)
}

/** The line without its bullet. */
function proposalAt(note: Note, line: number): string {
  const at = note.lines[line - 1]
  return at?.text.slice(at.start) ?? ''
}

/** The votes behind a sentence are told beside it. */
function withoutVotes(text: string): string {
  return text.replace(/\s*\([^()]*\+1[^()]*\)\s*$/, '').trim()
}

/** The titles of the headings that a line is below of, the outermost first, without the title of the note. */
function sectionOf(note: Note, line: number): string {
  const titles: string[] = []
  let outermost = Number.POSITIVE_INFINITY
  for (const item of note.items.filter((one) => one.line < line).toReversed()) {
    if (item.kind !== 'section' || item.level >= outermost) continue
    outermost = item.level
    if (item.level > 1) titles.unshift(item.title)
  }
  return titles.join(' › ')
}

const mostBelow = 12

/** What was said around a line: the lines that it is below of, and those below it, indented as they are. */
function contextOf(note: Note, line: number): string {
  const above: NoteLine[] = []
  for (let at = note.lines[line - 1]?.parent ?? null; at !== null; at = note.lines[at - 1]?.parent ?? null) {
    const parent = note.lines[at - 1]
    if (parent) above.unshift(parent)
  }
  const own = note.lines[line - 1]
  const below = own ? note.lines.filter((one) => isBelow(note, one, line)).slice(0, mostBelow) : []
  const lines = [...above, ...(own ? [own] : []), ...below]
  const least = Math.min(...lines.map(({ indent }) => indent))
  return lines.map(({ text, indent }) => `${' '.repeat(indent - least)}${text.trim()}`).join('\n')
}

function isBelow(note: Note, { parent }: NoteLine, line: number): boolean {
  for (let at = parent; at !== null; at = note.lines[at - 1]?.parent ?? null) if (at === line) return true
  return false
}
