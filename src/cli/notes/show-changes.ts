import { printable } from '../../lib/table.ts'
import type { ChangeAnswer, NotePreviewAnswer } from './answers.ts'

const titles = {
  task: 'New tasks',
  move: 'Cards that move',
  close: 'Issues that are closed',
  decision: 'Decisions that are recorded',
  link: 'References that become links',
} as const

const kinds = Object.keys(titles) as (keyof typeof titles)[]

/** The changes in the order in which they are shown and numbered. */
export function inOrder(changes: readonly ChangeAnswer[]): ChangeAnswer[] {
  return kinds.flatMap((kind) => changes.filter((change) => change.kind === kind))
}

/** What a note would change, numbered, by kind. */
export function showPreview({ title, date, changes, appliedBefore, leftOut }: NotePreviewAnswer): string[] {
  const numbered = inOrder(changes)
  const sections = kinds.flatMap((kind) => {
    const lines = numbered.flatMap((change, index) =>
      change.kind === kind ? [`${number(index)}${showChange(change)}`] : [],
    )
    return lines.length === 0 ? [] : ['', `${titles[kind]}:`, ...lines]
  })
  const before = appliedBefore === 0 ? [] : ['', `${appliedBefore} more were carried out before.`]
  const left = leftOut === 0 ? [] : ['', `${leftOut} were left out before; see them with --again.`]
  return [[date, title].filter(Boolean).join(' ') || 'The note', ...sections, ...before, ...left]
}

function number(index: number): string {
  return `${index + 1}.`.padStart(5).padEnd(6)
}

/** One change as a line. */
export function showChange(change: ChangeAnswer): string {
  const at = `  (line ${change.line}${change.obstacle === null ? '' : `; cannot be done: ${change.obstacle}`}${
    change.obstacle === null && !change.chosen ? '; only if you say so' : ''
  })`
  return printable(`${sentence(change)}${at}`)
}

function sentence({ kind, title, assignees, unknown, issue, from, to, votes, after }: ChangeAnswer): string {
  switch (kind) {
    case 'task': {
      const people = [...assignees.map(({ name }) => name), ...unknown.map((word) => `${word}?`)]
      return `${people.length === 0 ? 'nobody' : people.join(', ')}: ${title}`
    }
    case 'move':
      return `${issue} ${title}: ${from ?? 'nowhere'} → ${to}`
    case 'close':
      return `${issue} ${title}`
    case 'decision': {
      const agreed = votes.filter(({ value }) => value > 0).map(({ voter }) => voter || 'somebody')
      return agreed.length === 0 ? title : `${title} [+1: ${agreed.join(', ')}]`
    }
    case 'link':
      return (after ?? title).trim()
  }
}
