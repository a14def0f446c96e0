import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { headersOf, request } from '../../api/call.ts'
import { download } from '../../parts/download.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useText } from '../../text/text.ts'

interface DownloadsProps {
  readonly organisation: string
  readonly month: string
}

const formats = ['csv', 'lines', 'json'] as const

/** A month as files: the positions and the lines for spreadsheets, and what can be verified. */
export function Downloads({ organisation, month }: DownloadsProps) {
  const { t } = useText()
  const take = useMutation({
    mutationFn: async (format: (typeof formats)[number]) => {
      const path = `/organisations/${encodeURIComponent(organisation)}/statements/${month}?format=${format}`
      const file = await (await request(path, { headers: headersOf('GET') })).blob()
      const ending = format === 'json' ? '.json' : format === 'lines' ? '-lines.csv' : '.csv'
      download(`${organisation}-${month}${ending}`, file)
    },
  })
  return (
    <>
      {formats.map((format) => (
        <Button key={format} variant="default" onClick={() => take.mutate(format)}>
          {t(`statements.${format}`)}
        </Button>
      ))}
      {take.error && <Trouble error={take.error} />}
    </>
  )
}
