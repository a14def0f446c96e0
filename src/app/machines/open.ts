import type { Config } from '../../config/config.ts'
import { resolveSecrets, type SecretPlaces } from '../../config/secrets.ts'
import { Problem } from '../../lib/problem.ts'
import type { ProxmoxAccess } from '../../providers/proxmox/access.ts'
import { createProxmox, type Proxmox } from '../../providers/proxmox/client.ts'
import { createJobs } from '../../providers/proxmox/jobs.ts'
import { createLock } from '../../providers/proxmox/lock.ts'
import { createMachines } from '../../providers/proxmox/machines.ts'
import { createPools } from '../../providers/proxmox/pools.ts'
import type { Claim, LockOptions, LockPlace } from '../../reconcile/lock.ts'
import { type Managed, manage } from '../../reconcile/manage.ts'
import { declare, placesOf } from './declare.ts'
import { isAlive, thisProcess } from './this-process.ts'

/** What coop.yaml declares, tied to where it is. Disposing it closes the connections. */
export interface Infrastructure extends AsyncDisposable {
  /** In building order. */
  readonly managed: readonly Managed[]
  readonly lock: LockPlace
  /** This process, as the lock would name it. */
  readonly claim: Omit<Claim, 'why' | 'since'>
  readonly isAlive: LockOptions['isAlive']
  /** What is declared and not looked after, in words. */
  readonly notes: readonly string[]
  /** Requests made so far. */
  requests(): number
}

/** What a test puts in the place of the real thing. */
export interface Overrides {
  readonly connect?: (access: ProxmoxAccess) => Proxmox
}

/**
 * Ties what is declared to the Proxmox it is in. Asks nothing yet. Throws Problems for secrets that are missing, 'not-found'
 * when the file declares no Proxmox.
 */
export async function openInfrastructure(
  config: Config,
  places: SecretPlaces,
  { connect = (access) => createProxmox({ access }) }: Overrides = {},
): Promise<Infrastructure> {
  await using stack = new AsyncDisposableStack()
  const hosts = await openHosts(config, places, (access) => stack.use(connect(access)))
  const [first] = hosts.values()
  if (!first) {
    const hint = 'write hosts: with a proxmox: in it; see docs/admin/plan-and-apply.md'
    throw new Problem('not-found', 'the file declares no host with a Proxmox, so there is nothing to look after', {
      hint,
    })
  }
  const { pools, machines, jobs, unreached } = declare(config)
  const owner = config.coop.domain
  const nodes = new Map(config.hosts.map(({ id, node }) => [id, node]))
  const options = { owner, hosts, nodes, machines: machines.map(({ want }) => want), jobs: jobs.length > 0 }
  const managed = [
    manage(createPools({ owner, hosts }), pools),
    manage(createMachines(options), machines),
    manage(createJobs({ owner, hosts }), jobs),
  ]
  const claim = await thisProcess()
  const resources = stack.move()
  return {
    managed,
    // All who could change the same machines have the same first host.
    lock: createLock(first),
    claim,
    isAlive,
    notes: [...unreached].map(([host, names]) => `${host} has no proxmox: so nobody looks after ${names.join(', ')}`),
    requests: () => [...new Set(hosts.values())].reduce((sum, proxmox) => sum + proxmox.requests(), 0),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

/** By host; hosts of one cluster share a client. */
async function openHosts(
  config: Config,
  secrets: SecretPlaces,
  connect: (access: ProxmoxAccess) => Proxmox,
): Promise<ReadonlyMap<string, Proxmox>> {
  const places = placesOf(config)
  const firsts = config.hosts.flatMap(({ id, proxmox }) => (proxmox && places.get(id) === id ? [{ id, proxmox }] : []))
  const tokens = await resolveSecrets(
    firsts.map(({ proxmox }) => proxmox.token),
    secrets,
  )
  const byFirst = new Map(
    firsts.flatMap(({ id, proxmox: { url, token_id: tokenId, fingerprint, authority: ca } }, index) => {
      const token = tokens[index]
      return token ? [[id, connect({ name: id, url, tokenId, token, fingerprint, ca })] as const] : []
    }),
  )
  return new Map(
    [...places].flatMap(([host, first]) => {
      const proxmox = byFirst.get(first)
      return proxmox ? [[host, proxmox] as const] : []
    }),
  )
}
