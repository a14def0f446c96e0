import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ServiceAccount } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Section } from '../../parts/page.tsx'
import { ShownOnce } from '../../parts/secret.tsx'
import { Details, Status } from '../../parts/status.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/text.ts'
import { ServiceTokens } from './tokens.tsx'

type Right = ServiceAccount['rights'][number]

interface ServiceCardProps {
  readonly service: ServiceAccount
  nameOf(id: string): string
}

export function ServiceCard({ service, nameOf }: ServiceCardProps) {
  const { t } = useText()
  const { id, organisation, name } = service
  const [made, setMade] = useState<string>()
  const make = useChange('POST /organisations/{organisation}/service-accounts/{id}/tokens', {
    after: ({ token }) => setMade(token),
  })
  return (
    <Section title={name} actions={<Health service={service} />}>
      <About service={service} nameOf={nameOf} />
      {made !== undefined && <ShownOnce title={t('tokens.made')} text={made} onDone={() => setMade(undefined)} />}
      {make.error && <Trouble error={make.error} />}
      <ServiceTokens service={service} />
      <div className="buttons">
        <Button
          variant="default"
          loading={make.isPending}
          onClick={() => make.mutate({ params: { organisation, id }, body: {} })}
        >
          {t('tokens.add')}
        </Button>
        <RemoveService service={service} />
      </div>
    </Section>
  )
}

function About({ service: { rights, owners, expectsEvery, lastSuccessAt }, nameOf }: ServiceCardProps) {
  const { t } = useText()
  const { ago } = useFormat()
  return (
    <Details
      facts={[
        { name: t('services.owners'), value: owners.map(nameOf).join(', ') },
        {
          name: t('services.rights'),
          value: rights
            .filter(isWorthSaying)
            .map((right) => t(`right.${right}`))
            .join(', '),
        },
        { name: t('services.lastSuccess'), value: lastSuccessAt ? ago(lastSuccessAt) : t('part.never') },
        {
          name: t('services.expected'),
          value: expectsEvery === null ? t('services.noAlarm') : t('services.everyHours', { count: expectsEvery }),
        },
      ]}
    />
  )
}

/** Every known caller may look at itself. */
function isWorthSaying(right: Right): right is Exclude<Right, 'self'> {
  return right !== 'self'
}

/** What somebody must look at; nothing when all is well. */
function Health({ service: { overdue, ownersGone, tokens } }: Pick<ServiceCardProps, 'service'>) {
  const { t } = useText()
  if (overdue) return <Status tone="bad">{t('services.overdue')}</Status>
  if (ownersGone.length > 0) return <Status tone="bad">{t('services.ownersGone', { count: ownersGone.length })}</Status>
  if (tokens.length === 0) return <Status tone="quiet">{t('services.noToken')}</Status>
  return <Status tone="good">{t('services.well')}</Status>
}

function RemoveService({ service: { id, organisation, name } }: Pick<ServiceCardProps, 'service'>) {
  const { t } = useText()
  const [isAsking, setAsking] = useState(false)
  const remove = useChange('DELETE /organisations/{organisation}/service-accounts/{id}', {
    said: () => t('tokens.removed', { name }),
  })
  return (
    <>
      <Button variant="default" c="var(--bad)" onClick={() => setAsking(true)}>
        {t('services.remove')}
        <span className="unseen"> {name}</span>
      </Button>
      {isAsking && (
        <Dialog
          title={t('tokens.removeTitle', { name })}
          verb={t('services.remove')}
          isDanger
          change={remove}
          onSubmit={() => remove.mutate({ params: { organisation, id } })}
          onClose={() => setAsking(false)}
        >
          <p>{t('services.removeWhat')}</p>
        </Dialog>
      )}
    </>
  )
}
