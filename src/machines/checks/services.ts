import type { Config, ServiceConfig } from '../../config/config.ts'
import type { Finding } from '../../config/finding.ts'
import { environmentsOf, siteNamesOf } from '../catalogue.ts'
import { type Claim, contradict } from './claims.ts'

/** Services that stand nowhere, wait for each other in a circle, or want the name or port of another. */
export function checkServices(config: Config): Finding[] {
  const { services } = config
  return [
    ...services.flatMap((service) => checkPlace(config, service)),
    ...services.flatMap((service) => checkInstall(service)),
    ...services.flatMap((service) => checkPeople(config, service)),
    ...services.flatMap((service) => checkCircle(services, service)),
    ...contradict(names(config), ({ key }, first) => [
      `the name ${key} is that of ${first.who} already`,
      'give one another',
    ]),
    ...contradict(ports(config), ({ key }, first) => [
      `${first.who} listens on ${key.split(' ').at(-1)} of the same machine already`,
      'give one another port, or put one behind the other and remove its port here',
    ]),
  ]
}

function at({ id }: ServiceConfig, ...rest: (string | number)[]): Finding['path'] {
  return ['services', id, ...rest]
}

function checkPlace({ machines }: Config, service: ServiceConfig): Finding[] {
  const machine = machines.find(({ id }) => id === service.machine)
  if (service.outside !== undefined && service.machine !== undefined) {
    const message = `it runs outside (${service.outside}) and on ${service.machine}`
    return [{ path: at(service, 'outside'), message, hint: 'remove one of the two' }]
  }
  return (service.in ?? []).flatMap((id, index) => {
    if (!machine || machine.in.includes(id)) return []
    const message = `its machine ${machine.id} is not in ${id}`
    return [{ path: at(service, 'in', index), message, hint: `add ${id} to machines.${machine.id}.in` }]
  })
}

function checkInstall(service: ServiceConfig): Finding[] {
  const { role, runbook, outside } = service
  const given = Object.entries({ role, runbook, outside }).filter((entry) => entry[1] !== undefined)
  const second = given[1]?.[0]
  if (second === undefined) return []
  const message = `it is installed in two ways: ${given.map(([key]) => key).join(' and ')}`
  return [{ path: at(service, second), message, hint: 'leave the one that is true' }]
}

function checkPeople({ people }: Config, service: ServiceConfig): Finding[] {
  const { owner, second, status } = service
  if (status === 'retired') return []
  const left = (['owner', 'second'] as const).flatMap((key): Finding[] => {
    const person = people.find(({ id }) => id === service[key])
    if (!person?.left) return []
    return [{ path: at(service, key), message: `${person.name} has left`, hint: 'name somebody who is there' }]
  })
  if (owner !== undefined && owner === second) {
    const hint = 'name somebody else, or remove the line'
    return [...left, { path: at(service, 'second'), message: `${owner} cannot stand in for ${owner}`, hint }]
  }
  return left
}

function checkCircle(services: readonly ServiceConfig[], service: ServiceConfig): Finding[] {
  return service.depends_on.flatMap((name, index) => {
    if (!reaches(services, name, service.id, new Set())) return []
    const message = name === service.id ? 'it waits for itself' : `${name} waits for ${service.id} already, in a circle`
    return [{ path: at(service, 'depends_on', index), message, hint: 'one in the circle must do without another' }]
  })
}

function reaches(services: readonly ServiceConfig[], from: string, to: string, seen: Set<string>): boolean {
  if (from === to) return true
  if (seen.has(from)) return false
  seen.add(from)
  const next = services.find(({ id }) => id === from)?.depends_on ?? []
  return next.some((name) => reaches(services, name, to, seen))
}

function names(config: Config): Claim[] {
  return config.services
    .filter(({ status }) => status !== 'retired')
    .flatMap((service) =>
      service.names.flatMap((name, index) =>
        siteNamesOf(config, service, name).map(
          (key): Claim => ({ key, path: at(service, 'names', index), who: service.id }),
        ),
      ),
    )
}

function ports(config: Config): Claim[] {
  return config.services
    .filter(({ status, machine }) => status !== 'retired' && machine !== undefined)
    .flatMap((service) =>
      service.ports.flatMap(({ first, last, protocol }, index) =>
        environmentsOf(config, service).map(({ id }): Claim => {
          const port = first === last ? `${first}` : `${first}-${last}`
          return {
            key: `${service.machine} ${id} ${port}/${protocol}`,
            path: at(service, 'ports', index),
            who: service.id,
          }
        }),
      ),
    )
}
