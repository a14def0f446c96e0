import type { Condition } from './health.ts'
import { type Server, whyClosed } from './pool.ts'

/** What is known of a server: a disabled one is not looked at, so whatever it was last is no news. */
export type Standing = Condition | 'disabled'

export const standings: readonly Standing[] = ['online', 'suspect', 'offline', 'unknown', 'disabled']

export function standingOf({ admin, health }: Pick<Server, 'admin' | 'health'>): Standing {
  return admin === 'disabled' ? 'disabled' : health.condition
}

/** How many servers there are of each standing. */
export function countServers(servers: readonly Server[]): Record<Standing, number> {
  const counts = { online: 0, suspect: 0, offline: 0, unknown: 0, disabled: 0 }
  for (const server of servers) counts[standingOf(server)]++
  return counts
}

/** How many servers there are of each standing, and whether none takes new meetings; in words, one line each. */
export function describeServers(servers: readonly Server[], now: number): string[] {
  const counts = countServers(servers)
  const parts = standings.filter((one) => counts[one] > 0).map((one) => `${counts[one]} ${one}`)
  const line = parts.length === 0 ? 'there is no server' : `servers: ${parts.join(', ')}`
  return takesMeetings(servers, now) ? [line] : [line, noneTakes]
}

/** Whether there is a server that takes new meetings. */
export function takesMeetings(servers: readonly Server[], now: number): boolean {
  return servers.some((server) => whyClosed(server, now) === undefined)
}

const noneTakes = 'no server takes new meetings'
