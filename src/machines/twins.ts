import type { Config, EnvironmentConfig, HostConfig, MachineConfig } from '../config/config.ts'

/** A machine in one of its environments, with what is otherwise there already applied. */
export interface Twin {
  readonly machine: MachineConfig
  readonly environment: EnvironmentConfig
  readonly host: HostConfig
  /** MiB; undefined when nothing says how much. */
  readonly memory: number | undefined
  readonly cores: number
  /** MiB */
  readonly disk: number
  readonly storage: string
  readonly template: string | undefined
  readonly image: string | undefined
  readonly backup: string | undefined
  readonly noBackup: string | undefined
  readonly protected: boolean
  readonly onboot: boolean
  readonly started: boolean
}

const defaultDisk = 20 * 1024

/**
 * Every machine in every environment, planned and retired ones too, in the order of the file. What refers to nothing is
 * left out: the configuration has said so.
 */
export function twinsOf(config: Config): Twin[] {
  return config.machines.flatMap((machine) =>
    machine.in.flatMap((id) => {
      const environment = config.environments.find((one) => one.id === id)
      const host = environment && hostOf(config, machine, environment)
      return host ? [twin(config, machine, environment, host)] : []
    }),
  )
}

/** What its names end in. */
export function domainOf({ coop }: Config, { id, domain, reach }: EnvironmentConfig): string {
  return domain ?? (reach === 'public' ? coop.domain : `${id}.${coop.domain}`)
}

function hostOf(
  { hosts }: Config,
  { overrides, host }: MachineConfig,
  environment: EnvironmentConfig,
): HostConfig | undefined {
  const wanted = overrides[environment.id]?.host ?? host ?? environment.host
  return wanted === undefined ? (hosts.length === 1 ? hosts[0] : undefined) : hosts.find(({ id }) => id === wanted)
}

function twin(config: Config, machine: MachineConfig, environment: EnvironmentConfig, host: HostConfig): Twin {
  const here = machine.overrides[environment.id] ?? {}
  const image = here.image ?? (here.template === undefined ? machine.image : undefined)
  const named = here.template ?? machine.template
  const only = Object.keys(host.templates).length === 1 ? Object.keys(host.templates)[0] : undefined
  return {
    machine,
    environment,
    host,
    memory: here.memory ?? machine.memory ?? weighed(config, machine),
    cores: here.cores ?? machine.cores,
    disk: here.disk ?? machine.disk ?? defaultDisk,
    storage: here.storage ?? machine.storage ?? host.storages[0]?.id ?? '',
    template: image === undefined ? (named ?? only) : undefined,
    image,
    ...backupOf(machine, environment),
    protected: here.protected ?? machine.protected ?? environment.protected,
    onboot: here.start_on_boot ?? machine.start_on_boot ?? environment.start_on_boot,
    started: here.started ?? machine.started,
  }
}

function weighed({ roadmap: { drop } }: Config, { weight }: MachineConfig): number | undefined {
  return drop !== undefined && weight !== undefined && weight.drops > 0 ? drop * weight.drops : undefined
}

/** The nearest that says anything decides; to say why there is none is also to say something. */
function backupOf(machine: MachineConfig, environment: EnvironmentConfig): Pick<Twin, 'backup' | 'noBackup'> {
  const levels = [machine.overrides[environment.id], machine, environment]
  const level = levels.find((one) => one?.backup !== undefined || one?.no_backup !== undefined)
  return { backup: level?.backup, noBackup: level?.backup === undefined ? level?.no_backup : undefined }
}
