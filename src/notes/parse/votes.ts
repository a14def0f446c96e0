import type { NoteLine, Tally, Vote } from '../model.ts'
import { namesAt, onlyNames } from './names.ts'
import type { Directory } from './people.ts'
import { placeOf, type Reading, wordsOfLine } from './reading.ts'
import { speakerOf } from './speakers.ts'

/** The votes of a line, `bl: +1`, `+1 dc el`, `(el, yj +1)`, `:+1: all`, and those that were only counted. */
export function findVotes(line: NoteLine, reading: Reading): readonly (Vote | Tally)[] {
  const words = wordsOfLine(reading, line)
  if (!/[+−-][1!\d]|[±-]0|👍|👎|\d ?(?:\/|of) ?\d/iu.test(words)) return []
  const given = Array.from(words.matchAll(mark)).filter(({ index }) => !awaited.test(words.slice(line.start, index)))
  const marks = given.map((match) => readMark(match, words, line, reading.people))
  const isAlone = marks.length > 0 && isNothingElse(words.slice(line.start), marks, reading.people)
  const on = isAlone && line.parent !== null ? line.parent : line.line
  return [...marks.flatMap((found) => votesOf(found, line, on)), ...shareOf(words, line)]
}

/** `waiting on +1 from bl` is no vote yet. */
const awaited =
  /\b(?:wait(?:ing)? (?:on|for)|needs?|wants?|get|look(?:ing)? for)(?: (?:a|an|the|another|more|your))?\s*$/i

interface Mark {
  readonly start: number
  readonly end: number
  readonly value: 1 | 0 | -1
  readonly count: number
  readonly who: readonly string[]
  readonly confidence: number
}

// Not a part of an amount, a telephone number, a zone or a sum: +4%, +1-437, GMT+1, 30+4.
const mark =
  /(?<![\p{L}\p{N}_+\-./$€]|\d )(?:(?<sign>[+−-])(?<number>1|100+|\d{1,2}(?=\s*consens))|(?<zero>0\/-1|[+±-]0)|(?<typo>\+!)|:(?<emoji>[+-])1:(?::skin-tone-\d:)?|(?<hand>👍|👎)\p{Emoji_Modifier}?)(?![\p{L}\p{N}%+]|[-.,:/ ]\d)/giu

function readMark(match: RegExpMatchArray, words: string, line: NoteLine, people: Directory): Mark {
  const { sign, number = '1', zero, typo, emoji, hand } = match.groups ?? {}
  const start = match.index ?? 0
  const end = start + match[0].length
  const isAgainst = (sign ?? emoji) === '-' || sign === '−' || hand === '👎'
  const place = { start, end, value: zero === undefined ? (isAgainst ? (-1 as const) : (1 as const)) : (0 as const) }
  const count = Number(number)
  const sure = zero === undefined && typo === undefined ? 0.95 : 0.5
  const before = words.slice(line.start, start)
  const named = votersAround(before, words.slice(end), emoji !== undefined || hand !== undefined, people)
  return { ...place, count, who: named?.who ?? [], confidence: Math.min(sure, named?.confidence ?? 0.6) }
}

interface Voters {
  readonly who: readonly string[]
  readonly confidence: number
}

/** Who voted: those named right before, else the speaker who begins with it, else those right behind, else the speaker. */
function votersAround(before: string, after: string, isEmoji: boolean, people: Directory): Voters | undefined {
  const speaker = speakerOf(before, people)
  const said = before.slice(speaker?.length ?? 0)
  const isFirst = said.trim() === '' && speaker !== undefined
  if (isFirst) return { who: speaker.who, confidence: 0.95 }
  const ahead = namesBefore(said, people)
  if (ahead) return { who: ahead, confidence: 0.95 }
  const behind = namesBehind(after, people)
  if (behind) return { who: behind, confidence: 0.9 }
  const goesOn = /^\s+(?:for|in|to|on|that|with|as|of|from me)\b/i.test(after)
  return speaker && goesOn && !isEmoji ? { who: speaker.who, confidence: 0.6 } : undefined
}

/** `dc, el, gi +1`, `(bl, pc all +1)`, `uv + dc +1`, `bl: +1`: as many names as stand right before. */
function namesBefore(text: string, people: Directory): readonly string[] | undefined {
  const bare = text.slice(-120).replace(/[\s\0:=-]+$/, '')
  const group = /(?:^|[\s\0,.;(])(all|both|everyone|everybody)$/i.exec(bare)?.[1]?.toLowerCase()
  const found = namesAtEnd(group === undefined ? bare : bare.slice(0, -group.length).replace(/[\s\0]+$/, ''), people)
  return found ?? (group === undefined || group === 'both' ? undefined : [group])
}

function namesAtEnd(text: string, people: Directory): readonly string[] | undefined {
  const words = text.split(/(?<=[\s,/&+(;.:!?\0])/)
  let found: readonly string[] | undefined
  for (let from = words.length - 1; from >= 0; from -= 1) {
    const names = onlyNames(words.slice(from).join(''), people, 'present', true)
    if (names) found = names.who
    else if (!/^\s*(?:and|[,/&+])\s*$/.test(words[from] ?? '')) break
  }
  return found
}

function namesBehind(text: string, people: Directory): readonly string[] | undefined {
  const lead = /^[\s:,]*(?:from\s+|by\s+)?\(?/.exec(text)?.[0].length ?? 0
  const rest = text.slice(lead)
  const group = /^(?:all|everyone|everybody)\b/i.exec(rest)?.[0]
  return group === undefined ? namesAt(rest, people, 'present', true)?.who : [group.toLowerCase()]
}

function votesOf({ start, end, value, count, who, confidence }: Mark, line: NoteLine, on: number): (Vote | Tally)[] {
  const place = placeOf(line, start, end, confidence)
  if (who.length === 0) return [{ kind: 'tally', ...place, value, count: count < 100 ? count : 1, on }]
  return who.map((voter) => ({ kind: 'vote', ...place, voter, value, on }))
}

/** `4/5 attendees positive`: counted, but not by name. */
function shareOf(words: string, line: NoteLine): Tally[] {
  const match =
    /(?<![\d/])(\d{1,2})\s*(?:\/|of|out of)\s*(\d{1,2})(?![\d/])[^.;]{0,30}?\b(?:positive|in favou?r|agree(?:d|s)?|yes|approve[ds]?|support(?:ed|s)?)\b/i.exec(
      words,
    )
  const [whole = '', count = '0', of = '0'] = match ?? []
  if (!match || Number(count) > Number(of)) return []
  const place = placeOf(line, match.index, match.index + whole.length, 0.7)
  return [{ kind: 'tally', ...place, value: 1, count: Number(count), of: Number(of), on: line.parent ?? line.line }]
}

/** A line that is only votes is about the line above it. */
function isNothingElse(content: string, marks: readonly Mark[], people: Directory): boolean {
  const rest = content
    .replace(mark, ' ')
    .replace(/[\s\0:,.;()+&/!-]+/g, ' ')
    .replace(/\b(?:all|both|and|everyone)\b/gi, ' ')
    .trim()
  return (
    marks.every(({ who }) => who.length > 0) && (rest === '' || onlyNames(rest, people, 'present', true) !== undefined)
  )
}
