import { type RoomSettings, settingsOf } from '../src/rooms/presets.ts'
import type { Room } from '../src/rooms/rooms.ts'

/** An open room of the organisation `main`, for tests of what happens in rooms. */
export function aRoom({
  settings = {},
  ...of
}: Partial<Omit<Room, 'settings'>> & { settings?: Partial<RoomSettings> } = {}): Room {
  return {
    id: 'room7',
    organisation: 'main',
    name: 'calls',
    oldNames: [],
    title: 'Calls',
    description: '',
    preset: 'open',
    overrides: settings,
    settings: settingsOf('open', settings),
    accessCode: undefined,
    moderatorCode: undefined,
    expectedSize: undefined,
    owners: [],
    createdAt: 0,
    changedAt: 0,
    ...of,
  }
}
