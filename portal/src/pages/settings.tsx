import { Button, NativeSelect, useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Answer, call } from '../api/call.ts'
import { useSession } from '../api/session.ts'
import { useChange } from '../parts/change.ts'
import { Loaded, Page, Section } from '../parts/page.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useFormat } from '../text/format.ts'
import { chooseLanguage, isLanguage, languages, useText } from '../text/text.ts'

/** What is about oneself and this device. */
export function SettingsPage() {
  const { t } = useText()
  const { person } = useSession()
  return (
    <Page title={t('settings.title')}>
      <Section title={t('settings.look')} lede={t('settings.lookHint')}>
        <Look />
      </Section>
      {person && (
        <Section title={t('settings.signIn')} lede={t('settings.signInHint')}>
          <ul className="plain">
            <li>
              <a href="/sign-in/password">{t('settings.password')}</a>
            </li>
            <li>
              <a href="/sign-in/second-step">{t('settings.secondStep')}</a>
            </li>
          </ul>
        </Section>
      )}
      {person && (
        <Section title={t('settings.devices')} lede={t('settings.devicesHint')}>
          <Devices />
        </Section>
      )}
    </Page>
  )
}

function Look() {
  const { t, language } = useText()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <div className="form">
      <NativeSelect
        label={t('settings.language')}
        value={language}
        onChange={({ currentTarget: { value } }) => void (isLanguage(value) && chooseLanguage(value))}
        data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
      />
      <NativeSelect
        label={t('settings.scheme')}
        value={colorScheme}
        onChange={({ currentTarget: { value } }) =>
          setColorScheme(value === 'light' || value === 'dark' ? value : 'auto')
        }
        data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`settings.${value}`) }))}
      />
    </div>
  )
}

type Device = Answer<'GET /sessions'>['sessions'][number]

function Devices() {
  const query = useQuery({ queryKey: ['sessions'], queryFn: async () => (await call('GET /sessions', {})).sessions })
  return <Loaded query={query}>{(devices) => <DeviceTable devices={devices} />}</Loaded>
}

function DeviceTable({ devices }: { readonly devices: readonly Device[] }) {
  const { t } = useText()
  const { ago, day } = useFormat()
  const end = useChange('DELETE /sessions/{id}', { said: () => t('settings.signedOut') })
  return (
    <>
      {end.error && <Trouble error={end.error} />}
      <Table
        caption={t('settings.devices')}
        rows={devices}
        keyOf={({ id }) => id}
        columns={[
          { name: t('settings.device'), cell: ({ agent }) => <span className="break">{shortAgent(agent)}</span> },
          { name: t('settings.lastSeen'), cell: ({ lastSeenAt }) => ago(lastSeenAt) },
          { name: t('settings.since'), cell: ({ createdAt }) => day(createdAt) },
          {
            name: t('part.actions'),
            cell: ({ id, isThisOne }) =>
              isThisOne ? (
                <Status tone="good">{t('settings.thisOne')}</Status>
              ) : (
                <Button variant="default" size="xs" onClick={() => end.mutate({ params: { id } })}>
                  {t('settings.signOut')}
                </Button>
              ),
          },
        ]}
      />
    </>
  )
}

/** "Firefox, Linux" of what a browser calls itself; all of it when nothing is known in it. */
function shortAgent(agent: string): string {
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\//.exec(agent)?.[1]?.replace('Edg', 'Edge').replace('OPR', 'Opera')
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(agent)?.[1]?.replace('Mac OS X', 'macOS')
  return browser && system ? `${browser}, ${system}` : agent
}
