import { fork } from 'node:child_process'
import { once } from 'node:events'
import { visitor } from '../sign-in.ts'
import type { ToProvider } from './messages.ts'

/** A real provider in another process; disposing it ends that process. */
export interface RunningProvider extends AsyncDisposable {
  readonly issuer: string
  /** Tells it something; resolves when that is done. */
  tell(message: ToProvider): Promise<void>
  /** Goes to `address` as a browser that signs in there as this account; gives where it is sent back to. */
  signIn(address: string, account: string, back: string): Promise<string>
}

export async function startProvider(): Promise<RunningProvider> {
  const child = fork(new URL('./provider.ts', import.meta.url), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [issuer] = (await once(child, 'message')) as [string]
  const tell: RunningProvider['tell'] = async (message) => {
    const done = once(child, 'message')
    child.send(message)
    await done
  }
  return {
    issuer,
    tell,
    async signIn(address, account, back) {
      await tell({ kind: 'account', account })
      const browser = visitor(issuer)
      let at = address
      for (let i = 0; i < 8 && !at.startsWith(back); i++) {
        const { location, status, text } = await browser.get(at)
        if (location === undefined) throw new Error(`the provider answers ${status}: ${text.slice(0, 300)}`)
        at = new URL(location, issuer).href
      }
      return at
    },
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
