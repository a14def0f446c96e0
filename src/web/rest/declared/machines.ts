import { z } from 'zod'
import type { Config } from '../../../config/config.ts'
import { dependantsOf, environmentsOf, monthsOfService } from '../../../machines/catalogue.ts'
import { desiredMachines } from '../../../machines/desired.ts'
import { inventoryOf } from '../../../machines/inventory.ts'
import { namesOf } from '../../../machines/retire.ts'
import type { Installation } from '../../installation.ts'
import { type Api, failures } from '../api.ts'

const named = z.object({ id: z.string(), name: z.string() })

const machine = z.object({
  name: z.string().describe('The whole name: web1.staging.example.coop.'),
  machine: z.string().describe('Its name in the file; its twins share it.'),
  environment: z.string(),
  host: z.string(),
  vmid: z.int(),
  memory: z.int().describe('MiB'),
  cores: z.int(),
  disk: z.int().describe('GiB, all disks together.'),
  backup: z.string().nullable().describe('Null where the file says why there is none.'),
  addresses: z.array(
    z.object({ ipv4: z.string().nullable(), ipv6: z.string().nullable(), word: z.string().nullable() }),
  ),
  services: z.array(z.string()),
})

const service = z.object({
  id: z.string(),
  name: z.string(),
  what: z.string(),
  status: z.enum(['planned', 'staging', 'production', 'retired']),
  machine: z.string().nullable(),
  outside: z.string().nullable().describe('Who runs it, when it is not us.'),
  environments: z.array(z.string()),
  names: z.array(z.string()),
  owner: z.string().nullable(),
  second: z.string().nullable(),
  dependsOn: z.array(z.string()),
  neededBy: z.array(z.string()),
  month: z.string().nullable().describe('When it came, else for when it is planned: 2020-06.'),
})

const answer = z
  .object({
    environments: z.array(named),
    hosts: z.array(named),
    machines: z.array(machine),
    services: z.array(service),
  })
  .meta({ id: 'DeclaredMachines' })

/** What the file declares: machines by host and environment, and the catalogue. Who may: whoever sees the installation. */
export function serveMachines(api: Api, { declared }: Installation): void {
  api.get(
    '/machines',
    {
      schema: {
        summary: 'The machines and services that coop.yaml declares',
        tags: ['machines'],
        response: { 200: answer, ...failures },
      },
    },
    () => ({
      environments: declared.environments.map(({ id, name }) => ({ id, name })),
      hosts: declared.hosts.map(({ id, name }) => ({ id, name })),
      machines: viewMachines(declared),
      services: viewServices(declared),
    }),
  )
}

function viewMachines(config: Config): z.infer<typeof machine>[] {
  const inventory = inventoryOf(config)
  return desiredMachines(config).map((one) => ({
    name: one.name,
    machine: one.machine,
    environment: one.environment,
    host: one.host,
    vmid: one.vmid,
    memory: one.memory,
    cores: one.cores,
    disk: one.disks.reduce((sum, { size }) => sum + size, 0),
    backup: one.backup ?? null,
    addresses: inventory
      .filter(({ name }) => name === one.name)
      .map(({ ipv4, ipv6, word }) => ({ ipv4: ipv4 ?? null, ipv6: ipv6 ?? null, word: word ?? null })),
    services: config.services
      .filter((service) => service.machine === one.machine && isIn(config, service, one.environment))
      .map(({ id }) => id),
  }))
}

function isIn(config: Config, service: Config['services'][number], environment: string): boolean {
  return service.status !== 'retired' && environmentsOf(config, service).some(({ id }) => id === environment)
}

function viewServices(config: Config): z.infer<typeof service>[] {
  return config.services.map((one) => {
    const { month, since } = monthsOfService(config, one)
    return {
      id: one.id,
      name: one.name,
      what: one.what,
      status: one.status,
      machine: one.machine ?? null,
      outside: one.outside ?? null,
      environments: environmentsOf(config, one).map(({ id }) => id),
      names: namesOf(config, one).map(({ name }) => name),
      owner: one.owner ?? null,
      second: one.second ?? null,
      dependsOn: [...one.depends_on],
      neededBy: dependantsOf(config, one).map(({ id }) => id),
      month: since ?? month ?? null,
    }
  })
}
