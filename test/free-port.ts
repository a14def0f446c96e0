import { createServer } from 'node:net'

/** Below the ports that the system gives to whoever calls out: one that is left for a moment is still there afterwards. */
const lowest = 20_000
const count = 12_000

/** A port of this machine on which nothing listens. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * count)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
