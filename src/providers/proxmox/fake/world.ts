import { createHash } from 'node:crypto'
import { createEngine, type Engine, type Outcome, type Process } from './engine.ts'
import type { Faults } from './faults.ts'
import { type Profile, profileOf, type Version } from './profile.ts'
import { died } from './refusal.ts'
import type { Access } from './rights.ts'
import type { Task } from './worker.ts'

/** All that a simulated Proxmox cluster is. Everything in it is plain data that a test may look at and change. */
export interface World {
  readonly profile: Profile
  readonly engine: Engine
  /** Lets a process run, and the time pass that it needs. */
  complete<Result>(process: Process<Result>): Promise<Result>
  /** From 0 to 1, the same in every run. */
  random(): number
  readonly nodes: Map<string, Node>
  readonly storages: Map<string, Storage>
  readonly bridges: Set<string>
  readonly guests: Map<number, Guest>
  readonly pools: Map<string, { comment: string }>
  readonly jobs: Map<string, Record<string, string | number>>
  readonly tasks: Task[]
  readonly access: Access
  readonly faults: Faults
  /** Calls so far, as `GET /version`. */
  readonly calls: string[]
}

export interface Node {
  readonly name: string
  isOnline: boolean
  readonly cpus: number
  /** Bytes. */
  readonly memory: number
}

export interface Storage {
  readonly id: string
  readonly type: string
  readonly shared: boolean
  readonly content: readonly string[]
  /** Bytes, on each node when it is not shared. */
  readonly total: number
  /** By the node (empty when shared) and the id of the volume. */
  readonly volumes: Map<string, Volume>
}

export interface Volume {
  readonly id: string
  readonly node: string
  readonly vmid: number | undefined
  /** Bytes. */
  size: number
  readonly content: string
  readonly format: string
}

export interface Guest {
  readonly vmid: number
  readonly node: string
  pool: string | undefined
  isRunning: boolean
  startedAt: number
  /** What it runs with, and would when it is not running. */
  config: Record<string, string>
  /** What waits for the next start; undefined is to be deleted. */
  pending: Record<string, string | undefined>
  firewall: { rules: Record<string, string | number>[]; options: Record<string, string | number> }
}

export interface WorldOptions {
  readonly version?: Version
  readonly seed?: number
  /** Milliseconds that the cluster's clock shows at first. */
  readonly startsAt?: number
  /** How time passes while somebody waits for an answer; without it, it passes at once. */
  readonly wait?: (ms: number) => Promise<void>
}

/** An empty cluster: no nodes, nobody who may do anything. */
export function createWorld(access: Access, faults: Faults, options: WorldOptions = {}): World {
  const { version = '9.2.3', seed = 1, startsAt = Date.UTC(2026, 0, 1), wait = () => Promise.resolve() } = options
  const engine = createEngine(startsAt)
  return {
    profile: profileOf(version),
    engine,
    complete: (process) => complete(engine, process, wait),
    random: seeded(seed),
    nodes: new Map(),
    storages: new Map(),
    bridges: new Set(),
    guests: new Map(),
    pools: new Map(),
    jobs: new Map(),
    tasks: [],
    access,
    faults,
    calls: [],
  }
}

async function complete<Result>(
  engine: Engine,
  process: Process<Result>,
  wait: (ms: number) => Promise<void>,
): Promise<Result> {
  const outcomes: Outcome<Result>[] = []
  engine.spawn(process, (ended) => void outcomes.push(ended))
  for (let next = engine.next(); outcomes.length === 0 && next !== undefined; next = engine.next()) {
    await wait(next - engine.now())
    engine.advanceTo(next)
  }
  const [outcome] = outcomes
  if (!outcome) throw new Error('a process of the practice Proxmox waits for nothing')
  if ('error' in outcome) throw outcome.error
  return outcome.value
}

/** Mulberry32: enough for durations and addresses that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A guest on that node, or what Proxmox says when there is none. */
export function guestOn(world: World, node: string, vmid: number): Guest {
  const guest = world.guests.get(vmid)
  if (guest?.node === node) return guest
  throw died(`Configuration file 'nodes/${node}/qemu-server/${vmid}.conf' does not exist`)
}

/** The digest of a configuration file: it changes with every change, pending ones too. */
export function digestOf({ config, pending }: Guest): string {
  const written = JSON.stringify([Object.entries(config).toSorted(), Object.entries(pending).toSorted()])
  return createHash('sha1').update(written).digest('hex')
}

export function checkLock({ config }: Guest): void {
  if (config['lock'] !== undefined) throw died(`VM is locked (${config['lock']})`)
}

/** Random hexadecimal digits. */
export function hex(world: World, digits: number): string {
  return Array.from({ length: digits }, () => Math.floor(world.random() * 16).toString(16)).join('')
}

export function newUuid(world: World): string {
  return [8, 4, 4, 4, 12].map((digits) => hex(world, digits)).join('-')
}
