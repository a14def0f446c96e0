import { renderFields } from '../lib/table.ts'
import type { RoomAnswer } from './answers.ts'
import { count, moment } from './show.ts'
import { print, type Terminal } from './terminal.ts'

/** Prints everything about a room; what is not as its preset has it is marked. */
export function printRoom(terminal: Terminal, room: RoomAnswer): void {
  const { settings, overridden } = room
  const now = room.running
    ? `${count(room.people, 'person', 'people')}, since ${moment(room.runningSince, terminal)}`
    : undefined
  print(
    terminal,
    renderFields([
      ['room', room.name],
      ['id', room.id],
      ['title', room.title],
      ['description', room.description || undefined],
      ['organisation', room.organisation],
      ['page', room.url],
      ['old names', room.oldNames.join(' ') || undefined],
      ['preset', room.preset],
      ...Object.entries(settings).map(
        ([name, value]) => [name, `${value}${overridden.includes(name) ? '  (not as in the preset)' : ''}`] as const,
      ),
      ['access code', room.accessCode ?? 'none'],
      ['moderator code', room.moderatorCode ?? 'none'],
      ['expected size', room.expectedSize === null ? undefined : count(room.expectedSize, 'person', 'people')],
      ...room.owners.map(({ id, name }) => ['owner', name === null ? id : `${id}  ${name}`] as const),
      ...room.bookings.map(
        ({ startsAt, people }) =>
          ['booked', `${moment(startsAt, terminal)} for ${count(people, 'person', 'people')}`] as const,
      ),
      ['now', now ?? 'no meeting'],
    ]),
  )
}
