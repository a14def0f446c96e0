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

const row = /^\s*\|\s*(?<mark>-{2,}\s+)?(?<title>.*?)\s*\|\s*(?<minutes>\d{1,3})?(?:\s*min\w*)?\s*\|\s*$/

function ofRow(line: NoteLine): AgendaItem[] {
  const { mark, title = '', minutes } = row.exec(line.text)?.groups ?? {}
  if (title === '' || /^[:\s-]+$/.test(title) || (/^(?:item|topic|thing)s?$/i.test(title) && minutes === undefined))
    return []
  return [agendaItem(line, strip(title), minutes, mark === undefined ? 0 : 1, /~~/.test(title))]
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
