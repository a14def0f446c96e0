import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Problem } from '../../../lib/problem.ts'
import type { Reply } from './answer.ts'
import { type Certificate, makeCertificate } from './certificate.ts'
import { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts'

export interface PracticeProxmoxOptions extends SimulatorOptions {
  readonly host?: string
  /** 0, the default, takes a free one. */
  readonly port?: number
  /** Over HTTPS, with a certificate that nobody vouches for, as Proxmox itself does. */
  readonly tls?: boolean
}

/** A simulated Proxmox that listens. Disposing it ends it. */
export interface PracticeProxmox extends AsyncDisposable {
  readonly simulator: Simulator
  readonly url: string
  /** Of its certificate, over HTTPS. */
  readonly fingerprint: string | undefined
  readonly certificate: string | undefined
}

/** Throws Problem 'unavailable' when it cannot listen there. */
export async function startPracticeProxmox(options: PracticeProxmoxOptions = {}): Promise<PracticeProxmox> {
  const { host = '127.0.0.1', port = 0, tls = false } = options
  const simulator = createSimulator(options)
  const certificate = tls ? makeCertificate('pve1.practice') : undefined
  const server = listener(simulator, certificate)
  server.listen(port, host)
  await once(server, 'listening').catch((cause: unknown) => {
    throw new Problem('unavailable', `the practice Proxmox cannot listen on ${host}:${port}`, {
      hint: 'another program may use that port; choose another one',
      cause,
    })
  })
  const { port: taken } = server.address() as AddressInfo
  return {
    simulator,
    url: `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    fingerprint: certificate?.fingerprint,
    certificate: certificate?.cert,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function listener(simulator: Simulator, certificate: Certificate | undefined): Server {
  const answer: RequestListener = (request, response) => void respond(simulator, request, response)
  // pveproxy drops what is idle for 5 s.
  const options = { keepAliveTimeout: 5_000 }
  return certificate ? createSecureServer({ ...options, ...certificate }, answer) : createServer(options, answer)
}

async function respond(simulator: Simulator, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url: path = '/' } = request
  if (path === '/')
    return void response.writeHead(200, { 'content-type': 'text/plain;charset=UTF-8' }).end(overview(simulator))
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, [value].flat()[0]]))
  const reply = await simulator.answer({ method, path, headers, body: await text(request) })
  if (reply.broken) request.socket.destroy()
  else write(response, reply)
}

function write(response: ServerResponse, { status, reason, body }: Reply): void {
  // The words after the status are the message; what cannot stand there is left out.
  const words = reason.replace(/[^\x20-\x7e\xa1-\xff]/g, '')
  response
    .writeHead(status, words, { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'max-age=0' })
    .end(body)
}

/** What there is, for whoever opens the address in a browser. */
function overview({ world }: Simulator): string {
  const guests = [...world.guests.values()].toSorted((a, b) => a.vmid - b.vmid)
  const rows = guests.map(({ vmid, node, pool, isRunning, config }) => {
    const state = config['template'] === '1' ? 'template' : (config['lock'] ?? (isRunning ? 'running' : 'stopped'))
    return [vmid, node, state, `${config['memory'] ?? '?'} MiB`, pool ?? '', config['name'] ?? ''].join('\t')
  })
  const tasks = world.tasks.slice(-15).map(({ type, id, node, exit }) => `${node}\t${type} ${id}\t${exit ?? 'running'}`)
  return [
    `A practice Proxmox VE ${world.profile.version}. Nothing here is real.`,
    '',
    ...rows,
    '',
    'The latest tasks:',
    ...tasks,
    '',
  ].join('\n')
}
