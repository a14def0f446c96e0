import { type Process, type Running } from './engine.ts'
import { nextTaskFault } from './faults.ts'
import { died } from './refusal.ts'
import { hex, type World } from './world.ts'

export interface Task {
  readonly upid: string
  readonly node: string
  readonly pid: number
  readonly type: string
  readonly id: string
  readonly user: string
  /** Seconds since 1970. */
  readonly startTime: number
  endTime: number | undefined
  /** `OK`, `WARNINGS: 1` or an error; undefined while it runs. */
  exit: string | undefined
  readonly log: string[]
  running: Running | undefined
}

/** How a task ends whose worker was killed. */
const killed = 'unexpected status'

/** What a task may say while it works. */
export type Say = (line: string) => void

/**
 * Starts a worker for what takes long, and gives the name of its task. It ends as the process does: with OK, with WARNINGS
 * when it said any, or with its error.
 */
export function forkWorker(
  world: World,
  {
    type,
    id,
    node,
    user,
  }: { readonly type: string; readonly id: string; readonly node: string; readonly user: string },
  work: (say: Say) => Process<void>,
): string {
  const fault = nextTaskFault(world.faults, type)
  if (fault?.effect === 'no worker') throw died('got no worker upid - start worker failed')

  const task = newTask(world, { type, id, node, user })
  const say: Say = (line) => task.log.push(line)
  task.running = world.engine.spawn(work(say), (outcome) => {
    if ('error' in outcome) end(world, task, messageOf(outcome.error))
    else if (fault?.effect === 'warns') endWithWarning(world, task)
    else end(world, task, 'OK')
  })
  if (fault) world.engine.spawn(strike(task, fault), () => {})
  return task.upid
}

function* strike(task: Task, { effect, afterMs = 100 }: { effect: unknown; afterMs?: number }): Process<void> {
  yield { kind: 'sleep', ms: afterMs }
  if (task.exit !== undefined) return
  if (effect === 'killed') task.running?.kill(new Error(killed))
  else if (typeof effect === 'object') task.running?.interrupt(new Error(String(Object(effect).error)))
}

/** Stops a task as DELETE does: its worker may still tidy up. */
export function stopTask(task: Task): void {
  task.running?.interrupt(new Error('interrupted by signal'))
}

function newTask(
  world: World,
  { type, id, node, user }: { type: string; id: string; node: string; user: string },
): Task {
  const startTime = Math.floor(world.engine.now() / 1000)
  const pid = 1000 + world.tasks.length
  const [hexPid, hexStart] = [pid.toString(16), startTime.toString(16)].map((text) =>
    text.toUpperCase().padStart(8, '0'),
  )
  const upid = `UPID:${node}:${hexPid}:${hex(world, 8).toUpperCase()}:${hexStart}:${type}:${id}:${user}:`
  const task: Task = {
    upid,
    node,
    pid,
    type,
    id,
    user,
    startTime,
    endTime: undefined,
    exit: undefined,
    log: [],
    running: undefined,
  }
  world.tasks.push(task)
  return task
}

function end(world: World, task: Task, exit: string): void {
  task.exit = exit
  task.endTime = Math.floor(world.engine.now() / 1000)
  // Who is killed writes nothing any more.
  if (exit === killed) return
  task.log.push(exit === 'OK' || exit.startsWith('WARNINGS') ? `TASK ${exit}` : `TASK ERROR: ${exit}`)
}

function endWithWarning(world: World, task: Task): void {
  task.log.push('WARN: the practice Proxmox was told to warn')
  end(world, task, 'WARNINGS: 1')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
