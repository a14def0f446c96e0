import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { headersOf, request } from '../../api/call.ts'
import { download } from '../../parts/download.ts'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/page.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useText } from '../../text/text.ts'

/** Everything kept about an organisation, to take along. */
export function Export({ organisation }: { readonly organisation: string }) {
  const { t } = useText()
  const take = useMutation({
    mutationFn: async () => {
      const path = `/organisations/${encodeURIComponent(organisation)}/export`
      return await (await request(path, { headers: headersOf('GET') })).blob()
    },
    onSuccess: (file) => download(`${organisation}.zip`, file),
  })
  return (
    <Section title={t('export.title')} lede={t('export.lede')}>
      {take.error && <Trouble error={take.error} />}
      <Button
        variant="default"
        leftSection={<Icon name="down" />}
        loading={take.isPending}
        onClick={() => take.mutate()}
      >
        {t('export.take')}
      </Button>
    </Section>
  )
}
