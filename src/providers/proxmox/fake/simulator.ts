import { setImmediate, setTimeout } from 'node:timers/promises'
import { BrokenExchange, Incoming, type Outgoing } from '../../outbound/exchange.ts'
import type { Transport } from '../transport.ts'
import { answer, type Reply, type Request } from './answer.ts'
import { createFaults, type Fault, type TaskFault } from './faults.ts'
import { type Furniture, furnish } from './furnish.ts'
import type { Version } from './profile.ts'
import { createAccess } from './rights.ts'
import { createWorld, type World } from './world.ts'

export interface SimulatorOptions extends Furniture {
  readonly version?: Version
  readonly seed?: number
  /**
   * How many times faster than ours its time passes. Without it time passes only as somebody waits: for an answer, or by
   * `pass`; so a test needs no patience and is the same each time.
   */
  readonly speed?: number
}

/** A Proxmox VE cluster that is not there: it answers as one would, and has what one has. */
export interface Simulator {
  readonly world: World
  /** How many requests there were. */
  requests(): number
  answer(request: Request): Promise<Reply>
  /** For a client in the same process. */
  transport(): Transport
  /** Lets that many milliseconds pass; the clients' way of waiting. */
  pass(ms: number, signal?: AbortSignal): Promise<void>
  /** Lets calls go wrong. */
  break(fault: Fault): void
  /** Lets the next task of a type go wrong. */
  breakTask(fault: TaskFault): void
}

export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const { version, seed, speed } = options
  const began = performance.now()
  const startsAt = speed === undefined ? Date.UTC(2026, 0, 1) : Date.now()
  const faults = createFaults()
  const world = createWorld(createAccess(), faults, {
    ...(version !== undefined && { version }),
    ...(seed !== undefined && { seed }),
    startsAt,
    // A turn of the event loop, so that others who wait come in between.
    wait: (ms) => (speed === undefined ? setImmediate() : setTimeout(ms / speed)),
  })
  furnish(world, options)

  const catchUp = () => {
    if (speed !== undefined) world.engine.advanceTo(startsAt + (performance.now() - began) * speed)
  }
  const answerNow = async (request: Request) => {
    catchUp()
    return await answer(world, request)
  }

  return {
    world,
    requests: () => world.calls.length,
    answer: answerNow,
    transport: () => ({ carry: (outgoing) => carry(outgoing, answerNow), [Symbol.asyncDispose]: async () => {} }),
    async pass(ms, signal) {
      signal?.throwIfAborted()
      await setImmediate()
      if (speed === undefined) world.engine.advanceTo(world.engine.now() + ms)
      else await setTimeout(ms / speed, undefined, { signal })
    },
    break: (fault) => void faults.calls.push({ fault, left: fault.times ?? 1 }),
    breakTask: (fault) => void faults.tasks.push(fault),
  }
}

async function carry(outgoing: Outgoing, answerNow: (request: Request) => Promise<Reply>) {
  const { method = 'GET', path, headers, body } = outgoing
  const content = body === undefined ? '' : String(body.content)
  const typed = { ...headers, ...(body && { 'content-type': body.type }) }
  const reply = await answerNow({ method, path, headers: typed, body: content })
  if (reply.broken) {
    throw new BrokenExchange('connection', { started: true, answered: false }, 'other side closed')
  }
  const head = { status: reply.status, reason: reply.reason, type: 'application/json;charset=UTF-8' }
  return new Incoming(head, [Buffer.from(reply.body)])
}
