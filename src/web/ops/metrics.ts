import { collectDefaultMetrics, Gauge, type GaugeConfiguration, Registry } from 'prom-client'
import type { Context } from '../../meetings/context.ts'
import type { Server } from '../../meetings/pool.ts'
import { countServers, standingOf, standings } from '../../meetings/server-counts.ts'
import type { Installation } from '../installation.ts'
import type { CallCounters } from './call-metrics.ts'
import { createCallbackCounts } from './callback-counts.ts'
import { measureMachines } from './machine-metrics.ts'
import { measureRecordings } from './recording-metrics.ts'
import { measureServiceAccounts } from './service-metrics.ts'

/** Everything that Prometheus may read; nothing is measured until it asks. */
export interface Metrics {
  readonly type: string
  render(): Promise<string>
}

export function createMetrics(installation: Installation, calls: CallCounters): Metrics {
  const { context } = installation.gateway
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  addGauge({
    name: 'mycel_build_info',
    help: 'Always 1; the label tells the version.',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version: installation.version }, 1)
  measureServers(registry, context)
  measureMeetings(registry, context)
  measureOrganisations(registry, context)
  measureRecordings(registry, context)
  measureCallbacks(registry, context)
  measureServiceAccounts(registry, installation)
  measureMachines(registry, installation)
  return {
    type: registry.contentType,
    render: async () => `${calls.render()}\n${await registry.metrics()}`,
  }
}

function measureServers(registry: Registry, context: Context): void {
  addGauge({
    name: 'mycel_servers',
    help: 'BigBlueButton servers by condition; those that are disabled are not looked at.',
    labelNames: ['condition'],
    registers: [registry],
    collect() {
      const counts = countServers(context.pool.list())
      for (const condition of standings) this.set({ condition }, counts[condition])
    },
  })
  const perServer: readonly [name: string, help: string, measure: (server: Server) => number | undefined][] = [
    ['up', 'Whether the server is online; absent while it is disabled.', isUp],
    ['seats', 'Seats taken or reserved on the server.', (server) => context.pool.load(server, context.clock.elapsed())],
    ['capacity_seats', 'Users that fit on the server at once.', ({ capacity }) => capacity],
    ['meetings', 'Our meetings on the server.', ({ access }) => context.directory.onServer(access.id).size],
  ]
  for (const [name, help, measure] of perServer) {
    addGauge({
      name: `mycel_server_${name}`,
      help,
      labelNames: ['server'],
      registers: [registry],
      collect() {
        this.reset()
        for (const server of context.pool.list()) {
          const value = measure(server)
          if (value !== undefined) this.set({ server: server.access.id }, value)
        }
      },
    })
  }
}

/** Nobody knows of a server that is not looked at. */
function isUp(server: Server): number | undefined {
  const standing = standingOf(server)
  if (standing === 'disabled') return undefined
  return standing === 'online' ? 1 : 0
}

function measureMeetings(registry: Registry, context: Context): void {
  addGauge({
    name: 'mycel_meetings',
    help: 'Live meetings.',
    registers: [registry],
    collect() {
      this.set(context.directory.size)
    },
  })
  addGauge({
    name: 'mycel_participants',
    help: 'People in live meetings.',
    registers: [registry],
    collect() {
      this.set([...context.directory.all()].reduce((sum, { facts }) => sum + (facts?.participants ?? 0), 0))
    },
  })
}

/** What each organisation has by itself, without those below it: sums over a tree are for whoever asks. */
function measureOrganisations(registry: Registry, context: Context): void {
  const each: readonly [name: string, help: string, measure: (id: string) => number][] = [
    ['meetings', 'Live meetings of the organisation.', (id) => context.directory.inOrganisation(id).size],
    ['participants', 'People in live meetings of the organisation.', (id) => participantsOf(context, id)],
    ['recording_bytes', 'Bytes of its recordings on the servers, as they told last.', (id) => context.storage.of(id)],
  ]
  for (const [name, help, measure] of each) {
    addGauge({
      name: `mycel_organisation_${name}`,
      help,
      labelNames: ['organisation'],
      registers: [registry],
      collect() {
        this.reset()
        for (const { id } of context.organisations.list()) this.set({ organisation: id }, measure(id))
      },
    })
  }
}

function participantsOf({ directory }: Context, organisation: string): number {
  return [...directory.inOrganisation(organisation)].reduce((sum, { facts }) => sum + (facts?.participants ?? 0), 0)
}

const states = ['created', 'retry', 'active', 'completed', 'failed'] as const

function measureCallbacks(registry: Registry, { outbox, clock }: Context): void {
  const count = createCallbackCounts(outbox, clock)
  addGauge({
    name: 'mycel_callbacks',
    help: 'Callbacks to clients by state; those in state "failed" were given up.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const counts = await count()
      this.reset()
      if (counts) for (const state of states) this.set({ state }, counts[state] ?? 0)
    },
  })
}

/** A gauge registers itself where its configuration says. */
function addGauge<Label extends string>(configuration: GaugeConfiguration<Label>): Gauge<Label> {
  return new Gauge(configuration)
}
