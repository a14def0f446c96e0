import { readdirSync, readFileSync } from 'node:fs'

/** CPU seconds of a process and all below it so far, those that have ended included. Needs Linux's /proc. */
export function treeCpuSeconds(pid: number): number {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(readProcess)
    .filter((process) => process !== undefined)
  const below = (parent: number): number =>
    all
      .filter((process) => process.parent === parent)
      .reduce((sum, process) => sum + process.ticks + below(process.pid), 0)
  const root = all.find((process) => process.pid === pid)
  return ((root ? root.ticks + root.reaped : 0) + below(pid)) / ticksPerSecond
}

/** The same on every Linux that Node runs on. */
const ticksPerSecond = 100

interface Process {
  readonly pid: number
  readonly parent: number
  readonly ticks: number
  /** Those of its children that have ended. */
  readonly reaped: number
}

function readProcess(pid: string): Process | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name of the program, in parentheses, may hold spaces.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const at = (index: number) => fields[index] ?? 0
    return { pid: Number(pid), parent: at(1), ticks: at(11) + at(12), reaped: at(13) + at(14) }
  } catch {
    return undefined
  }
}
