import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { findFreePort } from './free-port.ts'
import { findProgram } from './program.ts'

/** The Redis server's program, or undefined when this machine has none: then say so and skip. */
export function findRedis(): string | undefined {
  return findProgram('redis-server')
}

export interface RedisServer extends AsyncDisposable {
  readonly url: string
  pid(): number
  /** Kills it, as a power cut would. */
  kill(): Promise<void>
  /** Starts it again on the same port. */
  start(): Promise<void>
}

/** Starts a throw-away Redis on a free port, in a network namespace if one is named; it keeps nothing. */
export async function startRedis(program: string, namespace?: string): Promise<RedisServer> {
  const port = await findFreePort()
  const running: { child?: ChildProcess } = {}

  const start = async () => {
    const reach = namespace === undefined ? ['--bind', '127.0.0.1'] : ['--protected-mode', 'no']
    const args = ['--port', String(port), ...reach, '--save', '', '--appendonly', 'no']
    const within = namespace === undefined ? [] : ['ip', 'netns', 'exec', namespace]
    const [command = program, ...rest] = [...within, program, ...args]
    const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'ignore'] })
    running.child = child
    for await (const chunk of child.stdout) if (String(chunk).includes('Ready to accept connections')) break
    child.stdout.resume()
  }
  const kill = async () => {
    const { child } = running
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: () => running.child?.pid ?? 0,
    start,
    kill,
    [Symbol.asyncDispose]: kill,
  }
}
