import { Problem } from '../../lib/problem.ts'
import type { PlannedMeeting } from './scenario.ts'

const columns = ['start', 'organisation', 'room', 'people', 'minutes'] as const
type Column = (typeof columns)[number]

const arriveOverMs = 5 * 60_000

/**
 * Reads a log of meetings: lines of start (a date and time, or HH:MM), organisation, room, people, minutes, under a line
 * with these names, in any order. Throws Problem 'invalid' with the line of the first mistake.
 */
export function readReplay(path: string, text: string): PlannedMeeting[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const names = splitLine(lines[0] ?? '').map((name) => name.toLowerCase())
  const missing = columns.find((column) => !names.includes(column))
  if (missing) {
    const hint = `the first line names the columns: ${columns.join(',')}`
    throw new Problem('invalid', `${path}:1: there is no column ${missing}`, { hint })
  }
  const read = lines.slice(1).flatMap((line, index) => {
    if (line.trim() === '') return []
    const cells = splitLine(line)
    const cell = (column: Column) => cells[names.indexOf(column)] ?? ''
    return [readLine(cell, `${path}:${index + 2}`)]
  })
  if (read.length === 0) throw new Problem('invalid', `${path}: there is no meeting in it`)
  const first = read.reduce((earliest, { startsAt }) => Math.min(earliest, startsAt), Infinity)
  return read.map((meeting) => ({ ...meeting, startsAt: meeting.startsAt - first }))
}

function readLine(cell: (column: Column) => string, where: string): PlannedMeeting {
  const number = (column: Column, most: number) => {
    const text = cell(column)
    if (/^\d+$/.test(text) && Number(text) > 0 && Number(text) <= most) return Number(text)
    throw new Problem('invalid', `${where}: ${column} is "${text}", but it is a whole number from 1 to ${most}`)
  }
  const start = cell('start')
  const startsAt = Date.parse(/^\d{1,2}:\d\d$/.test(start) ? `2000-01-01T${start.padStart(5, '0')}Z` : start)
  if (Number.isNaN(startsAt)) {
    throw new Problem('invalid', `${where}: start is "${start}", but it is a date and time such as 2026-03-02T09:00Z`)
  }
  const lastsMs = number('minutes', 10_080) * 60_000
  const people = number('people', 10_000)
  const whose = { organisation: cell('organisation'), room: cell('room') }
  return { ...whose, startsAt, people, lastsMs, arriveOverMs: Math.min(arriveOverMs, lastsMs / 2) }
}

/** Cells may be in quotation marks; a doubled mark within them is one. */
function splitLine(line: string): string[] {
  const cells = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)
  return Array.from(cells, ([, quoted, bare]) => (quoted?.replaceAll('""', '"') ?? bare ?? '').trim())
}
