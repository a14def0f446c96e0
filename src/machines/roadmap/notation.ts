/**
 * The roadmap as minutes write it, to be read and printed again letter by letter:
 *
 *     - VM5: backup server 💧💾💾 (August)
 *     - No plans
 *         - VM10: android vm 💧
 */

export interface WrittenRoadmap {
  readonly planned: readonly WrittenItem[]
  /** Headings such as "No plans", each with what stands below. */
  readonly others: readonly WrittenGroup[]
}

export interface WrittenGroup {
  readonly heading: string
  readonly items: readonly WrittenItem[]
}

export interface WrittenItem {
  /** `VM5` */
  readonly label: string
  /** What is joined by "+". */
  readonly parts: readonly string[]
  /** The symbols as written; empty when there are none. */
  readonly weight: string
  /** What stands in brackets: `August`, `August 2021`. */
  readonly month: string | undefined
}

/** A roadmap in a text, and where. */
export interface FoundRoadmap {
  readonly roadmap: WrittenRoadmap
  /** The very lines, from which the same are printed. */
  readonly text: string
  /** Lines from 1, both included. */
  readonly firstLine: number
  readonly lastLine: number
  /** Lines among them that are no such item, and would be lost. */
  readonly unread: readonly UnreadLine[]
}

export interface UnreadLine {
  readonly line: number
  readonly text: string
}

const oneItem = /^([A-Za-z]{1,8}\d{1,6}): (.+)$/u
const tail = /^(.*?)(?: ((?:💧|💾)+))?(?: \(([^()]+)\))?$/u

/**
 * The first roadmap in a text; undefined when there is none. It begins with the first item and goes on as long as lines
 * are not indented less.
 */
export function readRoadmap(text: string): FoundRoadmap | undefined {
  const lines = text.split(/\r?\n/)
  const first = lines.findIndex((line) => isItem(bulletOf(line)?.text))
  const indent = bulletOf(lines[first] ?? '')?.indent
  if (indent === undefined) return undefined
  const after = lines.findIndex((line, at) => at > first && (bulletOf(line)?.indent.length ?? -1) < indent.length)
  const end = after === -1 ? lines.length : after
  return read(lines.slice(first, end), first + 1, indent)
}

/** The lines of a roadmap. `indent` is what they begin with; what is below a heading has four blanks more. */
export function printRoadmap({ planned, others }: WrittenRoadmap, indent = ''): string {
  const groups = others.flatMap(({ heading, items }) => [
    `${indent}- ${heading}`,
    ...items.map((item) => `${indent}    - ${printItem(item)}`),
  ])
  return [...planned.map((item) => `${indent}- ${printItem(item)}`), ...groups].join('\n')
}

/** One item without its bullet. */
export function printItem({ label, parts, weight, month }: WrittenItem): string {
  const end = [weight, month === undefined ? '' : `(${month})`].filter((part) => part !== '')
  return [`${label}: ${parts.join(' + ')}`, ...end].join(' ')
}

function read(lines: readonly string[], firstLine: number, indent: string): FoundRoadmap {
  const planned: WrittenItem[] = []
  const others: { heading: string; items: WrittenItem[] }[] = []
  const unread: UnreadLine[] = []
  lines.forEach((line, index) => {
    const bullet = bulletOf(line)
    const item = readItem(bullet?.text)
    const group = others.at(-1)
    const isBelow = bullet?.indent === `${indent}    ` && bullet.mark === '-'
    const isHere = bullet?.indent === indent && bullet.mark === '-'
    if (item && isHere && !group) planned.push(item)
    else if (item && isBelow && group) group.items.push(item)
    else if (bullet && isHere && !isItem(bullet.text)) others.push({ heading: bullet.text, items: [] })
    else unread.push({ line: firstLine + index, text: line.trim() })
  })
  // A heading with nothing below is the next topic, and ends the roadmap.
  const end = others.findIndex(({ items }) => items.length === 0)
  const roadmap = { planned, others: end === -1 ? others : others.slice(0, end) }
  const count = printRoadmap(roadmap, indent).split('\n').length
  const kept = end === -1 ? lines.length : count + unread.filter(({ line }) => line < firstLine + count).length
  return {
    roadmap,
    text: lines.slice(0, kept).join('\n'),
    firstLine,
    lastLine: firstLine + kept - 1,
    unread: unread.filter(({ line }) => line < firstLine + kept),
  }
}

interface Bullet {
  readonly indent: string
  readonly mark: string
  readonly text: string
}

function bulletOf(line: string): Bullet | undefined {
  const [, indent, mark, text] = /^([ \t]*)([-*]) (\S.*)$/u.exec(line) ?? []
  return indent === undefined || mark === undefined || text === undefined ? undefined : { indent, mark, text }
}

function isItem(text: string | undefined): boolean {
  return text !== undefined && oneItem.test(text) && /[💧💾]|\([^()]+\)$/u.test(text)
}

/** An item that can be printed again as it is; undefined for any other line. */
export function readItem(text: string | undefined): WrittenItem | undefined {
  const [, label, rest] = oneItem.exec(text ?? '') ?? []
  if (label === undefined || rest === undefined || !isItem(text)) return undefined
  const [, body = '', weight = '', month] = tail.exec(rest) ?? []
  const item = { label, parts: body.split(' + '), weight, month }
  const isPlain = item.parts.every((part) => part !== '' && part === part.trim() && !/[💧💾]/u.test(part))
  return isPlain && printItem(item) === text ? item : undefined
}
