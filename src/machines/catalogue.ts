import type { Config, EnvironmentConfig, MachineConfig, ServiceConfig } from '../config/config.ts'
import { domainOf } from './twins.ts'

/** The machine that a service runs on; undefined when it runs outside, or nowhere yet. */
export function machineOf({ machines }: Config, { machine }: ServiceConfig): MachineConfig | undefined {
  return machines.find(({ id }) => id === machine)
}

/** The environments that a service is in: its own choice, else all those of its machine. */
export function environmentsOf(config: Config, service: ServiceConfig): EnvironmentConfig[] {
  const ids = service.in ?? machineOf(config, service)?.in ?? []
  return config.environments.filter(({ id }) => ids.includes(id))
}

/** The host names that one of its names amounts to: one in each environment. */
export function siteNamesOf(config: Config, service: ServiceConfig, name: string): string[] {
  return environmentsOf(config, service).map((environment) => siteNameIn(config, environment, name))
}

/** `link` is `link.staging.example.coop` in staging; `@` is the domain itself. */
export function siteNameIn(config: Config, environment: EnvironmentConfig, name: string): string {
  const domain = domainOf(config, environment)
  return name === '@' ? domain : `${name}.${domain}`
}

/** The services that do not work without it, directly. */
export function dependantsOf({ services }: Config, { id }: ServiceConfig): ServiceConfig[] {
  return services.filter(({ depends_on: needs, status }) => status !== 'retired' && needs.includes(id))
}

/** The months of a service: its own, else those of its machine. */
export function monthsOfService(
  config: Config,
  service: ServiceConfig,
): Pick<MachineConfig, 'month' | 'promised' | 'since' | 'until'> {
  const machine = machineOf(config, service)
  const month = service.month ?? machine?.month
  return {
    month,
    promised: service.promised ?? service.month ?? machine?.promised ?? month,
    since: service.since ?? (service.status === 'production' ? machine?.since : undefined),
    until: service.until ?? machine?.until,
  }
}
