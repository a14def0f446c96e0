import { dayMs } from '../../lib/days.ts'

/** Who asks. It is shown to those alone who may see people, and deleted with the request. */
export interface Contact {
  readonly name: string
  readonly email: string
  /** The group or client for whom they ask. */
  readonly group: string
}

/** The answers to what the co-op asks its clients about an event. */
export interface EventAnswers {
  readonly title: string
  /** One event, or one that is held again and again. */
  readonly kind: 'once' | 'ongoing'
  /** Whose servers it should run on. */
  readonly infrastructure: 'ours' | 'theirs' | 'unsure'
  /** Milliseconds since 1970. */
  readonly startsAt: number
  readonly minutes: number
  /** How many are there at the same time. */
  readonly people: number
  /** How many cameras are on at the same time. */
  readonly cameras: number
  /** How many only listen. */
  readonly listeners: number
  readonly talk: 'one' | 'few' | 'all'
  /** How many breakout rooms. */
  readonly breakouts: number
  /** How people show who they are. */
  readonly identity: 'link' | 'accounts' | 'directory'
  readonly recording: boolean
  /** From where people come. */
  readonly geography: string
  readonly budget: string
  readonly notes: string
}

export const kinds = ['once', 'ongoing'] as const
export const infrastructures = ['ours', 'theirs', 'unsure'] as const
export const talks = ['one', 'few', 'all'] as const
export const identities = ['link', 'accounts', 'directory'] as const

/** So many people are the most that can be asked for. */
export const mostPeople = 5000
/** A day and a night: what is longer is several events. */
export const mostMinutes = 1440
export const mostBreakouts = 100
/** Events more than two years ahead are asked for later. */
export const furthestMs = 2 * 365 * dayMs
