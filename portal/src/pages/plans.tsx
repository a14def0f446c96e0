import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { useMay } from '../api/session.ts'
import type { Plan } from '../api.gen.ts'
import { useChange } from '../parts/change.ts'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { Facts } from '../parts/status.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'
import { History } from './plans/history.tsx'
import { Steps } from './plans/steps.tsx'
import { InTheWay, Waiting } from './plans/waiting.tsx'

const key = ['plan']

/** What apply would do to the machines, what others changed, and what was applied. */
export function PlansPage() {
  const { t } = useText()
  const may = useMay()
  const query = useQuery({ queryKey: key, queryFn: async () => (await call('GET /plan', {})).plan })
  const queries = useQueryClient()
  const look = useChange('POST /plan', {
    said: () => t('plans.looked'),
    after: ({ plan }) => queries.setQueryData(key, plan),
  })
  const again = may('installation.manage') && (
    <Button variant="default" loading={look.isPending} onClick={() => look.mutate({})}>
      {t('plans.look')}
    </Button>
  )
  return (
    <Page title={t('plans.title')} lede={t('plans.lede')} actions={again || undefined}>
      {look.error && <Trouble error={look.error} />}
      <Loaded query={query}>
        {(plan) => (plan === null ? <Empty>{t('plans.never')}</Empty> : <Seen plan={plan} />)}
      </Loaded>
      <History />
    </Page>
  )
}

function Seen({ plan }: { readonly plan: Plan }) {
  const { t } = useText()
  const { steps } = plan
  const drifted = steps.filter(({ cause }) => cause !== 'file')
  const changed = steps.filter(({ cause }) => cause === 'file')
  return (
    <>
      <Summary plan={plan} />
      <InTheWay plan={plan} />
      {drifted.length > 0 && (
        <Section title={t('plans.drift')} lede={t('plans.driftLede')}>
          <Steps steps={drifted} caption={t('plans.drift')} />
        </Section>
      )}
      {changed.length > 0 && (
        <Section title={t('plans.asked')} lede={t('plans.askedLede')}>
          <Steps steps={changed} caption={t('plans.asked')} />
        </Section>
      )}
      <Waiting plan={plan} />
    </>
  )
}

function Summary({ plan }: { readonly plan: Plan }) {
  const { t } = useText()
  const { number, ago } = useFormat()
  const { steps, kinds, at, who, file, hash } = plan
  const right = kinds.reduce((sum, { asTheyShouldBe }) => sum + asTheyShouldBe, 0)
  return (
    <Section title={t('plans.last')} lede={t('plans.seen', { who, file, ago: ago(at) })}>
      <Facts
        facts={[
          { name: t('plans.changes'), value: number(steps.length) },
          { name: t('plans.right'), value: number(right) },
        ]}
      />
      {steps.length > 0 ? (
        <p className="soft">
          {t('plans.how')} <code className="break">mycel apply --expect {hash}</code>
        </p>
      ) : (
        <p className="soft">{t('plans.nothing')}</p>
      )}
    </Section>
  )
}
