import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import type { Import } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Loaded, Section } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/text.ts'

/** What was imported, and the way back while there is one. */
export function PastImports({ organisation }: { readonly organisation: string }) {
  const query = useQuery({
    queryKey: ['imports', organisation],
    queryFn: async () =>
      (await call('GET /organisations/{organisation}/imports', { params: { organisation } })).imports,
    enabled: organisation !== '',
  })
  return <Loaded query={query}>{(imports) => <List organisation={organisation} imports={imports} />}</Loaded>
}

function List({ organisation, imports }: { readonly organisation: string; readonly imports: readonly Import[] }) {
  const { t } = useText()
  const { moment, number } = useFormat()
  const undo = useChange('POST /organisations/{organisation}/imports/{id}/undo', {
    said: ({ restored }) => t('import.undone', { count: restored }),
  })
  if (imports.length === 0) return null
  return (
    <Section title={t('import.past')} lede={t('import.pastHint')}>
      {undo.error && <Trouble error={undo.error} />}
      <Table
        caption={t('import.past')}
        rows={imports}
        keyOf={({ id }) => id}
        columns={[
          { name: t('audit.at'), cell: ({ at }) => moment(at) },
          { name: t('import.adds'), cell: ({ added }) => number(added), isNumber: true },
          { name: t('import.changes'), cell: ({ changed }) => number(changed), isNumber: true },
          { name: t('import.suspends'), cell: ({ suspended }) => number(suspended), isNumber: true },
          {
            name: t('part.actions'),
            cell: ({ id, undoneAt, undoableUntil }) => {
              if (undoneAt !== null) return t('import.undoneAt', { at: moment(undoneAt) })
              if (undoableUntil === null || new Date(undoableUntil) < new Date()) return '–'
              return (
                <Button
                  variant="default"
                  size="xs"
                  onClick={() => undo.mutate({ params: { organisation, id }, body: {} })}
                >
                  {t('import.undo')}
                </Button>
              )
            },
          },
        ]}
      />
    </Section>
  )
}
