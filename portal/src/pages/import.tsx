import { Button, Checkbox, Textarea } from '@mantine/core'
import { type ChangeEvent, type FormEvent, useState } from 'react'
import type { ImportPreview } from '../api.gen.ts'
import { useOrganisation } from '../frame/organisation.tsx'
import { useChange } from '../parts/change.ts'
import { type Fields, useFields } from '../parts/fields.ts'
import { Page, Section } from '../parts/page.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useText } from '../text/text.ts'
import { PastImports } from './people/past-imports.tsx'
import { Preview } from './people/preview.tsx'

interface Values {
  readonly csv: string
  readonly suspend: boolean
  readonly resume: boolean
}

/** A list of people from a file: first what it would do, then, when one agrees, that and nothing else. */
export function ImportPage() {
  const { t } = useText()
  const { chosen: organisation = '', name } = useOrganisation()
  const [shown, setShown] = useState<ImportPreview>()
  const fields = useFields<Values>({ csv: '', suspend: false, resume: false })
  const { csv, suspend, resume } = fields.values
  const asked = { csv, resume, missing: suspend ? ('suspend' as const) : ('keep' as const) }
  const preview = useChange('POST /organisations/{organisation}/imports/preview', { after: setShown })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setShown(undefined)
    preview.mutate({ params: { organisation }, body: asked })
  }
  return (
    <Page title={t('import.title')} lede={t('import.lede', { name })}>
      <Section title={t('import.list')} lede={t('import.format')}>
        <form className="form" onSubmit={submit}>
          <List fields={fields} onChange={() => setShown(undefined)} />
          {preview.error && <Trouble error={preview.error} />}
          <div className="buttons">
            <Button type="submit" variant={shown ? 'default' : 'filled'} loading={preview.isPending}>
              {t('import.preview')}
            </Button>
          </div>
        </form>
      </Section>
      {shown && (
        <Preview organisation={organisation} asked={asked} preview={shown} onDone={() => setShown(undefined)} />
      )}
      <PastImports organisation={organisation} />
    </Page>
  )
}

function List({ fields: { text, check, put }, onChange }: { readonly fields: Fields<Values>; onChange(): void }) {
  const { t } = useText()
  const read = async ({ currentTarget: { files } }: ChangeEvent<HTMLInputElement>) => {
    const csv = await files?.[0]?.text()
    if (csv === undefined) return
    put({ csv })
    onChange()
  }
  return (
    <>
      <label className="file">
        <span>{t('import.file')}</span>
        <input type="file" accept=".csv,.tsv,.txt,text/csv" onChange={(event) => void read(event)} />
      </label>
      <Textarea
        {...text('csv')}
        label={t('import.orText')}
        rows={8}
        required
        spellCheck={false}
        placeholder={'name,email,role,groups\nAda Lovelace,ada@example.coop,admin,board|it'}
        className="mono"
      />
      <Checkbox {...check('suspend')} label={t('import.suspend')} />
      <Checkbox {...check('resume')} label={t('import.resume')} />
    </>
  )
}
