import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../api/session.ts'
import { useOrganisation } from '../frame/organisation.tsx'
import { Icon } from '../parts/icon.tsx'
import { Page } from '../parts/page.tsx'
import { useText } from '../text/text.ts'
import { Accounts } from './people/accounts.tsx'
import { AddPerson } from './people/add.tsx'

/** The people of the organisation. */
export function PeoplePage() {
  const { t } = useText()
  const may = useMay()
  const { chosen: organisation = '', name } = useOrganisation()
  const [isAdding, setAdding] = useState(false)
  const actions = may('people.manage') && (
    <>
      <Link className="button-link" to="/people/import">
        {t('people.import')}
      </Link>
      <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
        {t('people.add')}
      </Button>
    </>
  )
  return (
    <Page title={t('people.title')} lede={t('people.lede', { name })} actions={actions || undefined}>
      {organisation !== '' && <Accounts key={organisation} organisation={organisation} />}
      {isAdding && <AddPerson organisation={organisation} onClose={() => setAdding(false)} />}
    </Page>
  )
}
