import { everyMonth, nameOfMonth } from '../months.ts'
import { type Roadmap, type RoadmapEntry, spellSlip } from '../roadmap/roadmap.ts'
import { breakLines, element, type Look, picture, plainLook, text } from './svg.ts'
import { type Words, wordsIn } from './words.ts'

const left = 24
const names = 330
const weights = 118
const column = 74
const head = 112
const line = 18

/**
 * The roadmap as a picture for a general meeting: a row for each machine, a column for each month, the promise as a ring
 * and the month as a dot in the colour of how far it is. An SVG that needs nothing else.
 */
export function drawRoadmap(coop: string, roadmap: Roadmap, { theme, language }: Look = plainLook): string {
  const words = wordsIn[language]
  const { planned, withoutPlans, retired } = roadmap
  const months = monthsIn([...planned, ...retired])
  const start = left + names + weights
  const width = Math.max(start + months.length * column + 24, 640)
  let y = head
  const shapes: string[] = []
  const place = (entries: readonly RoadmapEntry[]) => {
    for (const entry of entries) {
      const lines = breakLines(entry.parts.map(({ text: part }) => part).join(' + '), 13, names - 70)
      shapes.push(...drawRow(entry, lines, { y, start, months, width, words }))
      y += lines.length * line + 16
    }
  }
  place(planned)
  for (const [heading, entries] of [
    [words.noPlans, withoutPlans],
    [words.retired, retired],
  ] as const) {
    if (entries.length > 0) {
      shapes.push(text(left, y + 20, heading, { class: 'quiet' }))
      y += 34
      place(entries)
    }
  }
  const top = [
    text(left, 30, words.comesWhen(coop), { class: 'ink title' }),
    ...legend(left, 56, words),
    ...drawWeight(1, 0, left + names, head - 16),
    text(left + names + 12, head - 12, words.memory, { class: 'quiet small' }),
    ...drawWeight(0, 1, left + names + 72, head - 16),
    text(left + names + 84, head - 12, words.disk, { class: 'quiet small' }),
    ...months.flatMap((month, index) => drawMonth({ month, index, start, bottom: y, months, words })),
  ]
  const title = words.comesWhen(coop)
  return picture({ width, height: y + 20, title, description: describeRoadmap(roadmap), theme }, [...top, ...shapes])
}

/** What the picture shows, a sentence for each machine. */
export function describeRoadmap({ planned, withoutPlans, retired }: Roadmap): string {
  const sentence = (entry: RoadmapEntry, state: string) => {
    const slip = spellSlip(entry)
    const parts = entry.parts.map(({ text: part }) => part).join(', ')
    return `${entry.label}, ${parts}: ${state}${slip === undefined ? '' : `, ${slip}`}.`
  }
  return [
    ...planned.map((entry) => sentence(entry, spellMonth(entry.month) ?? 'there')),
    ...withoutPlans.map((entry) => sentence(entry, 'no plans')),
    ...retired.map((entry) => sentence(entry, `until ${spellMonth(entry.month) ?? 'some time ago'}`)),
  ].join(' ')
}

function spellMonth(month: string | undefined): string | undefined {
  return month && `${nameOfMonth(month)} ${month.slice(0, 4)}`
}

function monthsIn(entries: readonly RoadmapEntry[]): string[] {
  const all = entries.flatMap(({ month, promised }) => [month, promised]).filter((month) => month !== undefined)
  const sorted = all.toSorted()
  return sorted[0] === undefined ? [] : everyMonth(sorted[0], sorted.at(-1) ?? sorted[0])
}

function legend(x: number, y: number, words: Words): string[] {
  const states = ['planned', 'staging', 'production'] as const
  return [
    ...states.flatMap((state, index) => [
      element('circle', { cx: x + 6 + index * 150, cy: y - 4, r: 6, class: state }),
      text(x + 18 + index * 150, y, words[state], { class: 'quiet' }),
    ]),
    element('circle', { cx: x + 456, cy: y - 4, r: 6, class: 'promise', 'stroke-width': 2 }),
    text(x + 468, y, words.firstPromise, { class: 'quiet' }),
  ]
}

interface MonthHead {
  readonly month: string
  readonly index: number
  readonly start: number
  readonly bottom: number
  readonly months: readonly string[]
  readonly words: Words
}

function drawMonth({ month, index, start, bottom, months, words }: MonthHead): string[] {
  const x = start + index * column
  const isNewYear = index === 0 || month.slice(0, 4) !== months[index - 1]?.slice(0, 4)
  return [
    element('line', { x1: x, x2: x, y1: head - 4, y2: bottom, class: 'line', 'stroke-width': 1 }),
    text(x + column / 2, head - 12, words.shortMonth(month), { class: 'ink middle' }),
    ...(isNewYear ? [text(x + column / 2, head - 27, month.slice(0, 4), { class: 'quiet middle small' })] : []),
  ]
}

interface Row {
  readonly y: number
  readonly start: number
  readonly months: readonly string[]
  readonly width: number
  readonly words: Words
}

function drawRow(entry: RoadmapEntry, lines: readonly string[], { y, start, months, width, words }: Row): string[] {
  const { label, weight, month, promised, slip } = entry
  const middle = y + (lines.length * line + 16) / 2
  const at = (one: string) => start + (months.indexOf(one) + 0.5) * column
  const marks: string[] = []
  if (month !== undefined && promised !== undefined && month !== promised) {
    const late = slip > 0 ? 'late' : 'line'
    marks.push(
      element('line', { x1: at(promised), x2: at(month), y1: middle, y2: middle, class: late, 'stroke-width': 3 }),
      element('circle', { cx: at(promised), cy: middle, r: 7, class: 'promise', 'stroke-width': 2 }),
    )
  }
  if (month !== undefined) {
    marks.push(element('circle', { cx: at(month), cy: middle, r: 9, class: stateOf(entry) }))
    if (slip !== 0) marks.push(text(at(month), middle + 24, words.slip(slip), { class: 'quiet middle small' }))
  }
  return [
    element('line', { x1: left, x2: width - 24, y1: y, y2: y, class: 'line', 'stroke-width': 1 }),
    text(left, y + 22, label, { class: 'ink', 'font-weight': 600 }),
    ...lines.map((part, index) => text(left + 58, y + 22 + index * line, part, { class: 'ink' })),
    ...drawWeight(weight?.drops ?? 0, weight?.disks ?? 0, left + names, middle),
    ...marks,
  ]
}

/** The furthest that any of its services is. */
function stateOf({ parts }: RoadmapEntry): string {
  const states = new Set(parts.map(({ status }) => status))
  return (['production', 'staging', 'planned', 'retired'] as const).find((state) => states.has(state)) ?? 'planned'
}

function drawWeight(drops: number, disks: number, x: number, y: number): string[] {
  const step = 18
  return [
    ...Array.from({ length: drops }, (_, index) => {
      const at = x + index * step
      const path = `M${at} ${y - 8} C${at - 3} ${y - 2} ${at - 6} ${y + 1} ${at - 6} ${y + 4} A6 6 0 0 0 ${at + 6} ${y + 4} C${at + 6} ${y + 1} ${at + 3} ${y - 2} ${at} ${y - 8} Z`
      return element('path', { d: path, class: 'drop' })
    }),
    ...Array.from({ length: disks }, (_, index) =>
      element('rect', { x: x - 6 + (drops + index) * step, y: y - 6, width: 13, height: 14, rx: 2, class: 'disk' }),
    ),
  ]
}
