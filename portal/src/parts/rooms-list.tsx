import { Link } from '@tanstack/react-router'
import type { Room } from '../api.gen.ts'
import { useText } from '../text/text.ts'
import { StartRoom } from './start-room.tsx'
import { Status } from './status.tsx'

/** Rooms, those in use first, each with its way in. */
export function RoomsList({ rooms }: { readonly rooms: readonly Room[] }) {
  const { t } = useText()
  const sorted = rooms.toSorted((a, b) => Number(b.running) - Number(a.running) || a.title.localeCompare(b.title))
  return (
    <ul className="rooms">
      {sorted.map((room) => (
        <li key={room.id}>
          <div className="room-name">
            <Link to="/rooms/$organisation/$room" params={{ organisation: room.organisation, room: room.id }}>
              {room.title}
            </Link>
            <small className="under">{`${t(`preset.${room.preset}`)} · /r/${room.name}`}</small>
          </div>
          {room.running && <Status tone="good">{t('pool.people', { count: room.people })}</Status>}
          <StartRoom room={room} />
        </li>
      ))}
    </ul>
  )
}
