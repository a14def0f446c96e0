import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '../api/call.ts'
import type { DeclaredMachines } from '../api.gen.ts'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { sizeOf } from '../parts/size.ts'
import { Status, type Tone } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { useFormat } from '../text/format.ts'
import { type TextKey, useText } from '../text/text.ts'

type Machine = DeclaredMachines['machines'][number]
type Service = DeclaredMachines['services'][number]

/** The machines of coop.yaml as a map of hosts and environments, and what runs on them. */
export function MachinesPage() {
  const { t } = useText()
  const query = useQuery({ queryKey: ['machines'], queryFn: () => call('GET /machines', {}) })
  return (
    <Page title={t('machines.title')} lede={<Lede />}>
      <Loaded query={query}>
        {(declared) => (
          <>
            <Section title={t('machines.map')}>
              {declared.machines.length === 0 ? (
                <Empty>{t('machines.none')}</Empty>
              ) : (
                <MachineMap declared={declared} />
              )}
            </Section>
            <Section title={t('machines.services')}>
              {declared.services.length === 0 ? (
                <Empty>{t('machines.noServices')}</Empty>
              ) : (
                <Services services={declared.services} />
              )}
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Lede() {
  const { t } = useText()
  return (
    <>
      {t('machines.lede')} <Link to="/plans">{t('machines.toPlans')}</Link>
    </>
  )
}

function MachineMap({ declared: { hosts, environments, machines } }: { readonly declared: DeclaredMachines }) {
  const { t } = useText()
  return (
    <Table
      caption={t('machines.map')}
      rows={hosts}
      keyOf={({ id }) => id}
      columns={[
        { name: t('machines.host'), cell: ({ name }) => name },
        ...environments.map((environment) => ({
          name: environment.name,
          cell: ({ id }: { readonly id: string }) => (
            <Cell machines={machines.filter((one) => one.host === id && one.environment === environment.id)} />
          ),
        })),
      ]}
    />
  )
}

function Cell({ machines }: { readonly machines: readonly Machine[] }) {
  const { t } = useText()
  const { number } = useFormat()
  if (machines.length === 0) return <span className="soft">{t('machines.nothingHere')}</span>
  return (
    <ul className="machine-map">
      {machines.map(({ name, machine, vmid, memory, cores, disk, services, addresses, backup }) => (
        <li key={name}>
          <strong>{machine}</strong> <small className="soft">{vmid}</small>
          <small className="block">
            {t('machines.size', { memory: sizeOf(memory, number), cores, disk: number(disk) })}
          </small>
          {services.length > 0 && <small className="block">{services.join(', ')}</small>}
          {words(addresses).map((word) => (
            <small key={word} className="soft block">
              {t('machines.spells', { word })}
            </small>
          ))}
          {backup === null && <small className="soft block">{t('machines.noBackup')}</small>}
        </li>
      ))}
    </ul>
  )
}

function words(addresses: Machine['addresses']): string[] {
  return [...new Set(addresses.flatMap(({ word }) => word ?? []))]
}

const states = {
  planned: { tone: 'quiet', text: 'machines.status.planned' },
  staging: { tone: 'wait', text: 'machines.status.staging' },
  production: { tone: 'good', text: 'machines.status.production' },
  retired: { tone: 'quiet', text: 'machines.status.retired' },
} as const satisfies Readonly<Record<Service['status'], { tone: Tone; text: TextKey }>>

function Services({ services }: { readonly services: readonly Service[] }) {
  const { t } = useText()
  return (
    <Table
      caption={t('machines.services')}
      rows={services}
      keyOf={({ id }) => id}
      columns={[
        {
          name: t('machines.service'),
          cell: ({ name, what, names }) => (
            <>
              {name}
              <small className="soft block">{what}</small>
              {names.length > 0 && <small className="soft block break">{names.join(', ')}</small>}
            </>
          ),
        },
        {
          name: t('machines.state'),
          cell: ({ status }) => <Status tone={states[status].tone}>{t(states[status].text)}</Status>,
        },
        {
          name: t('machines.on'),
          cell: ({ machine, outside, environments }) => (
            <>
              {machine ?? outside ?? '–'}
              {environments.length > 0 && <small className="soft block">{environments.join(', ')}</small>}
            </>
          ),
        },
        {
          name: t('machines.who'),
          cell: ({ owner, second }) => [owner, second].filter((one) => one !== null).join(', ') || t('machines.nobody'),
        },
        { name: t('machines.needs'), cell: ({ dependsOn }) => dependsOn.join(', ') || '–' },
        { name: t('machines.neededBy'), cell: ({ neededBy }) => neededBy.join(', ') || '–' },
      ]}
    />
  )
}
