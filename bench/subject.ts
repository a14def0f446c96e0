import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { Session } from 'node:inspector/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'

/** A process under test: started with `startSubject`, it runs `runSubject` and is asked things over its channel. */
export interface Subject extends AsyncDisposable {
  /** Asks the process to do something and gives its answer. */
  ask<T>(name: string, argument?: unknown): Promise<T>
  /** CPU seconds of the process so far, user and system. */
  cpu(): Promise<number>
  /** Resident memory in MB. */
  memory(): Promise<number>
  /** Writes down what its CPU does from now on, until told to stop; then gives the file, for a browser's profiler. */
  profile(isOn: boolean): Promise<string>
}

export type Tasks = Readonly<Record<string, (argument: never) => unknown>>

/** Starts a module of this folder as a process of its own, built as users have it. */
export async function startSubject(module: string, argument: unknown = {}): Promise<Subject> {
  const child = fork(await built(module), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: nodeOptions() })
  const ask = createAsk(child)
  await ask('start', argument)
  return {
    ask,
    cpu: () => ask<number>('cpu'),
    memory: () => ask<number>('memory'),
    profile: (isOn) => ask<string>('profile', isOn),
    async [Symbol.asyncDispose]() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** Those with which the launcher starts Mycel. */
function nodeOptions(): string[] {
  const launcher = readFileSync(join(import.meta.dirname, '../mycel'), 'utf8')
  const options = /^exec "\$node" (?<options>.*) "\$root/m.exec(launcher)?.groups?.['options']
  if (options === undefined) throw new Error('the launcher starts no program as it used to')
  return options.split(' ')
}

/** Reading TypeScript takes memory, which a built program does not need. */
async function built(module: string): Promise<string> {
  const root = join(import.meta.dirname, '..')
  const folder = join(root, 'dist/bench')
  const outfile = join(folder, module.replace(/\.ts$/, '.js'))
  const entry = join(import.meta.dirname, module)
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node24',
  })
  await cp(join(root, 'src/db/migrations'), join(dirname(outfile), 'migrations'), { recursive: true })
  return outfile
}

interface Question {
  readonly id: number
  readonly name: string
  readonly argument: unknown
}

interface Reply {
  readonly id: number
  readonly result?: unknown
  readonly error?: string
}

function createAsk(child: ChildProcess): Subject['ask'] {
  const waiting = new Map<number, (reply: Reply) => void>()
  let last = 0
  child.on('message', (reply: Reply) => waiting.get(reply.id)?.(reply))
  child.on('exit', (code) => {
    for (const resolve of waiting.values()) resolve({ id: 0, error: `the process ended with ${code}` })
  })
  return async <T>(name: string, argument?: unknown) => {
    const id = ++last
    const reply = await new Promise<Reply>((resolve) => {
      waiting.set(id, resolve)
      child.send({ id, name, argument } satisfies Question)
    })
    waiting.delete(id)
    if (reply.error !== undefined) throw new Error(`${name}: ${reply.error}`)
    return reply.result as T
  }
}

/** The other side: answers questions with these tasks, until it is killed. */
export function runSubject(tasks: Tasks): void {
  const all: Tasks = { ...tasks, cpu: cpuSeconds, memory: () => process.memoryUsage.rss() / 1e6, profile }
  process.on('message', ({ id, name, argument }: Question) => {
    const reply = (rest: Omit<Reply, 'id'>) => process.send?.({ id, ...rest } satisfies Reply)
    Promise.try(async () => await all[name]?.(argument as never)).then(
      (result) => reply({ result }),
      (error: unknown) => reply({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
  })
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

const profiling: { session?: Session } = {}

async function profile(isOn: boolean): Promise<string> {
  if (isOn) {
    profiling.session = new Session()
    profiling.session.connect()
    await profiling.session.post('Profiler.enable')
    await profiling.session.post('Profiler.start')
    return ''
  }
  const recorded = await profiling.session?.post('Profiler.stop')
  const file = join(tmpdir(), `${process.pid}.cpuprofile`)
  writeFileSync(file, JSON.stringify(recorded?.profile))
  return file
}
