import { accessMethods } from './access.ts'
import { backupMethods } from './backup.ts'
import { cloneMethod } from './clone.ts'
import { clusterMethods } from './cluster.ts'
import { configMethods } from './config.ts'
import { firewallMethods } from './firewall.ts'
import { guestMethods } from './guests.ts'
import type { Method } from './method.ts'
import { poolMethods } from './pools.ts'
import { powerMethods } from './power.ts'
import { taskMethods } from './tasks.ts'

/** All that the practice Proxmox answers. */
export const methods: readonly Method[] = [
  ...accessMethods,
  ...clusterMethods,
  ...poolMethods,
  ...guestMethods,
  cloneMethod,
  ...configMethods,
  ...powerMethods,
  ...taskMethods,
  ...backupMethods,
  ...firewallMethods,
]

/** The method of a call, with the parameters that stand in its path. */
export function findMethod(
  major: number,
  verb: string,
  path: string,
): { readonly method: Method; readonly inPath: Readonly<Record<string, string>> } | undefined {
  const parts = path.split('/')
  for (const method of methods) {
    if (method.verb !== verb || method.in?.(major) === false) continue
    const inPath = match(method.path.split('/'), parts)
    if (inPath) return { method, inPath }
  }
  return undefined
}

function match(template: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (template.length !== parts.length) return undefined
  const found: Record<string, string> = {}
  for (const [i, expected] of template.entries()) {
    const part = decodeURIComponent(parts[i] ?? '')
    const [, name] = /^\{(.+)\}$/.exec(expected) ?? []
    if (name !== undefined) found[name] = part
    else if (part !== expected) return undefined
  }
  return found
}
