import { Button, NativeSelect } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { WholePad } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { download } from '../../parts/download.ts'
import { Section } from '../../parts/page.tsx'
import { SaveForm } from '../../parts/save-form.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useText } from '../../text/text.ts'
import { NoteChanges } from '../notes/changes.tsx'

interface AfterMeetingProps {
  readonly organisation: string
  readonly pad: WholePad
  /** Takes the text with the links that were written into it. */
  onText(text: string): void
}

/** What follows from a meeting: changes to confirm, the note to keep, the next pad to make. */
export function AfterMeeting({ organisation, pad, onText }: AfterMeetingProps) {
  return (
    <>
      <NoteChanges organisation={organisation} text={pad.text} path={pathOf(pad)} onApplied={onText} />
      <KeepNote organisation={organisation} pad={pad} />
      <NextMeeting organisation={organisation} pad={pad} />
    </>
  )
}

const levels = ['restricted', 'indexed', 'open'] as const

function KeepNote({ organisation, pad }: Pick<AfterMeetingProps, 'organisation' | 'pad'>) {
  const { t } = useText()
  const [level, setLevel] = useState<(typeof levels)[number]>('restricted')
  const keep = useChange('PUT /organisations/{organisation}/notes', { said: () => t('agenda.kept') })
  const { findings } = pad.reading
  const save = () => keep.mutate({ params: { organisation }, body: { path: pathOf(pad), text: pad.text, level } })
  return (
    <Section title={t('agenda.keep')} lede={t('agenda.keepHint')}>
      <SaveForm change={keep} onSave={save}>
        <NativeSelect
          label={t('agenda.level')}
          value={level}
          data={levels.map((value) => ({ value, label: t(`notes.level.${value}`) }))}
          onChange={(event) => setLevel(levels.find((one) => one === event.currentTarget.value) ?? 'restricted')}
        />
        {level === 'open' && findings.length > 0 && (
          <p role="status">{t('agenda.lookFirst', { count: findings.length })}</p>
        )}
      </SaveForm>
      <p className="found">
        <Button
          variant="default"
          onClick={() => download(`${pathOf(pad)}`, new Blob([pad.text], { type: 'text/markdown' }))}
        >
          {t('agenda.download')}
        </Button>{' '}
        {keep.data && (
          <Link to="/notes/$organisation/$note" params={{ organisation, note: keep.data.id }}>
            {t('agenda.toNote')}
          </Link>
        )}
      </p>
    </Section>
  )
}

function NextMeeting({ organisation, pad }: Pick<AfterMeetingProps, 'organisation' | 'pad'>) {
  const { t } = useText()
  const navigate = useNavigate()
  const next = useChange('POST /organisations/{organisation}/pads', {
    said: () => t('agenda.nextMade'),
    after: ({ id }) => void navigate({ to: '/agenda/$organisation/$pad', params: { organisation, pad: id } }),
  })
  const week = new Date(Date.parse(`${pad.date ?? new Date().toLocaleDateString('sv')}T12:00:00Z`) + 7 * 86_400_000)
  const date = week.toISOString().slice(0, 10)
  return (
    <Section title={t('agenda.nextMeeting')} lede={t('agenda.nextHint')}>
      {next.error && <Trouble error={next.error} />}
      <Button
        loading={next.isPending}
        onClick={() => next.mutate({ params: { organisation }, body: { after: pad.text, date } })}
      >
        {t('agenda.makeNext')}
      </Button>
    </Section>
  )
}

/** The name of its file: the day and the words of the title. */
function pathOf({ date, title, id }: WholePad): string {
  const words = (title ?? id).split(':').at(-1) ?? id
  const slug = words
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
  return `${[date, slug.replaceAll(/^-+|-+$/g, '')].filter(Boolean).join('-')}.md`
}
