import type { AgendaItem, NoteLine } from '../model.ts'
import { contentOf, placeOf } from './reading.ts'

/** The agenda: rows of a table with minutes, or the list below the heading `Agenda`. */
export function findAgenda(line: NoteLine, section: string): readonly AgendaItem[] {
  if (line.kind === 'table') return ofRow(line)
  if (line.kind !== 'bullet' || line.checkbox || !/^agenda\b/.test(section)) return []
  const content = contentOf(line)
  const minutes = /\(?\b(\d{1,3})\s*min(?:ute)?s?\b\)?/i.exec(content)
  const title = strip(minutes ? content.replace(minutes[0], '') : content)
  return [agendaItem(line, title, minutes?.[1], line.parent === null ? 0 : 1, /^\s*~~/.test(content))]
}

function ofRow(line: NoteLine): AgendaItem[] {
  const cells = line.text
    .trim()
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim())
  const [first = '', second = ''] = cells
  const minutes = /^\d{1,3}(?=$|\s*min)/.exec(second)?.[0]
  const title = first.replace(/^-{2,}\s+/, '')
  const isHeading = /^(?:item|topic|thing)s?$/i.test(title) && minutes === undefined
  if (
    cells.length !== 2 ||
    title === '' ||
    /^[:\s-]+$/.test(first) ||
    isHeading ||
    (second !== '' && minutes === undefined)
  )
    return []
  return [agendaItem(line, strip(title), minutes, title === first ? 0 : 1, title.includes('~~'))]
}

function agendaItem(
  line: NoteLine,
  title: string,
  minutes: string | undefined,
  depth: number,
  struck: boolean,
): AgendaItem {
  const place = placeOf(line, line.start, line.text.length, 0.95)
  return { kind: 'agenda', ...place, title, minutes: minutes === undefined ? null : Number(minutes), depth, struck }
}

/** The words of `[Announcements](#Announcements)` and `~~[Co-work](#Co-work)~~`. */
function strip(title: string): string {
  return title
    .replace(/\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replace(/~~|\*\*/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
