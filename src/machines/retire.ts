import type { Config, ServiceConfig } from '../config/config.ts'
import type { Path } from '../config/wording.ts'
import { dependantsOf, environmentsOf, machineOf, siteNamesOf } from './catalogue.ts'

/** Something to look after before or when a service ends. */
export interface RetireTask {
  /** `first` before anything is switched off, `then` when it is, `last` when nobody misses it. */
  readonly when: 'first' | 'then' | 'last'
  readonly task: string
  /** Where coop.yaml refers to it. */
  readonly path?: Path | undefined
}

/** A host name or word by which other parts of the file lead to it, such as short links. */
export interface Mention {
  readonly path: Path
  /** As written. */
  readonly text: string
}

/**
 * All that refers to a service, as a checklist: who depends on it, its names, ports, data, backups, machine and money, and
 * whatever else in the file mentions one of its names. Pure.
 */
export function retireTasks(config: Config, service: ServiceConfig, mentions: readonly Mention[]): RetireTask[] {
  const at = (...rest: Path): Path => ['services', service.id, ...rest]
  return [
    ...dependantsOf(config, service).map(({ id, depends_on: needs }): RetireTask => {
      const task = `give ${id} something else to depend on, or retire it before`
      return { when: 'first', task, path: ['services', id, 'depends_on', needs.indexOf(service.id)] }
    }),
    ...(service.data === undefined ? [] : [keepData(service, at('data'))]),
    { when: 'first', task: 'tell those who use it when it ends, and what they use then' },
    ...namesOf(config, service).map(
      ({ name, path }): RetireTask => ({ when: 'then', task: `let ${name} lead to a page that says so`, path }),
    ),
    ...mentions.map(({ path, text }): RetireTask => ({ when: 'then', task: `change what leads to it: ${text}`, path })),
    { when: 'then', task: 'write status: retired and until: with the month', path: at('status') },
    ...machineTasks(config, service),
    ...service.depends_on.map((id, index): RetireTask => {
      const others = dependantsOf(config, { ...service, id }).filter((one) => one.id !== service.id)
      const task =
        others.length === 0 ? `nothing else depends on ${id}: is it still needed?` : `take its access to ${id} away`
      return { when: 'last', task, path: at('depends_on', index) }
    }),
    ...(service.price ? [{ when: 'last', task: 'cancel what is paid for it', path: at('price') } as const] : []),
    { when: 'last', task: 'revoke its secrets, and the tokens that others have for it' },
  ]
}

/** Every host name of a service, in all its environments. */
export function namesOf(config: Config, service: ServiceConfig): { name: string; path: Path }[] {
  return service.names.flatMap((written, index) =>
    siteNamesOf(config, service, written).map((name) => ({ name, path: ['services', service.id, 'names', index] })),
  )
}

function keepData({ data }: ServiceConfig, path: Path): RetireTask {
  return { when: 'first', task: `take a last copy, and say where it is kept and until when: ${data}`, path }
}

function machineTasks(config: Config, service: ServiceConfig): RetireTask[] {
  const machine = machineOf(config, service)
  if (!machine) return []
  const others = config.services.filter(
    ({ id, machine: on, status }) => on === machine.id && id !== service.id && status !== 'retired',
  )
  if (others.length === 0) {
    const task = `nothing else runs on ${machine.id}: write state: retired and until:, keep its last backup, then mycel apply`
    return [{ when: 'last', task, path: ['machines', machine.id] }]
  }
  const environments = environmentsOf(config, service).map(({ id }) => id)
  const names = others.map(({ id }) => id).join(', ')
  const ports = service.ports.length > 0 ? '; its ports close with the next mycel apply' : ''
  const task = `take it off ${machine.id} (${environments.join(', ')}), where ${names} stay${ports}`
  return [{ when: 'last', task, path: ['services', service.id, 'machine'] }]
}
