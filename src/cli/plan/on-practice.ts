import type { Config } from '../../config/config.ts'
import { Problem } from '../../lib/problem.ts'
import { Secret } from '../../lib/secret.ts'

/** Where `mycel practice --proxmox` listens unless it is told otherwise. */
const usual = 'http://127.0.0.1:8006'

/**
 * The same file with a practice Proxmox in place of every host's own, so that nothing real is reached. `true` is the usual
 * address. Throws Problem 'usage' for an address of anything but this computer.
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
  const proxmox = { url, token_id: practiceToken.id, token }
  return { ...config, hosts: config.hosts.map((host) => ({ ...host, proxmox })) }
}
