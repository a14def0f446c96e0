import { Button, TextInput } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { call } from '../api/call.ts'
import type { Note } from '../api.gen.ts'
import { useOrganisation } from '../frame/organisation.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'
import { Excerpt } from './notes/excerpt.tsx'

/** The search over all notes that are kept. */
export function NotesPage() {
  const { t } = useText()
  const { chosen: organisation = '' } = useOrganisation()
  const [words, setWords] = useState('')
  const query = useQuery({
    queryKey: ['notes', organisation, words],
    queryFn: async () =>
      (await call('GET /organisations/{organisation}/notes', { params: { organisation }, query: { words } })).notes,
    enabled: organisation !== '',
    placeholderData: keepPreviousData,
  })
  return (
    <Page title={t('notes.title')} lede={t('notes.lede')}>
      <SearchForm label={t('notes.search')} onSearch={setWords} />
      <Loaded query={query}>
        {(notes) => (
          <Section title={t('notes.title')} isTitleSaid>
            <p className="soft found" role="status">
              {words === '' ? t('notes.newest') : t('notes.found', { count: notes.length })}
            </p>
            {notes.length === 0 ? (
              <Empty>{t(words === '' ? 'notes.none' : 'notes.notFound')}</Empty>
            ) : (
              <ul className="results">
                {notes.map((note) => (
                  <Result key={note.id} organisation={organisation} note={note} />
                ))}
              </ul>
            )}
          </Section>
        )}
      </Loaded>
    </Page>
  )
}

/** A field and a button; what is typed is looked for when one asks for it, not at each letter. */
export function SearchForm({ label, onSearch }: { readonly label: string; onSearch(words: string): void }) {
  const { t } = useText()
  const [typed, setTyped] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSearch(typed.trim())
  }
  return (
    <form className="search" role="search" onSubmit={submit}>
      <TextInput
        type="search"
        label={label}
        description={t('notes.searchHint')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit">{t('notes.find')}</Button>
    </form>
  )
}

function Result({ organisation, note }: { readonly organisation: string; readonly note: Note }) {
  const { t } = useText()
  const { id, title, heldOn, level, path, excerpt } = note
  return (
    <li>
      <h2>
        <Link to="/notes/$organisation/$note" params={{ organisation, note: id }}>
          {title}
        </Link>
      </h2>
      <p className="soft small">
        <Day day={heldOn} /> · {t(`notes.level.${level}`)} · <span className="break">{path}</span>
      </p>
      {excerpt !== '' && <Excerpt text={excerpt} />}
    </li>
  )
}

/** The day of a meeting, in the words of the language. */
export function Day({ day }: { readonly day: string | null }) {
  const format = useFormat()
  const { t } = useText()
  return day === null ? t('notes.noDay') : <time dateTime={day}>{format.day(`${day}T12:00:00Z`)}</time>
}
