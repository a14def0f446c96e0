import { notAllowed, Refusal } from '../refusal.ts'
import { flag, integer, optional, text } from '../rules.ts'
import { stopTask, type Task } from '../worker.ts'
import { type Call, type Method, node, nodeOf, numberOf, textOf, vmid, without } from './method.ts'

const upid = text()

const list: Method = {
  verb: 'GET',
  path: '/nodes/{node}/tasks',
  rules: (profile) => ({
    node,
    vmid: optional(vmid(profile) ?? text()),
    start: optional(integer(0)),
    limit: optional(integer(0)),
    errors: flag,
    source: optional(text({ oneOf: ['archive', 'active', 'all'] })),
    typefilter: optional(text()),
    userfilter: optional(text()),
    ...(profile.major >= 7 && {
      since: optional(integer()),
      until: optional(integer()),
      statusfilter: optional(text()),
    }),
  }),
  run(call) {
    const { world, given } = call
    const name = nodeOf(call)
    const source = textOf(call, 'source') || 'archive'
    const wanted = world.tasks.filter(
      (task) =>
        task.node === name &&
        mayRead(call, task) &&
        (given['vmid'] === undefined || task.id === textOf(call, 'vmid')) &&
        (source === 'all' || (source === 'active') === (task.exit === undefined)) &&
        (given['typefilter'] === undefined || task.type === given['typefilter']),
    )
    const start = numberOf(call, 'start') || 0
    return wanted
      .toReversed()
      .slice(start, start + (numberOf(call, 'limit') || 50))
      .map(show)
  },
}

function show(task: Task): Record<string, unknown> {
  const { upid, node, pid, type, id, user, startTime, endTime, exit } = task
  return {
    upid,
    node,
    pid,
    pstart: 0,
    type,
    id,
    user,
    starttime: startTime,
    ...(endTime !== undefined && { endtime: endTime, status: exit }),
  }
}

/** Everybody sees their own, and those of their tokens; others need Sys.Audit on the node. */
function mayRead({ who, judge }: Call, { user, node }: Task): boolean {
  return user === who || user.startsWith(`${who}!`) || judge.may(`/nodes/${node}`, 'Sys.Audit')
}

function taskOf(call: Call): Task {
  const task = call.world.tasks.find((one) => one.upid === textOf(call, 'upid'))
  if (!task) throw new Refusal(500, 'no such task')
  if (!mayRead(call, task)) throw notAllowed(`/nodes/${task.node}, Sys.Audit`)
  return task
}

const status: Method = {
  verb: 'GET',
  path: '/nodes/{node}/tasks/{upid}/status',
  rules: () => ({ node, upid }),
  run(call) {
    nodeOf(call)
    const shown = without(show(taskOf(call)), 'status')
    const { exit } = taskOf(call)
    return {
      ...shown,
      status: exit === undefined ? 'running' : 'stopped',
      ...(exit !== undefined && { exitstatus: exit }),
    }
  },
}

const log: Method = {
  verb: 'GET',
  path: '/nodes/{node}/tasks/{upid}/log',
  rules: ({ major }) => ({
    node,
    upid,
    start: optional(integer(0)),
    limit: optional(integer(0)),
    ...(major >= 7 && { download: flag }),
  }),
  run(call) {
    nodeOf(call)
    const lines = taskOf(call).log
    if (lines.length === 0) return [{ n: 1, t: 'no content' }]
    const start = numberOf(call, 'start') || 0
    const limit = call.given['limit'] === undefined ? 50 : numberOf(call, 'limit')
    return lines.slice(start, start + limit).map((t, i) => ({ n: start + i + 1, t }))
  },
}

const stop: Method = {
  verb: 'DELETE',
  path: '/nodes/{node}/tasks/{upid}',
  rules: () => ({ node, upid }),
  run(call) {
    nodeOf(call)
    stopTask(taskOf(call))
    return null
  },
}

export const taskMethods: readonly Method[] = [list, status, log, stop]
