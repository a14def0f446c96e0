import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { openShell } from '../../test/terminal.ts'

const shell = openShell()
afterAll(() => shell[Symbol.dispose]())

/** Types a command to a server that answers as `handle` does. */
async function askOf(handle: RequestListener, words: string) {
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const env = { MYCEL_TOKEN: 'token' }
  const typed = await shell.mycel(`${words} --url http://127.0.0.1:${port}`, { env, input: 'secret' })
  server.close()
  return typed
}

describe('a Mycel that answers badly', () => {
  it('leaves it open whether a change was made when no answer came', async () => {
    const { code, err } = await askOf((request) => request.socket.destroy(), 'server drain bbb1')
    expect(code).toBe(69)
    expect(err).toMatch(/Whether it was carried out is not known: look before you repeat it\.\n$/)
  })

  it('knows that nothing was changed when it only looked', async () => {
    const { code, err } = await askOf((request) => request.socket.destroy(), 'server list')
    expect(code).toBe(69)
    expect(err).toMatch(/1 problem\. Nothing was changed\.\n$/)
  })

  it('tells its bug from its refusals', async () => {
    const body = JSON.stringify({ code: 'bug', message: 'Incident k3v9q2hd is in the log' })
    const { code, err } = await askOf((_, response) => response.writeHead(500).end(body), 'status')
    expect(code).toBe(69)
    expect(err).toContain('Incident k3v9q2hd is in the log')
  })

  it('is told from something else at that address', async () => {
    const { code, err } = await askOf((_, response) => response.end('<html>'), 'status')
    expect(code).toBe(69)
    expect(err).toContain('does not answer as Mycel does (HTTP 200)')
  })

  it('is given the token, and the body as JSON', async () => {
    const seen: unknown[] = []
    await askOf((request, response) => {
      seen.push(request.method, request.url, request.headers.authorization, request.headers['content-type'])
      response.end('{"id":"bbb/1","state":"draining","draining":null}')
    }, 'server drain bbb/1')
    expect(seen).toEqual(['PUT', '/api/v1/servers/bbb%2F1/state', 'Bearer token', 'application/json'])
  })
})
