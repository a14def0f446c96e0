import type { Process } from '../engine.ts'
import { applyPending } from '../guest.ts'
import { died } from '../refusal.ts'
import { flag, integer, optional } from '../rules.ts'
import { forkWorker } from '../worker.ts'
import { checkLock, type Guest, type World } from '../world.ts'
import { type Call, configLock, guestOf, lockTimeout, type Method, node, skiplock, vmid } from './method.ts'

type Verb = 'start' | 'stop' | 'shutdown' | 'reboot'

const timeout = optional(integer(0))

/** A verb on a machine: it needs VM.PowerMgmt and is a task. */
function power(verb: Verb, more: Method['rules'], work: (world: World, guest: Guest) => Process<void>): Method {
  return {
    verb: 'POST',
    path: `/nodes/{node}/qemu/{vmid}/status/${verb}`,
    rules: (profile, asked) => ({ node, vmid: vmid(profile), timeout, ...more(profile, asked) }),
    allow: (judge, { vmid }) => judge.need(`/vms/${vmid}`, 'VM.PowerMgmt'),
    run(call: Call) {
      const guest = guestOf(call)
      const task = { type: `qm${verb}`, id: String(guest.vmid), node: guest.node, user: call.who }
      return forkWorker(call.world, task, () => locked(guest, work(call.world, guest)))
    },
  }
}

function* locked(guest: Guest, work: Process<void>): Process<void> {
  if (!(yield { kind: 'lock', name: configLock(guest.vmid), shared: false, ms: 10_000 })) throw lockTimeout(guest.vmid)
  checkLock(guest)
  yield* work
}

function* starting(world: World, guest: Guest): Process<void> {
  if (guest.config['template'] === '1') throw died("you can't start a vm if it's a template")
  if (guest.isRunning) throw died(`VM ${guest.vmid} already running`)
  applyPending(guest)
  yield { kind: 'sleep', ms: 800 + world.random() * 600 }
  guest.isRunning = true
  guest.startedAt = world.engine.now()
}

function* stopping(world: World, guest: Guest, ms: number): Process<void> {
  yield { kind: 'sleep', ms }
  guest.isRunning = false
  guest.startedAt = world.engine.now()
  applyPending(guest)
}

function* rebooting(world: World, guest: Guest): Process<void> {
  if (!guest.isRunning) throw died(`VM ${guest.vmid} not running`)
  yield* stopping(world, guest, 3_000)
  yield* starting(world, guest)
}

const status: Method = {
  verb: 'GET',
  path: '/nodes/{node}/qemu/{vmid}/status/current',
  rules: (profile) => ({ node, vmid: vmid(profile) }),
  allow: (judge, { vmid }) => judge.need(`/vms/${vmid}`, 'VM.Audit'),
  run(call) {
    const guest = guestOf(call)
    const state = guest.isRunning ? 'running' : 'stopped'
    return {
      vmid: guest.vmid,
      name: guest.config['name'],
      status: state,
      qmpstatus: state,
      ...(guest.config['lock'] !== undefined && { lock: guest.config['lock'] }),
      uptime: guest.isRunning ? Math.floor((call.world.engine.now() - guest.startedAt) / 1000) : 0,
      ha: { managed: 0 },
    }
  },
}

export const powerMethods: readonly Method[] = [
  power('start', () => ({ skiplock }), starting),
  power(
    'stop',
    () => ({ skiplock, keepActive: flag }),
    (world, guest) => stopping(world, guest, 1_000),
  ),
  power(
    'shutdown',
    () => ({ skiplock, forceStop: flag, keepActive: flag }),
    (world, guest) => stopping(world, guest, 4_000),
  ),
  power('reboot', () => ({}), rebooting),
  status,
]
