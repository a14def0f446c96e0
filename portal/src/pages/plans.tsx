import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { useMay } from '../api/session.ts'
import type { Looks, Plan } from '../api.gen.ts'
import { useChange } from '../parts/change.ts'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { Facts } from '../parts/status.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'
import { History } from './plans/history.tsx'
import { Blind, HowOften } from './plans/looks.tsx'
import { Steps } from './plans/steps.tsx'
import { InTheWay, Waiting } from './plans/waiting.tsx'

const key = ['plan']

interface Answer {
  readonly plan: Plan | null
  readonly looks: Looks
}

/** What apply would do to the machines, what others changed, and what was applied. */
export function PlansPage() {
  const { t } = useText()
  const may = useMay()
  const query = useQuery({ queryKey: key, queryFn: () => call('GET /plan', {}) })
  const queries = useQueryClient()
  const look = useChange('POST /plan', {
    said: () => t('plans.looked'),
    after: () => void queries.invalidateQueries({ queryKey: key }),
  })
  const looks = query.data?.looks
  const again = may('installation.manage') && looks?.hosts !== 0 && (
    <Button variant="default" loading={look.isPending} onClick={() => look.mutate({})}>
      {t('plans.look')}
    </Button>
  )
  return (
    <Page title={t('plans.title')} lede={t('plans.lede')} actions={again || undefined}>
      {look.error && <Trouble error={look.error} />}
      <Loaded query={query}>
        {(answer) => (
          <>
            {!look.error && <Blind looks={answer.looks} />}
            <Last answer={answer} />
          </>
        )}
      </Loaded>
      <History />
    </Page>
  )
}

function Last({ answer: { plan, looks } }: { readonly answer: Answer }) {
  const { t } = useText()
  if (plan) return <Seen plan={plan} looks={looks} />
  return (
    <Empty>
      {looks.hosts === 0 ? t('plans.noMachines') : t('plans.never')} <HowOften looks={looks} />
    </Empty>
  )
}

function Seen({ plan, looks }: { readonly plan: Plan; readonly looks: Looks }) {
  const { t } = useText()
  const { steps } = plan
  const drifted = steps.filter(({ cause }) => cause !== 'file')
  const changed = steps.filter(({ cause }) => cause === 'file')
  return (
    <>
      <Summary plan={plan} looks={looks} />
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

function Summary({ plan, looks }: { readonly plan: Plan; readonly looks: Looks }) {
  const { t } = useText()
  const { number, ago } = useFormat()
  const { kinds, at, who, file } = plan
  const right = kinds.reduce((sum, { asTheyShouldBe }) => sum + asTheyShouldBe, 0)
  return (
    <Section title={t('plans.last')} lede={t('plans.seen', { who, file, ago: ago(at) })}>
      <Facts
        facts={[
          { name: t('plans.changes'), value: number(plan.steps.length) },
          { name: t('plans.right'), value: number(right) },
        ]}
      />
      <p className="soft">
        <WhatNext plan={plan} /> <HowOften looks={looks} />
      </p>
    </Section>
  )
}

function WhatNext({ plan: { steps, hash, conflicts, dangers } }: { readonly plan: Plan }) {
  const { t } = useText()
  if (conflicts.length + dangers.length > 0) return t('plans.settle')
  if (steps.length === 0) return t('plans.nothing')
  return (
    <>
      {t('plans.how')} <code className="break">mycel apply --expect {hash}</code>
    </>
  )
}
