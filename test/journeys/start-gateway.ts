import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A gateway in a process of its own; disposing it kills it. */
export interface Running extends AsyncDisposable {
  readonly url: string
  readonly child: ChildProcess
  /** Ends it as an operator would, and waits for that. */
  stop(): Promise<void>
}

/** Starts a gateway on that data folder before those servers, whose secret is `a-secret-of-the-servers`. */
export async function startGateway(dataDir: string, urls: readonly string[]): Promise<Running> {
  const child = fork(new URL('./gateway-process.ts', import.meta.url), [dataDir, ...urls])
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: { url: string }) => resolve(message.url))
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code} before it was ready`)))
  })
  return {
    url,
    child,
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}
