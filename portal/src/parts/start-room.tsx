import { Button } from '@mantine/core'
import { useState } from 'react'
import { useSession } from '../api/session.ts'
import type { Room } from '../api.gen.ts'
import { useText } from '../text/text.ts'
import { useChange } from './change.ts'
import { Icon } from './icon.tsx'
import { Trouble } from './trouble.tsx'

interface StartRoomProps {
  readonly room: Room
  readonly isMain?: boolean
}

/** Begins the room's meeting, or enters it when it goes on: one press, and the meeting opens in this tab. */
export function StartRoom({ room, isMain = false }: StartRoomProps) {
  const { t } = useText()
  const { person } = useSession()
  const [isLeaving, setLeaving] = useState(false)
  const start = useChange('POST /organisations/{organisation}/rooms/{room}/start', {
    after({ address }) {
      setLeaving(true)
      location.assign(address)
    },
  })
  // A token has no name to enter with.
  if (!person) return null
  return (
    <>
      <Button
        variant={isMain || room.running ? 'filled' : 'default'}
        leftSection={<Icon name="play" />}
        loading={start.isPending || isLeaving}
        onClick={() => start.mutate({ params: { organisation: room.organisation, room: room.id }, body: {} })}
      >
        {t(room.running ? 'room.enter' : 'room.start')}
        {!isMain && <span className="unseen"> {room.title}</span>}
      </Button>
      {start.error && <Trouble error={start.error} />}
    </>
  )
}
