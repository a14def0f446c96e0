import { useQuery } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { CopyButton } from '../parts/secret.tsx'
import { useText } from '../text/text.ts'
import { CapacityOfHost } from './roadmap/capacity.tsx'
import { Costs } from './roadmap/costs.tsx'
import { Picture, TakePicture } from './roadmap/picture.tsx'

/** What comes when, whether it fits, and what it costs. */
export function RoadmapPage() {
  const { t } = useText()
  const roadmap = useQuery({ queryKey: ['roadmap'], queryFn: () => call('GET /roadmap', {}) })
  const capacity = useQuery({ queryKey: ['capacity'], queryFn: () => call('GET /capacity', {}) })
  return (
    <Page title={t('roadmap.title')} lede={t('roadmap.lede')}>
      <Section title={t('roadmap.what')} actions={roadmap.data?.notation !== '' && <TakePicture name="roadmap" />}>
        <Loaded query={roadmap}>
          {({ notation }) => (notation === '' ? <Empty>{t('roadmap.none')}</Empty> : <Written notation={notation} />)}
        </Loaded>
      </Section>
      <Section
        title={t('roadmap.capacity')}
        actions={capacity.data?.hosts.length !== 0 && <TakePicture name="capacity" />}
      >
        <Loaded query={capacity}>
          {({ hosts }) =>
            hosts.length === 0 ? (
              <Empty>{t('roadmap.noHosts')}</Empty>
            ) : (
              <>
                <Picture name="capacity" alt={t('capacity.pictureAlt')} />
                {hosts.map((host) => (
                  <CapacityOfHost key={host.host} host={host} />
                ))}
              </>
            )
          }
        </Loaded>
      </Section>
      <Loaded query={capacity}>{({ costs }) => <Costs costs={costs} />}</Loaded>
    </Page>
  )
}

function Written({ notation }: { readonly notation: string }) {
  const { t } = useText()
  return (
    <>
      <Picture name="roadmap" alt={t('roadmap.pictureAlt')} />
      <h3>{t('roadmap.notation')}</h3>
      <pre className="notation">{notation}</pre>
      <CopyButton text={notation} what={t('roadmap.copy')} />
    </>
  )
}
