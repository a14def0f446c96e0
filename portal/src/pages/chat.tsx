import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Answer, call } from '../api/call.ts'
import { useMay } from '../api/session.ts'
import type { ChatRoom } from '../api.gen.ts'
import { Icon } from '../parts/icon.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { Details, Status, type Tone } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { useFormat } from '../text/format.ts'
import { type TextKey, useText } from '../text/text.ts'
import { RoomActions } from './chat/actions.tsx'
import { Evidence } from './chat/evidence.tsx'
import { PurgeAll } from './chat/purge.tsx'

type Chat = Answer<'GET /chat'>

/** Rooms whose old messages are deleted, and the proof that they were. */
export function ChatPage() {
  const { t } = useText()
  const may = useMay()
  const [isPurging, setPurging] = useState(false)
  const query = useQuery({ queryKey: ['chat'], queryFn: () => call('GET /chat', {}), refetchInterval: 5000 })
  const mayPurge = may('installation.manage') && (query.data?.rooms.length ?? 0) > 0
  const purge = mayPurge && (
    <Button leftSection={<Icon name="check" />} onClick={() => setPurging(true)}>
      {t('chat.purge')}
    </Button>
  )
  return (
    <Page title={t('chat.title')} lede={t('chat.lede')} actions={purge || undefined}>
      <Loaded query={query}>
        {(chat) => (chat.configured ? <Rooms chat={chat} /> : <Empty>{t('chat.no')}</Empty>)}
      </Loaded>
      {isPurging && <PurgeAll onClose={() => setPurging(false)} />}
    </Page>
  )
}

function Rooms({ chat }: { readonly chat: Chat }) {
  const { t } = useText()
  const { moment } = useFormat()
  const may = useMay()
  const { rooms, schedule, zone, nextAt, homeserver, media } = chat
  const facts = [
    { name: t('chat.next'), value: moment(nextAt) },
    { name: t('chat.schedule'), value: <code>{`${schedule} · ${zone}`}</code> },
    { name: t('chat.homeserver'), value: homeserver },
    { name: t('chat.media'), value: t(`chat.media.${media ?? 'none'}`) },
  ]
  return (
    <>
      <Section title={t('chat.when')}>
        <Details facts={facts} />
      </Section>
      <Section title={t('chat.rooms')}>
        {rooms.length === 0 ? (
          <Empty>{t('chat.none')}</Empty>
        ) : (
          <Table
            caption={t('chat.rooms')}
            rows={rooms}
            keyOf={({ id }) => id}
            columns={[
              { name: t('chat.room'), cell: (room) => <Name room={room} /> },
              { name: t('chat.owner'), cell: ({ owner }) => owner },
              { name: t('chat.keeps'), cell: ({ keeps: { count, unit } }) => t(`chat.${unit}`, { count }) },
              { name: t('chat.consent'), cell: ({ consent }) => consent ?? '–' },
              { name: t('chat.standing'), cell: (room) => <Standing room={room} /> },
              ...(may('installation.manage')
                ? [{ name: t('part.actions'), cell: (room: ChatRoom) => <RoomActions room={room} /> }]
                : []),
            ]}
          />
        )}
      </Section>
      <Evidence />
    </>
  )
}

function Name({ room: { name, id } }: { readonly room: ChatRoom }) {
  return (
    <>
      {name}
      <small className="under break">{id}</small>
    </>
  )
}

const tones: Readonly<Record<ChatRoom['standing'], Tone>> = {
  due: 'good',
  announced: 'wait',
  unannounced: 'wait',
  'no-consent': 'quiet',
  held: 'bad',
}

function Standing({ room }: { readonly room: ChatRoom }) {
  const { t } = useText()
  const { day } = useFormat()
  const { standing, hold, noticeUntil } = room
  return (
    <>
      <Status tone={tones[standing]}>{t(`chat.standing.${standing}` satisfies TextKey)}</Status>
      {hold && <small className="under">{`${hold.reason} (${hold.by})`}</small>}
      {noticeUntil && <small className="under">{t('chat.noticeUntil', { day: day(noticeUntil) })}</small>}
    </>
  )
}
