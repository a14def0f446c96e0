import type { Config, HostConfig } from '../../config/config.ts'
import { Problem } from '../../lib/problem.ts'
import { Secret } from '../../lib/secret.ts'

/** Where `mycel practice --proxmox` listens unless it is told otherwise. */
const usual = 'http://127.0.0.1:8006'

/**
 * The hosts of each practice Proxmox: those that share an address in the file are nodes of one, and have its ids and
 * templates in common; others are each on their own. Hosts that name none are in the first.
 */
export function practicePlaces({ hosts }: Pick<Config, 'hosts'>): HostConfig[][] {
  const first = hosts.find(({ proxmox }) => proxmox)?.proxmox?.url
  return [...Map.groupBy(hosts, ({ proxmox }) => proxmox?.url ?? first).values()]
}

/**
 * The same file with a practice Proxmox in place of every host's own, so that nothing real is reached. `true` is the usual
 * address; when the hosts are in several Proxmox, the further ones are at the ports after that one. Throws Problem 'usage' for an address of anything but this computer.
 */
export async function onPractice(config: Config, address: string | true): Promise<Config> {
  const { practiceToken } = await import('../../practice.ts')
  const url = address === true ? usual : address.replace(/\/$/, '')
  if (!/^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(url)) {
    throw new Problem('usage', `${url} is not the address of a practice Proxmox on this computer`, {
      hint: 'start one: mycel practice --proxmox; it says its address',
    })
  }
  const token = { kind: 'literal', value: new Secret(practiceToken.secret) } as const
  const places = practicePlaces(config)
  const hosts = config.hosts.map((host) => {
    const place = places.findIndex((some) => some.includes(host))
    return { ...host, proxmox: { url: nextTo(url, place), token_id: practiceToken.id, token } }
  })
  return { ...config, hosts }
}

/** The address whose port comes so many after that of another. */
function nextTo(url: string, places: number): string {
  const next = new URL(url)
  next.port = String(Number(next.port || 80) + places)
  return next.origin
}
