import { Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { useChange } from '../../parts/change.ts'
import { Loaded, Section } from '../../parts/page.tsx'
import { CopyButton } from '../../parts/secret.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useText } from '../../text/text.ts'

/** Whether the public may ask for events, and where. */
export function FormSwitch({ organisation }: { readonly organisation: string }) {
  const { t } = useText()
  const params = { organisation }
  const query = useQuery({
    queryKey: ['event-form', organisation],
    queryFn: () => call('GET /organisations/{organisation}/event-form', { params }),
  })
  const set = useChange('PUT /organisations/{organisation}/event-form', {
    said: ({ open }) => t(open ? 'events.formOpened' : 'events.formClosed'),
  })
  return (
    <Section title={t('events.form')} lede={t('events.formHint')}>
      <Loaded query={query}>
        {({ open, url }) => (
          <>
            <Switch
              label={t('events.formIsOpen')}
              checked={open}
              disabled={set.isPending}
              onChange={(event) => set.mutate({ params, body: { open: event.currentTarget.checked } })}
            />
            {set.error && <Trouble error={set.error} />}
            {open && (
              <div className="way-in notes">
                <a href={url} className="break">
                  {url}
                </a>
                <CopyButton text={url} />
              </div>
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}
