import type { FastifyRequest } from 'fastify'
import { isZone, momentIn } from '../../lib/zones.ts'
import {
  type Contact,
  type EventAnswers,
  furthestMs,
  identities,
  infrastructures,
  kinds,
  mostBreakouts,
  mostMinutes,
  mostPeople,
  talks,
} from '../../rooms/events/questions.ts'
import { formLines, formText } from '../pages/form.ts'
import type { TextKey } from '../pages/languages.ts'

/** The questions in which people write, in the order of the form; numbers with their bounds. */
export const written = {
  title: { least: 2, most: 200 },
  date: { least: 10, most: 10 },
  time: { least: 5, most: 5 },
  zone: { least: 1, most: 60 },
  minutes: { least: 1, most: mostMinutes, isNumber: true },
  people: { least: 1, most: mostPeople, isNumber: true },
  cameras: { least: 0, most: mostPeople, isNumber: true },
  listeners: { least: 0, most: mostPeople, isNumber: true },
  breakouts: { least: 0, most: mostBreakouts, isNumber: true },
  geography: { least: 0, most: 500 },
  budget: { least: 0, most: 500 },
  notes: { least: 0, most: 2000 },
  name: { least: 1, most: 100 },
  email: { least: 3, most: 320 },
  group: { least: 0, most: 200 },
} as const satisfies Readonly<Record<string, Bounds>>

interface Bounds {
  readonly least: number
  readonly most: number
  readonly isNumber?: boolean
}

export type WrittenKey = keyof typeof written
export const writtenKeys = Object.keys(written) as WrittenKey[]

/** The questions of which one answer is chosen. */
export const chosen = {
  kind: kinds,
  infrastructure: infrastructures,
  talk: talks,
  identity: identities,
  recording: ['no', 'yes'],
} as const
export type ChosenKey = keyof typeof chosen

/** What somebody filled in, as they did. */
export type Filled = Readonly<Record<WrittenKey | ChosenKey, string>>
export type EventFaults = { readonly [Key in WrittenKey]?: TextKey }

/** A form that nobody has filled in. */
export function emptyForm(zone: string): Filled {
  const texts = Object.fromEntries(writtenKeys.map((key) => [key, ''])) as Record<WrittenKey, string>
  const usual = { kind: 'once', infrastructure: 'ours', talk: 'few', identity: 'link', recording: 'no' }
  return { ...texts, ...usual, zone, minutes: '60', cameras: '0', listeners: '0', breakouts: '0' }
}

/** What the form says; of choices only those that there are. */
export function readForm(request: FastifyRequest): Filled {
  const texts = writtenKeys.map((key) => [key, key === 'notes' ? formLines(request, key) : formText(request, key)])
  const choices = Object.entries(chosen).map(([key, values]) => {
    const given = formText(request, key)
    return [key, values.find((value) => value === given) ?? values[0]]
  })
  return Object.fromEntries([...texts, ...choices]) as Filled
}

/** What is wrong with it; nothing when it can be filed. */
export function findFaults(filled: Filled, now: number): EventFaults {
  const faults: Partial<Record<WrittenKey, TextKey>> = {}
  for (const key of writtenKeys) if (isWrong(filled[key], written[key])) faults[key] = wordsFor(key)
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(filled.email)) faults.email = 'event.wrongEmail'
  const startsAt = isZone(filled.zone) ? momentIn(filled.zone, filled.date, filled.time) : undefined
  if (!isZone(filled.zone)) faults.zone = 'event.wrongZone'
  else if (startsAt === undefined) faults.date = 'event.wrongDate'
  else if (startsAt < now || startsAt > now + furthestMs) faults.date = 'event.notAhead'
  return faults
}

/** A form without faults, as it is filed. */
export function toAnswers(filled: Filled): { readonly contact: Contact; readonly event: EventAnswers } {
  const { name, email, group, title, geography, budget, notes, zone, date, time } = filled
  const number = (key: WrittenKey) => Number(filled[key])
  const chose = <Key extends ChosenKey>(key: Key) => filled[key] as (typeof chosen)[Key][number]
  return {
    contact: { name, email, group },
    event: {
      title,
      kind: chose('kind'),
      infrastructure: chose('infrastructure'),
      startsAt: momentIn(zone, date, time) ?? 0,
      minutes: number('minutes'),
      people: number('people'),
      cameras: number('cameras'),
      listeners: number('listeners'),
      talk: chose('talk'),
      breakouts: number('breakouts'),
      identity: chose('identity'),
      recording: filled.recording === 'yes',
      geography,
      budget,
      notes,
    },
  }
}

function isWrong(value: string, { least, most, isNumber = false }: Bounds): boolean {
  if (!isNumber) return value.length < least || value.length > most
  return !/^\d{1,6}$/.test(value) || Number(value) < least || Number(value) > most
}

function wordsFor(key: WrittenKey): TextKey {
  if (key === 'date' || key === 'time') return 'event.wrongDate'
  const bounds: Bounds = written[key]
  return bounds.isNumber ? 'event.wrongNumber' : 'event.wrongText'
}
