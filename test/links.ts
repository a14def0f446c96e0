import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Followed {
  readonly status: number
  /** Empty when it leads nowhere. */
  readonly location: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Asks for a path at a host name, as a browser that is sent there by a name of ours. */
export async function at(
  url: string,
  host: string | undefined,
  path: string,
  { method = 'GET', accept = 'text/html' }: { readonly method?: string; readonly accept?: string } = {},
): Promise<Followed> {
  const { hostname, port } = new URL(url)
  return await new Promise((resolve, reject) => {
    const headers = { accept, ...(host === undefined ? {} : { host }) }
    const outgoing = request({ hostname, port, path, method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          location: response.headers.location ?? '',
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    outgoing.on('error', reject).end()
  })
}

/** A folder for tables, removed in the end. */
export function tableFolder(): Disposable & { readonly path: string; write(name: string, text: string): string } {
  const path = mkdtempSync(join(tmpdir(), 'mycel-links-'))
  return {
    path,
    write(name, text) {
      const file = join(path, name)
      writeFileSync(file, text)
      return file
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true }),
  }
}

/** A web server that gives one text, with the conditions that HTTP has, as raw.githubusercontent.com and Forgejo do. */
export interface TableServer extends AsyncDisposable {
  readonly url: string
  /** What it was asked, oldest first. */
  readonly asked: {
    readonly method: string
    readonly ifNoneMatch: string | undefined
    readonly token: string | undefined
  }[]
  text: string
  /** Answers this instead of the text. */
  status: number
  retryAfter: string | undefined
  /** Breaks off every connection, as one that is killed. */
  kill(): Promise<void>
}

export async function startTableServer(text: string): Promise<TableServer> {
  const state = { text, status: 200, retryAfter: undefined as string | undefined, asked: [] as TableServer['asked'] }
  const server = createServer(({ method = '', headers }, response) => {
    state.asked.push({ method, ifNoneMatch: headers['if-none-match'], token: headers.authorization })
    const etag = `"${state.text.length}-${Buffer.from(state.text).reduce((a, b) => (a * 31 + b) >>> 0, 7)}"`
    if (state.retryAfter !== undefined) response.setHeader('retry-after', state.retryAfter)
    if (state.status !== 200) response.writeHead(state.status).end('no')
    else if (headers['if-none-match'] === etag) response.writeHead(304, { etag }).end()
    else response.writeHead(200, { etag, 'content-type': 'text/plain' }).end(state.text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const kill = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  const { port } = server.address() as AddressInfo
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}/links.csv`,
    kill,
    [Symbol.asyncDispose]: kill,
  })
}
