import type { Attendance, Named, NoteHeader, NoteLine } from '../model.ts'
import type { Directory } from './people.ts'
import { placeOf } from './reading.ts'

/** The block of `Key: value` below the title, with who came and who did what. */
export interface Heading {
  readonly header: NoteHeader
  readonly attendance: readonly Attendance[]
  /** The lines that belong to it. */
  readonly taken: ReadonlySet<number>
}

type Role = Attendance['role']

interface Entry {
  readonly key: string
  readonly line: NoteLine
  /** Where the value begins and what it is. */
  readonly start: number
  readonly value: string
  readonly chosen: boolean
}

/** Reads the header block; lists of names may follow a key as bullets, with a box ticked for those who are meant. */
export function readHeader(lines: readonly NoteLine[], people: Directory): Heading {
  const entries = entriesOf(lines)
  const attendance = entries.flatMap((entry) => attendanceOf(entry, people))
  const named = (role: Role) => attendance.filter((one) => one.role === role).map((one) => nameOf(one, people))
  const value = (key: string) =>
    entries.find((entry) => entry.key === key && !isPlaceholder(entry.value))?.value ?? null
  const known = new Set<string>(['time', 'location', 'date', ...Object.keys(roles)])
  return {
    header: {
      time: value('time') ?? value('date'),
      location: value('location'),
      attending: named('attending'),
      cultivator: named('cultivator'),
      notetaker: named('notetaker'),
      nextUp: named('next-up'),
      other: Object.fromEntries(
        entries.filter(({ key }) => !known.has(key)).map(({ key, value: other }) => [key, other]),
      ),
    },
    attendance,
    taken: new Set(entries.map(({ line }) => line.line)),
  }
}

/** Words in the header that name somebody, known or not. */
export function wordsInHeader(lines: readonly NoteLine[]): readonly string[] {
  const values = entriesOf(lines).filter(({ key }) => key in roles)
  return values.flatMap(({ value }) => peopleIn(value).map(({ word }) => word)).filter((word) => !/\s/.test(word))
}

const roles: Readonly<Record<string, Role>> = {
  attending: 'attending',
  attendees: 'attending',
  present: 'attending',
  attendance: 'attending',
  "who's here?": 'attending',
  cultivator: 'cultivator',
  facilitator: 'cultivator',
  notetaker: 'notetaker',
  'note taker': 'notetaker',
  notetakers: 'notetaker',
}

const pair = /^[\s*_]*(?::[\w+-]+:\s*)?[*_]*(?<key>\p{L}[\p{L}' -]{0,22}\??)[*_]*:(?!\/\/)[*_]*\s*(?<value>.*?)\s*$/u
const strong = /^[\s*_]*(?::[\w+-]+:\s*)?\*\*(?<key>Who's here\?)\*\*\s*(?<value>.*?)\s*$/i

function entriesOf(lines: readonly NoteLine[]): Entry[] {
  const entries: Entry[] = []
  let key = ''
  for (const line of lines) {
    if ((line.kind === 'heading' && entries.length > 0) || entries.length > 60) break
    if (line.kind === 'heading' && /^\s*##/.test(line.text)) break
    const match = line.kind === 'text' ? (strong.exec(line.text) ?? pair.exec(line.text))?.groups : undefined
    if (match) {
      key = (match['key'] ?? '').toLowerCase()
      const value = match['value'] ?? ''
      entries.push({ key, line, value, start: line.text.lastIndexOf(value), chosen: true })
    } else if (line.kind === 'bullet' && key in roles) {
      const value = line.text.slice(line.start).trim()
      entries.push({
        key,
        line,
        value,
        start: line.start,
        chosen: line.checkbox !== 'open' && !/^\[[^\]]\]/.test(value),
      })
    } else if (line.kind !== 'blank') key = ''
  }
  return entries
}

function isPlaceholder(value: string): boolean {
  return /^(?:|[.…*?-]+|none|n\/a|tbd|0:00.*)$/i.test(value)
}

function attendanceOf({ key, line, start, value, chosen }: Entry, people: Directory): Attendance[] {
  const role = roles[key]
  if (role === undefined || !chosen || isPlaceholder(value)) return []
  const queue = /:raising_hand:|🙋|\bnext up:?/i.exec(value)
  const own = value.slice(0, queue?.index ?? value.length)
  const later = queue
    ? value.slice(queue.index).replace(/^.*?(?:next up:?|:raising_hand:|🙋)/i, (lead) => ' '.repeat(lead.length))
    : ''
  const next = later.replace(/next up:?/i, (lead) => ' '.repeat(lead.length))
  const isStale = /copy from/i.test(next)
  return [
    ...peopleIn(own).map((one) => attends(one, role, start)),
    ...(isStale ? [] : peopleIn(next).map((one) => attends(one, 'next-up', start + (queue?.index ?? 0)))),
  ]

  function attends({ word, at, remark }: Person, as: Role, from: number): Attendance {
    const id = people.find(word)
    const place = placeOf(line, from + at, from + at + word.length, id === undefined ? 0.7 : 0.97)
    return { kind: 'attendance', ...place, role: as, who: id ?? word, ...(remark === undefined ? {} : { remark }) }
  }
}

interface Person {
  readonly word: string
  readonly at: number
  readonly remark: string | undefined
}

/** `dc (halfsies), gi, yj and bl??`, `later: gi`, `bl yj`: the words, where they are, and what brackets say of them. */
function peopleIn(text: string): Person[] {
  const clean = text.replace(/:[\w+-]+:/g, (emoji) => ' '.repeat(emoji.length))
  return Array.from(
    clean.matchAll(/(?<word>@?\p{L}[^,;/+&()|?:]*?)(?=\s*(?:\((?<remark>[^()]*)\)|[,;/+&?|:]|$))(?:\s*\([^()]*\))?/gu),
  ).flatMap(({ groups, index }) => {
    const word = groups?.['word']?.trim() ?? ''
    if (/^(?:later|and|all|none|part|tbd)$/i.test(word) || word === '') return []
    const remark = groups?.['remark']
    const parts = Array.from(word.matchAll(/\S+/g))
    const isList =
      parts.length > 1 && (parts.every(([part]) => part.length <= 3) || parts.some(([part]) => part === 'and'))
    if (!isList) return [{ word: word.replace(/^@/, ''), at: index, remark }]
    return parts.filter(([part]) => part !== 'and').map((part) => ({ word: part[0], at: index + part.index, remark }))
  })
}

function nameOf({ who, remark }: Attendance, people: Directory): Named {
  return { who, known: people.find(who) !== undefined, ...(remark === undefined ? {} : { remark }) }
}
