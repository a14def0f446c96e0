import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openShell, type Shell } from '../../test/terminal.ts'
import { loadConfig } from '../config/load.ts'
import { signQuery } from '../protocol/checksum.ts'

let shell: Shell
beforeEach(() => {
  shell = openShell()
})
afterEach(() => shell[Symbol.dispose]())

async function whilePracticing(words: string, look: (printed: string) => Promise<void>) {
  const ending = new AbortController()
  const printed = Promise.withResolvers<void>()
  let text = ''
  const ended = shell.mycel(`practice --port 0 ${words}`, {
    signal: ending.signal,
    onWrite: (more) => {
      text += more
      if (text.includes('Ctrl-C')) printed.resolve()
    },
  })
  await printed.promise
  await look(text)
  ending.abort('SIGINT')
  return await ended
}

describe('mycel practice', () => {
  it('runs servers whose lines for coop.yaml can be pasted', async () => {
    const { code } = await whilePracticing('--servers 2', async (printed) => {
      const config = loadConfig('coop.yaml', `coop: { name: A, domain: a.coop }\n${printed}`)
      expect(config.meetings.servers.map(({ id }) => id)).toEqual(['practice-1', 'practice-2'])
      for (const { url, secret } of config.meetings.servers) {
        const value = secret.kind === 'literal' ? secret.value.reveal() : ''
        const answer = await fetch(`${url}/getMeetings?${signQuery('sha256', 'getMeetings', '', value)}`)
        expect(await answer.text()).toContain('SUCCESS')
      }
    })
    expect(code).toBe(0)
  })

  it('lets the calls fail that are to fail', async () => {
    await whilePracticing('--servers 1 --fail getMeetings=1', async (printed) => {
      expect(printed).toContain('100 % of getMeetings fail')
      const [, url = ''] = /url: "([^"]+)"/.exec(printed) ?? []
      expect((await fetch(`${url}/getMeetings`)).status).toBe(500)
      expect((await fetch(`${url}/create`)).status).toBe(200)
    })
  })

  it('keep their secret over a restart on the same port', async () => {
    const port = await freePort()
    const secrets: string[] = []
    const run = () =>
      whilePracticing(`--servers 1 --port ${port}`, async (printed) => {
        secrets.push(/secret: "(\w{40})"/.exec(printed)?.[1] ?? '')
        expect(printed).toContain('# 1 practice server runs.')
      })
    await run()
    await run()
    expect(secrets[0]).toMatch(/^\w{40}$/)
    expect(secrets[1]).toBe(secrets[0])
  })

  it('runs a Proxmox that has what a file says, and answers its token alone', async () => {
    const file = `${shell.folder}/coop.yaml`
    await writeFile(
      file,
      'coop: { name: A, domain: a.coop }\n' +
        'hosts: { kvm1: { memory: 64 GiB, cores: 12, storages: [{ id: fast, size: 100 GB }], templates: { debian: 9001 } } }\n',
    )
    const { code } = await whilePracticing(`--proxmox --release 8.4.5 --file ${file}`, async (printed) => {
      expect(printed).toContain('# A practice Proxmox VE 8.4.5 runs, with 1 node: kvm1.')
      const [, url = ''] = /^address: (.+)$/m.exec(printed) ?? []
      const [, id, secret] = /^token_id: (.+)\ntoken: (.+)$/m.exec(printed) ?? []
      expect(printed).toContain(`mycel plan --file ${file} --practice ${url}\n`)
      const resources = `${url}/api2/json/cluster/resources`
      const authorization = `PVEAPIToken=${id}=${secret}`
      const { data } = Object(await (await fetch(resources, { headers: { authorization } })).json())
      const ids = data.map((one: { id: string }) => one.id)
      expect(ids).toEqual(['qemu/9001', 'node/kvm1', 'storage/kvm1/fast'])
      expect(await (await fetch(url)).text()).toMatch(/Nothing here is real.\n\n9001\tkvm1\ttemplate/)
    })
    expect(code).toBe(0)
    expect((await shell.mycel('practice --proxmox --port 0 --release 5.4')).err).toContain(
      '6.4-15, 7.4-16, 8.4.5, 9.2.3',
    )
  })

  it('runs a Proxmox for each that the file has, so that the same id may be a template in both', async () => {
    const file = join(import.meta.dirname, '../../examples/federation/coop.yaml')
    await whilePracticing(`--proxmox --file ${file}`, async (printed) => {
      expect(printed.match(/with 1 node: \w+/g)).toEqual(['with 1 node: north1', 'with 1 node: south1'])
      expect(new Set(printed.match(/^address: .*$/gm)).size).toBe(2)
    })
  })

  it('exits 69 when the port is taken, and 64 when a probability is none', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const { code, err } = await shell.mycel(`practice --servers 1 --port ${port}`)
    other.close()
    expect(code).toBe(69)
    expect(err).toMatch(/choose another one\n1 problem\. Nothing was started\.\n$/)
    expect((await shell.mycel('practice --fail create=2')).code).toBe(64)
    const unknown = await shell.mycel('practice --port 0 --fail crate=1')
    expect(unknown.code).toBe(64)
    expect(unknown.err).toContain('BigBlueButton has no call crate\n  there are * for all of them, create, join')
  })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
