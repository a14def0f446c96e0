import { Gauge, type Registry } from 'prom-client'
import { readServiceStates, type ServiceAlarm } from '../../people/service-alarms.ts'
import type { Installation } from '../installation.ts'

const gauges: readonly (readonly [name: string, help: string, measure: (state: ServiceAlarm) => number])[] = [
  [
    'mycel_service_account_overdue',
    '1 when the job of a service account has not succeeded within its period.',
    ({ isOverdue }) => (isOverdue ? 1 : 0),
  ],
  [
    'mycel_service_account_owners_gone',
    'Owners of a service account who cannot sign in any more.',
    ({ ownersGone }) => ownersGone.length,
  ],
]

/** Adds what is to be known of service accounts; the database is asked when Prometheus asks. */
export function measureServiceAccounts(registry: Registry, { people }: Installation): void {
  for (const [name, help, measure] of gauges) {
    const gauge = new Gauge({
      name,
      help,
      labelNames: ['organisation', 'service'],
      registers: [],
      async collect() {
        this.reset()
        // Without the database the other metrics are needed all the more.
        const states = await readServiceStates(people).catch(() => [])
        for (const state of states) {
          const { organisation, name: service } = state.account
          this.set({ organisation, service }, measure(state))
        }
      },
    })
    registry.registerMetric(gauge)
  }
}
