import { renderFields } from '../lib/table.ts'
import type { EventRequestAnswer } from './answers.ts'
import { count } from './show.ts'
import { print, type Terminal } from './terminal.ts'

/** Prints what was asked for, what it takes, and what became of it. */
export function printEvent(request: EventRequestAnswer, terminal: Terminal): void {
  const { id, state, contact, event, room, deletedAt } = request
  print(
    terminal,
    renderFields([
      ['request', id],
      ['state', state],
      ['event', event.title],
      ['when (UTC)', spanOf(event)],
      ['people', `${event.people}, ${count(event.cameras, 'camera')}, ${event.listeners} who only listen`],
      ['who speaks', event.talk],
      ['breakout rooms', String(event.breakouts)],
      ['recorded', event.recording ? 'yes' : 'no'],
      ['from where', event.geography || undefined],
      ['budget', event.budget || undefined],
      ['asked by', contact ? `${contact.name} <${contact.email}> ${contact.group}`.trim() : 'shown to administrators'],
      ['notes', event.notes ?? undefined],
      ['room', room ?? undefined],
      ['deleted on', deletedAt.slice(0, 10)],
    ]),
  )
  if (request.estimate) print(terminal, '', ...estimateOf(request.estimate))
}

/** `2026-03-01 18:00, 90 minutes` */
export function spanOf({ startsAt, minutes }: EventRequestAnswer['event']): string {
  return `${startsAt.slice(0, 16).replace('T', ' ')}, ${count(minutes, 'minute')}`
}

function estimateOf(estimate: NonNullable<EventRequestAnswer['estimate']>): string[] {
  const { seats, servers, capacity, largest, booked, fits, fitsWithFailure } = estimate
  const pool = `${count(servers, 'server')} with ${capacity} seats, ${largest} on the largest; ${booked} are booked by others`
  const verdict = fitsWithFailure
    ? 'It fits, even when the largest server fails.'
    : fits
      ? 'It fits, but not when the largest server fails.'
      : 'It does not fit.'
  return [`It takes ${count(seats, 'seat')}. There are ${pool}.`, verdict]
}
