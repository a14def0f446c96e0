import type { NoteLine } from '../model.ts'

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const month = `(${months.join('|')})[a-z]*\\.?`

/** A day in a text, as `YYYY-MM-DD`: `2020-06-22`, `22 Aug 2018`, `Jan 13, 2020`; undefined when there is none. */
export function dateOf(text: string): string | undefined {
  const iso = /(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)/.exec(text)
  if (iso) return day(iso[1], Number(iso[2]), iso[3])
  const before = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)? ${month},? (\\d{4})\\b`, 'i').exec(text)
  if (before) return day(before[3], monthOf(before[2]), before[1])
  const behind = new RegExp(`\\b${month} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})\\b`, 'i').exec(text)
  return behind ? day(behind[3], monthOf(behind[1]), behind[2]) : undefined
}

/** The first heading of a note, and the day it names. */
export function titleIn(lines: readonly NoteLine[]): { title: string; date: string | undefined } | undefined {
  const line = lines.find(({ kind }) => kind === 'heading')
  if (!line) return undefined
  const text = line.text.replace(/^[\s#]+|[\s#]+$/g, '')
  const date = dateOf(text)
  const title = text.replace(/^\d{4}-\d\d-\d\d\s*/, '').replace(new RegExp(`\\s+\\d{1,2} ${month} \\d{4}$`, 'i'), '')
  return { title, date }
}

function monthOf(name = ''): number {
  return months.indexOf(name.slice(0, 3).toLowerCase()) + 1
}

function day(year = '', inYear = 0, inMonth = ''): string | undefined {
  const date = new Date(Date.UTC(Number(year), inYear - 1, Number(inMonth)))
  const isReal = date.getUTCMonth() === inYear - 1 && date.getUTCDate() === Number(inMonth)
  return isReal ? date.toISOString().slice(0, 10) : undefined
}
