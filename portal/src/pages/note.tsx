import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../api/call.ts'
import type { WholeNote } from '../api.gen.ts'
import { Loaded, Page, Section } from '../parts/page.tsx'
import { useText } from '../text/text.ts'
import { NoteChanges } from './notes/changes.tsx'
import { Day } from './notes.tsx'

/** One note as it is kept, with the numbers of its lines, and what it asks for. */
export function NotePage() {
  const { organisation, note } = useParams({ from: '/in/notes/$organisation/$note' })
  const { t } = useText()
  const query = useQuery({
    queryKey: ['note', organisation, note],
    queryFn: () => call('GET /organisations/{organisation}/notes/{note}', { params: { organisation, note } }),
  })
  return (
    <Page title={query.data?.title ?? t('notes.note')} lede={query.data && <Day day={query.data.heldOn} />}>
      <Loaded query={query}>{(whole) => <Whole organisation={organisation} note={whole} />}</Loaded>
    </Page>
  )
}

function Whole({ organisation, note }: { readonly organisation: string; readonly note: WholeNote }) {
  const { t } = useText()
  const [looks, setLooks] = useState(false)
  return (
    <>
      {looks ? (
        <NoteChanges organisation={organisation} text={note.text} path={note.path} />
      ) : (
        <p className="found">
          <Button variant="default" onClick={() => setLooks(true)}>
            {t('changes.look')}
          </Button>
        </p>
      )}
      <Section title={t('notes.text')} lede={`${t(`notes.level.${note.level}`)} · ${note.path}`}>
        <ol className="lines">
          {numbered(note.text).map(({ number, line }) => (
            <li key={number} id={`L${number}`}>
              <span>{line}</span>
            </li>
          ))}
        </ol>
      </Section>
    </>
  )
}

function numbered(text: string) {
  return text.split('\n').map((line, index) => ({ number: index + 1, line }))
}
