import { chmod, lstat, mkdir, unlink } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { Problem } from '../lib/problem.ts'

/** What a Unix socket's address holds, in bytes; the systems differ a little. */
const longestPath = 103

/**
 * Listens on a Unix socket that only its owner can open, and marks every request that comes in there as local. A socket
 * that a killed process left behind is replaced. Throws Problem 'invalid' when the path is too long, 'locked' when
 * another process listens there, 'unavailable' when the socket cannot be made.
 */
export async function listenLocally(
  path: string,
  handle: RequestListener,
  local: WeakSet<IncomingMessage>,
): Promise<AsyncDisposable> {
  if (Buffer.byteLength(path) > longestPath) {
    throw new Problem('invalid', `${path}: a socket's path can have at most ${longestPath} bytes`, {
      hint: 'choose a data folder with a shorter path',
    })
  }
  await removeStale(path)
  const server = createServer((request, response) => {
    local.add(request)
    handle(request, response)
  })
  await listen(server, path)
  return { [Symbol.asyncDispose]: () => close(server) }
}

async function listen(server: Server, path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(path, resolve)
    })
    await chmod(path, 0o600)
  } catch (cause) {
    throw new Problem('unavailable', `${path}: the socket cannot be made (${codeOf(cause)})`, {
      hint: 'the folder must belong to the user who runs this, on a file system that has sockets',
      cause,
    })
  }
}

async function removeStale(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined)
  if (!found) return
  if (!found.isSocket()) {
    throw new Problem('conflict', `${path}: a file is where the socket belongs`, { hint: 'move it away' })
  }
  if (await isAnswered(path)) {
    throw new Problem('locked', `${path}: another process listens here`, { hint: 'is mycel running already?' })
  }
  await unlink(path)
}

async function isAnswered(path: string): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  server.closeAllConnections()
  await closed
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
}
