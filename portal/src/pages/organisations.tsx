import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../api/session.ts'
import type { Organisation } from '../api.gen.ts'
import { organisationsQuery } from '../frame/organisation.tsx'
import { Icon } from '../parts/icon.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { ShownOnce } from '../parts/secret.tsx'
import { Status } from '../parts/status.tsx'
import { useText } from '../text/text.ts'
import { AddOrganisation } from './organisations/add.tsx'
import { toneOf } from './organisations/standing.ts'

/** The organisations that one may see, each below the one that it is part of. */
export function OrganisationsPage() {
  const { t } = useText()
  const may = useMay()
  const query = useQuery(organisationsQuery)
  const [isAdding, setAdding] = useState(false)
  const [made, setMade] = useState<string>()
  const add = may('organisation.manage') && (
    <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      {t('organisations.add')}
    </Button>
  )
  return (
    <Page title={t('organisations.title')} lede={t('organisations.lede')} actions={add || undefined}>
      {made !== undefined && (
        <ShownOnce title={t('organisations.secretMade')} text={made} onDone={() => setMade(undefined)} />
      )}
      <Loaded query={query}>
        {(list) => (
          <Section title={t('organisations.tree')} isTitleSaid>
            {list.length === 0 ? <Empty>{t('organisations.none')}</Empty> : <Tree list={list} above={undefined} />}
          </Section>
        )}
      </Loaded>
      {isAdding && <AddOrganisation onSecret={setMade} onClose={() => setAdding(false)} />}
    </Page>
  )
}

interface TreeProps {
  readonly list: readonly Organisation[]
  /** Undefined for those that are part of none that one may see. */
  readonly above: string | undefined
}

function Tree({ list, above }: TreeProps) {
  const seen = new Set(list.map(({ id }) => id))
  const here = list.filter(({ parent }) => (parent !== null && seen.has(parent) ? parent : undefined) === above)
  if (here.length === 0) return null
  return (
    <ul className="tree">
      {here.map((organisation) => (
        <li key={organisation.id}>
          <Row organisation={organisation} />
          <Tree list={list} above={organisation.id} />
        </li>
      ))}
    </ul>
  )
}

function Row({
  organisation: { id, name, kind, standing, brand, meetings, people },
}: {
  readonly organisation: Organisation
}) {
  const { t } = useText()
  return (
    <div className="tree-row">
      <span
        className="swatch"
        style={brand.colour === undefined ? {} : { background: brand.colour }}
        aria-hidden="true"
      />
      <div className="tree-name">
        <Link to="/organisations/$id" params={{ id }}>
          {name}
        </Link>
        <small className="under">
          {id} · {t(`kind.${kind}`)}
        </small>
      </div>
      {standing !== 'active' && <Status tone={toneOf(standing)}>{t(`standing.${standing}`)}</Status>}
      <span className="tree-numbers">
        {t('organisations.meetings', { count: meetings })} · {t('pool.people', { count: people })}
      </span>
    </div>
  )
}
