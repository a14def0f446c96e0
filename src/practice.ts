import { Problem } from './lib/problem.ts'
import type { Declared } from './meetings/registry.ts'
import { practiceCalls } from './providers/bigbluebutton/fake/calls/calls.ts'
import { type PracticeCluster, startPracticeCluster } from './providers/bigbluebutton/fake/cluster.ts'
import { practiceToken } from './providers/proxmox/fake/furnish.ts'
import { versions } from './providers/proxmox/fake/profile.ts'
import {
  type PracticeProxmox,
  type PracticeProxmoxOptions,
  startPracticeProxmox,
} from './providers/proxmox/fake/server.ts'

export interface PracticeOptions {
  readonly count: number
  /** The port of the first server, the others follow; 0, the default, takes free ones. */
  readonly basePort?: number
  readonly host?: string
  /** Shared by all of them; made up when it is not given. */
  readonly secret?: string | undefined
  /** About so many simulated people in every meeting. */
  readonly people?: number
  /** Milliseconds before every answer. */
  readonly latencyMs?: number
  /** Calls (`*`: all of them) of which a share, 0 to 1, fails. */
  readonly fail?: readonly { readonly call: string; readonly probability: number }[]
}

export type { PracticeCluster }

/** What a practice Proxmox has, where it listens, and how much faster than ours its time passes. */
export interface ProxmoxPractice extends Omit<PracticeProxmoxOptions, 'version' | 'seed' | 'tls'> {
  /** Such as `8.4.5`; the newest when not given. */
  readonly release?: string | undefined
}

/**
 * Starts practice servers. Throws Problem 'usage' for a call that does not exist, 'unavailable' when
 * one of them cannot listen; then none runs.
 */
export async function startPractice(options: PracticeOptions): Promise<PracticeCluster> {
  const { latencyMs = 0, fail = [], ...rest } = options
  const unknown = fail.find(({ call }) => call !== '*' && !practiceCalls.includes(call))
  if (unknown) {
    const hint = `there are * for all of them, ${practiceCalls.join(', ')}`
    throw new Problem('usage', `BigBlueButton has no call ${unknown.call}`, { hint })
  }
  const cluster = await startPracticeCluster(rest)
  for (const server of cluster.servers) {
    // The first injection that fits is taken, so failures come before the latency of everything else.
    for (const { call, probability } of fail) server.inject(call, { probability, latencyMs, status: 500 })
    if (latencyMs > 0) server.inject('*', { latencyMs })
  }
  return cluster
}

export { practiceToken }

/**
 * Starts a practice Proxmox. Throws Problem 'usage' for a release that is not simulated, 'unavailable' when it cannot
 * listen.
 */
export async function startProxmox({ release, ...options }: ProxmoxPractice): Promise<PracticeProxmox> {
  const version = versions.find((one) => one === release)
  if (release !== undefined && version === undefined) {
    throw new Problem('usage', `there is no practice Proxmox of release ${release}`, {
      hint: `there are ${versions.join(', ')}`,
    })
  }
  return await startPracticeProxmox({ ...options, ...(version && { version }) })
}

/** Practice servers as servers of the pool, by the names practice-1, practice-2 and so on. */
export function toDefinitions({ servers }: PracticeCluster): Declared['servers'] {
  return servers.map(({ name, url, secret }) => ({
    definition: { id: name, url, capacity: 150, weight: 1, tags: ['practice'], checksum: 'sha256' },
    secret,
    origin: 'practice',
  }))
}
