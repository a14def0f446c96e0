import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where a program of the system is, or undefined when this machine has none. Daemons are outside most users' path. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/bin']
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file))
}
