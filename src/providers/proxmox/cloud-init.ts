/** Keys as Proxmox keeps them: the value itself is percent-encoded, a space never as `+`. The form encodes it once more. */
export function writeSshKeys(keys: readonly string[]): string {
  return encodeURIComponent(keys.map((key) => `${key.trim()}\n`).join('')).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** The keys in what Proxmox gives; empty lines and comments are none. What is not percent-encoded is taken as it is. */
export function readSshKeys(value: string): readonly string[] {
  const lines = decoded(value).split(/\r?\n/)
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** Addresses of one network card: `ip=10.0.1.4/24,gw=10.0.1.1`; absent ones are left out. */
export interface IpConfig {
  readonly ip?: string | undefined
  readonly gw?: string | undefined
  readonly ip6?: string | undefined
  readonly gw6?: string | undefined
}

const ipKeys = ['ip', 'gw', 'ip6', 'gw6'] as const

export function writeIpConfig(config: IpConfig): string {
  return ipKeys.flatMap((key) => (config[key] === undefined ? [] : [`${key}=${config[key]}`])).join(',')
}
