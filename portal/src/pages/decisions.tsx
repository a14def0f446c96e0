import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../api/call.ts'
import type { NoteDecision } from '../api.gen.ts'
import { useOrganisation } from '../frame/organisation.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { useText } from '../text/text.ts'
import { Day, SearchForm } from './notes.tsx'

/** What was decided, where it is written, and what was said around it. */
export function DecisionsPage() {
  const { t } = useText()
  const { chosen: organisation = '' } = useOrganisation()
  const [words, setWords] = useState('')
  const query = useQuery({
    queryKey: ['decisions', organisation, words],
    queryFn: async () =>
      (await call('GET /organisations/{organisation}/decisions', { params: { organisation }, query: { words } }))
        .decisions,
    enabled: organisation !== '',
    placeholderData: keepPreviousData,
  })
  return (
    <Page title={t('decisions.title')} lede={t('decisions.lede')}>
      <SearchForm label={t('decisions.search')} onSearch={setWords} />
      <Loaded query={query}>
        {(decisions) => (
          <Section title={t('decisions.title')} isTitleSaid>
            <p className="soft found" role="status">
              {t('decisions.found', { count: decisions.length })}
            </p>
            {decisions.length === 0 ? (
              <Empty>{t(words === '' ? 'decisions.none' : 'notes.notFound')}</Empty>
            ) : (
              <ul className="results">
                {decisions.map((decision) => (
                  <Decided key={decision.id} organisation={organisation} decision={decision} />
                ))}
              </ul>
            )}
          </Section>
        )}
      </Loaded>
    </Page>
  )
}

function Decided({ organisation, decision }: { readonly organisation: string; readonly decision: NoteDecision }) {
  const { t } = useText()
  const { text, heldOn, noteTitle, path, line, section, context, votes, note } = decision
  const agreed = votes.filter(({ value }) => value > 0).map(({ voter }) => voter || '?')
  return (
    <li>
      <h2>{text}</h2>
      <p className="soft small">
        <Day day={heldOn} /> ·{' '}
        {note === null ? (
          noteTitle
        ) : (
          <Link to="/notes/$organisation/$note" params={{ organisation, note }} hash={`L${line}`}>
            {noteTitle}
          </Link>
        )}{' '}
        · <span className="break">{section === '' ? `${path}:${line}` : section}</span>
        {agreed.length > 0 && ` · +1: ${agreed.join(', ')}`}
      </p>
      <details>
        <summary>{t('decisions.context')}</summary>
        <pre className="context">{context}</pre>
      </details>
    </li>
  )
}
