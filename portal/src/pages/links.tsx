import { Button, TextInput } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link as To } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { call } from '../api/call.ts'
import { useMay } from '../api/session.ts'
import type { Link } from '../api.gen.ts'
import { Icon } from '../parts/icon.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'
import { AddLink } from './links/add.tsx'
import { CheckLinks } from './links/check.tsx'
import { LinkReport } from './links/report.tsx'
import { checkTone, stateTone } from './links/tones.ts'

const mostShown = 100

/** All links, what is wrong with them, and where they come from. */
export function LinksPage() {
  const { t } = useText()
  const may = useMay()
  const [isAdding, setAdding] = useState(false)
  const actions = (
    <>
      {may('links.manage') && <CheckLinks />}
      {may('links.own') && (
        <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
          {t('links.add')}
        </Button>
      )}
    </>
  )
  return (
    <Page title={t('links.title')} lede={t('links.lede')} actions={actions}>
      <Found />
      <LinkReport />
      {isAdding && <AddLink onClose={() => setAdding(false)} />}
    </Page>
  )
}

function Found() {
  const { t } = useText()
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim())
  const query = useQuery({
    queryKey: ['links', q],
    queryFn: () => call('GET /links', { query: { q, limit: mostShown } }),
    placeholderData: keepPreviousData,
  })
  return (
    <Section title={t('links.title')} isTitleSaid>
      <TextInput
        label={t('links.filter')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        mb="md"
      />
      <Loaded query={query}>
        {({ links, total }) => (
          <>
            {links.length === 0 ? (
              <Empty>{t(q === '' ? 'links.none' : 'links.noneFound')}</Empty>
            ) : (
              <List links={links} />
            )}
            {total > links.length && <p className="soft">{t('links.more', { shown: links.length, total })}</p>}
          </>
        )}
      </Loaded>
    </Section>
  )
}

function List({ links }: { readonly links: readonly Link[] }) {
  const { t } = useText()
  const { number } = useFormat()
  return (
    <Table
      caption={t('links.title')}
      rows={links}
      keyOf={({ keyword }) => keyword}
      columns={[
        {
          name: t('links.keyword'),
          cell: ({ keyword }) => (
            <To to="/links/$keyword" params={{ keyword }} className="break">
              {keyword}
            </To>
          ),
        },
        { name: t('links.leadsTo'), cell: (link) => <LeadsTo link={link} /> },
        { name: t('links.search'), cell: ({ isListed }) => t(isListed ? 'links.public' : 'links.unlisted') },
        { name: t('links.source'), cell: ({ source, isOurs }) => (isOurs ? t('links.here') : source) },
        { name: t('links.followed'), cell: ({ followed }) => number(followed), isNumber: true },
      ]}
    />
  )
}

function LeadsTo({ link: { state, shown, check } }: { readonly link: Link }) {
  const { t } = useText()
  if (state !== 'goes') return <Status tone={stateTone(state)}>{t(`links.state.${state}`)}</Status>
  const isTold = check && check.state !== 'fine'
  return (
    <>
      <span className="break">{shown}</span>
      {isTold && (
        <>
          {' '}
          <Status tone={checkTone(check.state)}>{t(`links.check.${check.state}`)}</Status>
        </>
      )}
    </>
  )
}
