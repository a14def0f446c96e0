import { createServer } from 'node:net'
import { Problem } from '../lib/problem.ts'

/** Where to listen: a host name or address, and a port of which 0 stands for any that is free. */
export interface Endpoint {
  readonly host: string
  readonly port: number
  /** What a proposed command must repeat, such as ` --data here`. */
  readonly repeat?: string | undefined
}

/** Tries whether one may listen there. Throws Problem 'unavailable' that says why not. */
export async function requireFreePort(endpoint: Endpoint): Promise<void> {
  const { host, port } = endpoint
  const server = createServer()
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen({ host, port }, resolve)
    })
  } catch (cause) {
    throw explainListening(cause, endpoint)
  }
  await new Promise((resolve) => server.close(resolve))
}

/** The Problem behind a failure to listen; what is none is given back as it is. */
export function explainListening(cause: unknown, { host, port, repeat = '' }: Endpoint): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : ''
  const say = (message: string, hint: string) => new Problem('unavailable', message, { hint, cause })
  switch (code) {
    case 'EADDRINUSE':
      return say(
        `another program listens on ${host}:${port}`,
        `stop it, or choose another port: mycel up${repeat} --port ${port === 65_535 ? 8080 : port + 1}`,
      )
    case 'EACCES':
      return say(`this user may not listen on port ${port}`, 'choose one above 1023')
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return say(`this machine has no address ${host}`, 'use 127.0.0.1 (this machine alone) or 0.0.0.0 (every network)')
    default:
      return cause
  }
}
