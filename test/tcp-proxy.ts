import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to a server that can be made slow, or cut as by a pulled cable: nothing arrives, and nobody is told. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number
  /** Holds back everything that passes for so long; 0 for not at all. */
  delay(ms: number): void
  /** From now on nothing passes, of old connections and new ones. */
  cut(): void
  /** Everything passes again, what was held back first. */
  mend(): void
}

export async function startTcpProxy(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  const state = { delayMs: 0, isCut: false, mended: Promise.withResolvers<void>() }
  const sockets = new Set<Socket>()

  const pass = async (from: Socket, to: Socket) => {
    try {
      for await (const chunk of from) {
        if (state.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, state.delayMs))
        if (state.isCut) await state.mended.promise
        to.write(chunk)
      }
    } catch {
      // The other side went.
    }
    if (state.isCut) await state.mended.promise
    to.destroy()
  }
  const server = createServer((near) => {
    const far = connect(target)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    }
    void pass(near, far)
    void pass(far, near)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    delay(ms) {
      state.delayMs = ms
    },
    cut() {
      state.isCut = true
    },
    mend() {
      state.isCut = false
      state.mended.resolve()
      state.mended = Promise.withResolvers()
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      state.mended.resolve()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
