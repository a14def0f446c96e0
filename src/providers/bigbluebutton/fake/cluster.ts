import { randomId } from '../../../lib/ids.ts'
import { simulatePeople } from './people.ts'
import { type PracticeServer, type PracticeServerOptions, startPracticeServer } from './server.ts'

export interface PracticeClusterOptions extends Omit<PracticeServerOptions, 'name' | 'port' | 'secret'> {
  readonly count: number
  /** The port of the first server, the others follow; 0, the default, takes free ones. */
  readonly basePort?: number
  /** Shared by all of them; made up when it is not given. */
  readonly secret?: PracticeServerOptions['secret'] | undefined
  /** About so many simulated people in every meeting. */
  readonly people?: number
}

export interface PracticeCluster extends AsyncDisposable {
  readonly servers: readonly PracticeServer[]
}

/** Starts practice-1, practice-2 and so on. Throws a Problem ('unavailable') when one cannot listen; then none runs. */
export async function startPracticeCluster(options: PracticeClusterOptions): Promise<PracticeCluster> {
  const { count, basePort = 0, secret = randomId(40), people = 0, ...rest } = options
  await using started = new AsyncDisposableStack()
  const servers: PracticeServer[] = []
  for (let i = 0; i < count; i++) {
    const port = basePort === 0 ? 0 : basePort + i
    servers.push(started.use(await startPracticeServer({ ...rest, secret, port, name: `practice-${i + 1}` })))
  }
  if (people > 0) started.use(simulatePeople(servers, { perMeeting: people, random: options.random }))

  const running = started.move()
  return { servers, [Symbol.asyncDispose]: () => running.disposeAsync() }
}
