import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import type { ImportPreview } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Section } from '../../parts/page.tsx'
import { Facts, Status } from '../../parts/status.tsx'
import { Table } from '../../parts/table.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/text.ts'

interface PreviewProps {
  readonly organisation: string
  readonly asked: { readonly csv: string; readonly resume: boolean; readonly missing: 'keep' | 'suspend' }
  readonly preview: ImportPreview
  onDone(): void
}

/** What the import would do, and the button that does exactly that. */
export function Preview({ organisation, asked, preview, onDone }: PreviewProps) {
  const { t } = useText()
  const [skipBad, setSkipBad] = useState(false)
  const { adds, changes, suspends, bad, fingerprint } = preview
  const doing = useChange('POST /organisations/{organisation}/imports', {
    said: (done) => t('import.done', { added: done.added, changed: done.changed, suspended: done.suspended }),
    after: onDone,
  })
  const count = adds.length + changes.length + suspends.length
  const body = { ...asked, skipBad, expect: fingerprint }
  return (
    <Section title={t('import.would')}>
      <Counts preview={preview} />
      {bad.length > 0 && <BadRows bad={bad} />}
      {bad.length > 0 && (
        <Checkbox
          mt="md"
          label={t('import.skipBad', { count: bad.length })}
          checked={skipBad}
          onChange={(event) => setSkipBad(event.currentTarget.checked)}
        />
      )}
      {doing.error && <Trouble error={doing.error} />}
      <div className="buttons spaced">
        <Button
          disabled={count === 0 || (bad.length > 0 && !skipBad)}
          loading={doing.isPending}
          onClick={() => doing.mutate({ params: { organisation }, body })}
        >
          {t('import.do', { count })}
        </Button>
      </div>
      <Changes preview={preview} />
    </Section>
  )
}

function Counts({
  preview: { adds, changes, suspends, unchanged, newGroups, unusedColumns },
}: Pick<PreviewProps, 'preview'>) {
  const { t } = useText()
  const { number } = useFormat()
  return (
    <>
      <Facts
        facts={[
          { name: t('import.adds'), value: number(adds.length) },
          { name: t('import.changes'), value: number(changes.length) },
          { name: t('import.suspends'), value: number(suspends.length) },
          { name: t('import.unchanged'), value: number(unchanged) },
        ]}
      />
      {newGroups.length > 0 && <p>{t('import.newGroups', { names: newGroups.join(', ') })}</p>}
      {unusedColumns.length > 0 && <p>{t('import.unusedColumns', { names: unusedColumns.join(', ') })}</p>}
    </>
  )
}

function BadRows({ bad }: { readonly bad: ImportPreview['bad'] }) {
  const { t } = useText()
  return (
    <>
      <h3>
        <Status tone="bad">{t('import.bad', { count: bad.length })}</Status>
      </h3>
      <p>{t('import.badHow')}</p>
      <ul className="plain">
        {bad.map(({ line, problems }) => (
          <li key={line}>
            {t('import.line', { line })} <span lang="en">{problems.join('; ')}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

interface Row {
  readonly key: string
  readonly what: 'adds' | 'changes' | 'suspends'
  readonly who: string
  readonly how: string
}

const shownRows = 100
/** So few are seen at once; more would hide what there is to decide. */
const openRows = 12

function Changes({ preview }: Pick<PreviewProps, 'preview'>) {
  const { t } = useText()
  const rows = rowsOf(preview)
  if (rows.length === 0) return null
  return (
    <details className="more" open={rows.length <= openRows}>
      <summary>{t('import.show', { count: rows.length })}</summary>
      <Table
        caption={t('import.show', { count: rows.length })}
        rows={rows.slice(0, shownRows)}
        keyOf={({ key }) => key}
        columns={[
          { name: t('people.name'), cell: ({ who }) => who },
          { name: t('import.action'), cell: ({ what }) => t(`import.${what}`) },
          { name: t('import.how'), cell: ({ how }) => <span className="break">{how}</span> },
        ]}
      />
      {rows.length > shownRows && <p className="soft">{t('import.andMore', { count: rows.length - shownRows })}</p>}
    </details>
  )
}

function rowsOf({ adds, changes, suspends }: ImportPreview): Row[] {
  const write = (value: string | readonly string[] | null) => (value === null ? '–' : [value].flat().join(', '))
  return [
    ...changes.map(({ id, name, fields }) => ({
      key: id,
      what: 'changes' as const,
      who: name ?? id,
      how: fields.map(({ field, before, after }) => `${field}: ${write(before)} → ${write(after)}`).join('; '),
    })),
    ...suspends.map(({ id, name }) => ({ key: id, what: 'suspends' as const, who: name ?? id, how: '–' })),
    ...adds.map(({ line, name, email, role, groups }) => ({
      key: `line ${line}`,
      what: 'adds' as const,
      who: name,
      how: [email ?? '', role, ...groups].filter(Boolean).join(', '),
    })),
  ]
}
