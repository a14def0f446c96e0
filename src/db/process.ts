import { execFile } from 'node:child_process'
import { readFile, readlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { promisify } from 'node:util'

/** The machine and the container, within which alone a process number means something. */
export async function findPlace(): Promise<string> {
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '')
  return `${hostname()} ${namespace}`.trim()
}

/** When the process began, as the system says it; undefined when there is none with this number. */
export async function processStart(pid: number): Promise<string | undefined> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(absent)
  if (boot === undefined) return await processStartByPs(pid)
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(absent)
  if (stat === undefined) return undefined
  // The command name, in parentheses, may hold spaces; the start is the 20th field after it, the state the first.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' ? undefined : `${boot.trim()}:${fields[19]}`
}

/** Undefined for a file or a process that is not there; any other failure is thrown on. */
export function absent(error: unknown): undefined {
  if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return undefined
  throw error
}

/** The code of a failed system call, such as `ENOENT`. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

async function processStartByPs(pid: number): Promise<string | undefined> {
  const env = { LC_ALL: 'C', TZ: 'UTC' }
  const found = await promisify(execFile)('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], { env }).catch(
    () => undefined,
  )
  return found?.stdout.trim() || undefined
}
